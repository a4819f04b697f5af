"""Facts and decisions: messages, where they lie, the owner's words, mail to the owner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _text(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False, server_default="") for name in names)


def _number(*names: str) -> tuple[sa.Column[int], ...]:
    return tuple(sa.Column(name, sa.BigInteger, nullable=False, server_default="0") for name in names)


def _owner(*, key: bool = False) -> sa.Column[str]:
    return sa.Column("owner", sa.Text, nullable=False, primary_key=key)


def _folder_key() -> tuple[sa.Column[str], ...]:
    return (_owner(key=True), *(sa.Column(name, ORDERED, primary_key=True) for name in ("account", "folder")))


def _uid_key() -> tuple[sa.Column[int], ...]:
    return tuple(sa.Column(name, sa.BigInteger, primary_key=True) for name in ("uidvalidity", "uid"))


def upgrade() -> None:
    """Make all tables."""
    _mail()
    _folders()
    _words()
    _outgoing()


def _mail() -> None:
    op.create_table(
        "message",
        sa.Column("id", KEY, primary_key=True),
        _owner(),
        sa.Column("message_id", ORDERED, nullable=False),
        *_text("fingerprint"),
        *_number("date", "zone"),
        *_text("sender", "header", "signals", "facts"),
        sa.UniqueConstraint("owner", "message_id", name="message_identity"),
    )
    op.create_index("message_order", "message", ["owner", "date", "message_id"])
    op.create_table(
        "location",
        *_folder_key(),
        *_uid_key(),
        sa.Column("message", KEY, sa.ForeignKey("message.id", ondelete="CASCADE"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_location_message", "location", ["message"])


def _folders() -> None:
    op.create_table("bookmark", *_folder_key(), *_number("uidvalidity", "uid", "read", "skipped"))
    op.create_table("quarantine", *_folder_key(), *_uid_key(), *_text("reason"))
    op.create_table(
        "folder",
        *_folder_key(),
        *_text("role"),
        sa.Column("complete", sa.BigInteger),
        *_number("read"),
        *_text("problem"),
    )


def _words() -> None:
    op.create_table(
        "decision",
        sa.Column("id", KEY, primary_key=True),
        _owner(),
        sa.Column("at", sa.BigInteger, nullable=False),
        *_text("verb", "message_id", "who", "what"),
        sa.Column("day", sa.Date),
        *_text("note"),
        sa.Column("undone", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("decision_message", "decision", ["owner", "message_id"])
    op.create_table(
        "person_note",
        sa.Column("id", KEY, primary_key=True),
        _owner(),
        *_text("name", "organisation", "contact_type", "note"),
    )
    op.create_index("person_note_name", "person_note", ["owner", "name"])
    op.create_table(
        "person_address",
        _owner(key=True),
        sa.Column("address", sa.Text, primary_key=True),
        *_number("place"),
        sa.Column("note", KEY, sa.ForeignKey("person_note.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_person_address_note", "person_address", ["note"])


def _outgoing() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", KEY, primary_key=True),
        _owner(),
        *_text("account", "kind", "period", "message_id"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        *_text("phase", "claimed_by"),
        sa.Column("lease_until", sa.BigInteger),
        *_number("attempts"),
        *_text("marks"),
        sa.Column("settled", sa.BigInteger),
        sa.Column("sent", sa.BigInteger),
        sa.UniqueConstraint("owner", "account", "kind", "period", name="outbox_period"),
    )
    op.create_table("clock", _owner(key=True), sa.Column("highest", sa.BigInteger, nullable=False))
