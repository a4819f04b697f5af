"""The tables: facts and decisions, each row with its owner. No column holds a body.

Types are those both SQLite and PostgreSQL have. Instants are whole microseconds since 1970 (UTC), so that
they compare and sort alike everywhere. A message's address lists and signals stand in compact JSON:
nothing queries inside them, and one row a message is what makes a re-review of a whole mailbox fast.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

VERSION = "0007"  # the newest migration this code knows; a test holds it to migrations/versions/

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """An aware instant as microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware instant, given back in UTC."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        """Microseconds in."""
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:
        """An instant out."""
        return None if value is None else EPOCH + value * MICROSECOND


metadata = sa.MetaData()

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers rows only in an INTEGER
ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # sorts by code point, as Python does


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")


def _owner(*, key: bool = False) -> sa.Column[str]:
    return sa.Column("owner", sa.Text, nullable=False, primary_key=key)


def _folder_key() -> tuple[sa.Column[str], ...]:
    return (
        _owner(key=True),
        sa.Column("account", ORDERED, primary_key=True),
        sa.Column("folder", ORDERED, primary_key=True),
    )


def _uid_key() -> tuple[sa.Column[int], ...]:
    return (
        sa.Column("uidvalidity", sa.BigInteger, primary_key=True),
        sa.Column("uid", sa.BigInteger, primary_key=True),
    )


message = sa.Table(
    "message",
    metadata,
    sa.Column("id", KEY, primary_key=True),
    _owner(),
    sa.Column("message_id", ORDERED, nullable=False),
    _text("fingerprint"),  # of Date, From and Subject: tells apart messages that share an id
    _number("date"),  # the instant, for order
    _number("zone"),  # seconds east of UTC, as the Date line had it
    _text("sender"),  # address
    _text("header"),  # JSON: the rest of the header facts
    _text("signals"),  # JSON
    _text("facts"),  # JSON: the rest of the reading
    sa.UniqueConstraint("owner", "message_id", name="message_identity"),
    sa.Index("message_order", "owner", "date", "message_id"),
)

location = sa.Table(
    "location",
    metadata,
    *_folder_key(),
    *_uid_key(),
    sa.Column("message", KEY, sa.ForeignKey("message.id", ondelete="CASCADE"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

bookmark = sa.Table(
    "bookmark",
    metadata,
    *_folder_key(),
    _number("uidvalidity"),
    _number("uid"),
    _number("floor"),  # all above it, up to `uid`, was read
    sa.Column("since", Instant),  # when about the oldest came that was read; empty once all is
    _number("read"),  # messages looked at in this UIDVALIDITY
    _number("skipped"),  # of them, those that cannot matter
    _number("gone"),  # of them, those that are there no more
    _number("modseq"),  # as of which that is known (RFC 7162)
    sa.Column("doubted", Instant),  # since when the server shows far less
)

quarantine = sa.Table("quarantine", metadata, *_folder_key(), *_uid_key(), _text("reason"))

folder = sa.Table(
    "folder",
    metadata,
    *_folder_key(),
    _text("role"),
    sa.Column("complete", Instant),
    _number("read"),
    _text("problem"),
)

decision = sa.Table(
    "decision",
    metadata,
    sa.Column("id", KEY, primary_key=True),
    _owner(),
    sa.Column("at", Instant, nullable=False),
    _text("verb"),
    _text("message_id"),
    _text("who"),
    _text("what"),
    sa.Column("day", sa.Date),
    _text("note"),
    sa.Column("undone", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("scope", sa.Text, nullable=False, server_default="case"),
    _text("other"),
    sa.Index("decision_message", "owner", "message_id"),
)

person_note = sa.Table(
    "person_note",
    metadata,
    sa.Column("id", KEY, primary_key=True),
    _owner(),
    _text("name"),
    _text("organisation"),
    _text("contact_type"),
    _text("note"),
    _text("elements"),  # JSON: element of an endorsement -> yes, no or unknown
    _text("inside"),  # JSON: companies where they know somebody
    sa.Index("person_note_name", "owner", "name"),
)

person_address = sa.Table(
    "person_address",
    metadata,
    _owner(key=True),
    sa.Column("address", sa.Text, primary_key=True),
    _number("place"),  # the order in which the owner named them
    sa.Column("note", KEY, sa.ForeignKey("person_note.id", ondelete="CASCADE"), nullable=False, index=True),
)

book_entry = sa.Table(
    "book_entry",
    metadata,
    sa.Column("id", KEY, primary_key=True),
    _owner(),
    _text("addresses"),  # JSON
    _text("name"),
    _text("organisation"),
    _text("contact_type"),
    _text("note"),
    _text("position"),
    _text("profile"),
    sa.Index("book_entry_owner", "owner"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", KEY, primary_key=True),
    _owner(),
    _text("account"),
    _text("kind"),
    _text("period"),
    _text("message_id"),
    sa.Column("content", sa.LargeBinary, nullable=False),  # frozen; emptied by `forget`
    sa.Column("due", Instant, nullable=False),
    _text("phase"),
    _text("claimed_by"),
    sa.Column("lease_until", Instant),
    _number("attempts"),
    _text("marks"),  # JSON: UIDVALIDITY and UIDNEXT of the folders to look in when in doubt
    sa.Column("settled", Instant),  # when the phase was last settled
    sa.Column("sent", Instant),
    sa.UniqueConstraint("owner", "account", "kind", "period", name="outbox_period"),
)

answer = sa.Table(
    "answer",
    metadata,
    sa.Column("id", KEY, primary_key=True),
    _owner(),
    _text("message_id"),
    sa.Column("at", Instant, nullable=False),
    sa.Column("heard", Instant, nullable=False),
    _text("digest"),  # Message-ID of the digest it answers
    _text("lines"),  # JSON: what it said, and what became of it
    sa.UniqueConstraint("owner", "message_id", name="answer_identity"),
)

laid_draft = sa.Table(
    "laid_draft",
    metadata,
    sa.Column("id", KEY, primary_key=True),
    _owner(),
    _text("account"),
    _text("mark"),  # what the draft says of itself: its case and what it is for
    _text("case_id"),
    _text("phase"),
    _text("hash"),  # of the bytes that were laid: other bytes there are the owner's
    _text("folder"),
    _number("uidvalidity"),
    _number("uid"),
    sa.Column("at", Instant, nullable=False),
    sa.UniqueConstraint("owner", "account", "mark", name="laid_draft_identity"),
)

traffic = sa.Table(
    "traffic",
    metadata,
    _owner(key=True),
    sa.Column("account", ORDERED, primary_key=True),
    sa.Column("day", sa.Date, nullable=False),  # in UTC; only the newest is kept
    _number("octets"),  # read from the server on that day
)

clock = sa.Table("clock", metadata, _owner(key=True), sa.Column("highest", Instant, nullable=False))
