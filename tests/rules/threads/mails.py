"""Mail as the tests of threads tell it: a name, who to whom, when, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from rules.model import Address, Header, Quoted, Reading
from rules.threads import threads

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANN, BEN, CARA, DAN = (f"{name}@{name}.example" for name in ("ann", "ben", "cara", "dan"))
NAMES = {ANN: "Ann Lee", BEN: "Ben Ruud", CARA: "Cara Moreau", DAN: "Dan Okoye"}


def mail(
    name: str,
    sender: str = ANN,
    to: Sequence[str] = (BEN,),
    *,
    cc: Sequence[str] = (),
    subject: str = "Rotor blades",
    at: datetime = NOON,
    after: timedelta = timedelta(0),
    answers: Sequence[str] = (),
    references: Sequence[str] = (),
    list_id: str = "",
    thread_key: str = "",
    thread_topic: str = "",
    reply_to: Sequence[str] = (),
    called: str | None = None,
    quoted: Sequence[Quoted] = (),
) -> Reading:
    header = Header(
        message_id=f"<{name}@test>",
        date=at + after,
        sender=Address(sender, NAMES.get(sender, "") if called is None else called),
        to=tuple(map(Address, to)),
        cc=tuple(map(Address, cc)),
        reply_to=tuple(map(Address, reply_to)),
        subject=subject,
        in_reply_to=tuple(f"<{other}@test>" for other in answers),
        references=tuple(f"<{other}@test>" for other in references),
        list_id=list_id,
        thread_key=thread_key,
        thread_topic=thread_topic,
    )
    return Reading(header, quoted=tuple(quoted))


def groups(*readings: Reading) -> set[str]:
    """Each thread as its messages' names in order: "a b"."""
    return {" ".join(name[1:-6] for name in thread.message_ids) for thread in threads(readings)}


# ── Every mail there can be, of a few people ────────────────────────────────────────────────

_people = st.sampled_from([ANN, BEN, CARA, DAN])
_hours = st.integers(0, 24 * 60).map(lambda hours: timedelta(hours=hours))
_quotes = st.builds(
    Quoted,
    st.none() | st.builds(Address, st.sampled_from([ANN, BEN, ""]), st.sampled_from(["", "Ann Lee", "Ben"])),
    st.none() | _hours.map(lambda after: NOON + after),
    st.sampled_from(["", "Lift", "Rotor"]),
)
mails = st.lists(
    st.builds(
        mail,
        st.sampled_from("abcdefghij"),
        _people,
        st.lists(_people, max_size=3),
        subject=st.sampled_from(["Lift", "Re: Lift", "Fwd: Lift", "Rotor (was: Lift)", "Re: hi", "hi", ""]),
        after=st.integers(0, 60).map(lambda days: timedelta(days=days)) | _hours,
        answers=st.lists(st.sampled_from("abcxyz"), max_size=1),
        references=st.lists(st.sampled_from("abcdefxyz"), max_size=3),
        list_id=st.sampled_from(["", "", "board.test"]),
        thread_key=st.sampled_from(["", "", "1", "2"]),
        thread_topic=st.sampled_from(["", "", "Lift"]),
        quoted=st.lists(_quotes, max_size=2),
    ),
    unique_by=lambda reading: reading.header.message_id,
)
