"""Readings told in a line, signals and all, so that a test of cases does not hang on any phrase.

    11-02 ines > me tomas : introduces/two_sided 0.9 {Tomas|Nordvik}

Who wrote to whom, and what it does: an act, its form, how sure it is, whom its sentence names. People
are the short names of PEOPLE, or an address. All days are of 2026, month and day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from rules.model import (
    Act,
    Address,
    Calendar,
    Case,
    ContactType,
    Decision,
    Header,
    Kind,
    Mark,
    Owner,
    PersonNote,
    Reading,
    Review,
    Signal,
    Verb,
)
from rules.review import review

PEOPLE = {
    "me": Address("mara@tramworks.example", "Mara Lindqvist"),
    "ines": Address("ines@harbour.example", "Ines Carvalho"),
    "bram": Address("bram@teunissen.example", "Bram Teunissen"),
    "tomas": Address("tomas.ruud@nordvik.example", "Tomas Ruud"),
    "tomas2": Address("truud@mailbox.test", "Tomas R."),
    "pa": Address("kim@nordvik.example", "Kim Aas"),
    "dana": Address("dana@lantern.example", "Dana Okoye"),
    "olle": Address("olle@tramworks.example", "Olle Lindqvist"),
    "petra": Address("petra@tramworks.example", "Petra Holm"),
    "desk": Address("info@nordvik.example", "Nordvik"),
    "hr": Address("people@nordvik.example", "Nordvik People"),
    "seller": Address("rex@leadpump.example", "Rex Stone"),
    "loes": Address("loes@waterlab.example", "Loes Hartman"),
    "mara2": Address("mara@old.test", "Mara Lindqvist"),
    "mailer": Address("mailer-daemon@postal.example"),
}
OWNER = Owner(frozenset({"mara@tramworks.example"}), Calendar(UTC), name="Mara Lindqvist")
INTRODUCTION = "11-02 ines > me tomas : introduces/two_sided {Tomas|Mara}"


def mail(
    line: str,
    *,
    re: Reading | None = None,
    cc: str = "",
    bcc: str = "",
    subject: str = "",
    says: Sequence[str] = (),
    marks: Iterable[Mark] = (),
    failed: Sequence[str] = (),
    quotes: str = "",
    hour: int = 9,
) -> Reading:
    """A reading: `re` is what it answers, `says` are names in its text, `quotes` is whose words it quotes."""
    people, _, said = line.partition(":")
    on, sender, _, *to = people.split()
    at = datetime.combine(day(on), time(hour), UTC)
    writer = PEOPLE[quotes] if quotes else None
    message_id = f"<{on}.{sender}.{hour}.{'.'.join(to)}@x>"
    header = Header(
        message_id,
        at,
        who(sender),
        to=tuple(map(who, to)),
        cc=tuple(map(who, cc.split())),
        bcc=tuple(map(who, bcc.split())),
        subject=re.header.subject if re and not subject else subject or "Hello",
        in_reply_to=(re.header.message_id,) if re else (),
        references=(*re.header.references, re.header.message_id) if re else (),
        marks=frozenset(marks),
    )
    signals = tuple(signal(one.strip(), writer) for one in said.split(",") if one.strip())
    names = tuple(dict.fromkeys([*says, *(name for s in signals if not writer for name in s.names)]))
    return Reading(header, signals=signals, names=names, failed=tuple(failed), words=50)


def who(name: str) -> Address:
    return PEOPLE.get(name) or Address(name)


def day(text: str) -> date:
    return date.fromisoformat(text if text.startswith("20") else f"2026-{text}")


def signal(said: str, writer: Address | None = None) -> Signal:
    """ "introduces/two_sided 0.9 {Tomas|Nordvik}"."""
    words, _, braces = said.partition("{")
    first, *rest = words.split()
    act, _, form = first.partition("/")
    names = tuple(filter(None, braces.rstrip("}").split("|")))
    confidence = float(rest[0]) if rest else 0.9
    return Signal(Act(act), confidence, f"It says {' and '.join(names) or act}.", f"en.{act}.test", "en",
                  form=form, names=names, writer=writer)  # fmt: skip


# ── Asking ──────────────────────────────────────────────────────────────────────────────────


def reviewed(
    *mails: Reading,
    on: str = "11-30",
    owner: Owner = OWNER,
    decisions: Sequence[Decision] = (),
    types: Iterable[tuple[str, str]] = (),
) -> Review:
    notes = [PersonNote((who(name).email,), contact_type=ContactType(kind)) for name, kind in types]
    now = datetime.combine(day(on), time(20), UTC)
    return review(mails, owner=owner, now=now, notes=notes, decisions=decisions)


def cases(*mails: Reading, on: str = "11-30", owner: Owner = OWNER) -> list[str]:
    """Each case as "kind STATE: introducer > target (messages)", sorted."""
    return sorted(told(case) for case in reviewed(*mails, on=on, owner=owner).cases)


def told(case: Case) -> str:
    short = {address.email: name for name, address in PEOPLE.items()}
    parties = (
        [case.introducer, case.requester, case.helper] if case.kind is not Kind.UPDATE else [case.helper]
    )
    left = " ".join(short.get(p, p) for p in parties if p)
    targets = " ".join(short.get(t, t) for t in case.targets)
    organisation = f" @{case.organisation}" if case.organisation else ""
    return f"{case.kind.value} {case.state}: {left} > {targets}{organisation} ({len(case.messages)})"


def decision(on: str, verb: str, about: Reading, *, who: str = "") -> Decision:
    at = datetime.combine(day(on), time(12), UTC)
    return Decision(at, Verb(verb), about.header.message_id, who=who)
