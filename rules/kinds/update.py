"""K7 update: while a search is active, everyone who helped hears from me (DOMAIN.md section 5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from rules.due import local_day
from rules.kinds.clockwork import Clockwork
from rules.matter import Contact
from rules.model import ME, Case, ContactType, Duty, Evidence, Kind, Owner, Step, Turn, What


def updates(
    cases: Sequence[Case], contacts: Mapping[str, Contact], *, owner: Owner, now: datetime
) -> Iterator[Case]:
    """One case for each helper of the last 12 months to whom nothing else is owed; any mail of mine resets it."""
    clocks, today = Clockwork(owner), local_day(now, owner.calendar)
    if not owner.searching and owner.landed is None:
        return
    owed = {duty.to for case in cases if case.outcome is None for duty in case.duties if duty.owner == ME}
    for label, helped in sorted(_helpers(cases, clocks, today).items()):
        contact = contacts.get(label)
        if contact and contact.last_sent and contact.last_received and label not in owed:
            yield _case(contact, helped, clocks, today)


def _helpers(cases: Iterable[Case], clocks: Clockwork, today: date) -> dict[str, list[Evidence]]:
    """Who helped, with the evidence of each time: made an introduction for me, or did me a favour."""
    since = today - timedelta(days=clocks.number("k7.helped.months") * 30)
    found: dict[str, list[Evidence]] = {}
    for case in cases:
        who = case.introducer if case.kind is Kind.MADE_FOR_ME else case.helper
        step = next((s for s in case.steps if s.state in ("MADE", "RECEIVED", "TARGET_WROTE")), None)
        if who and "@" in who and step and step.at.date() >= since:
            found.setdefault(who, []).append(step.evidence)
    return found


def _case(contact: Contact, helped: list[Evidence], clocks: Clockwork, today: date) -> Case:
    often = len(helped) > 1 or contact.contact_type is ContactType.REFERENCE
    name = "k7.often" if often else "k7.others"
    since = contact.last_sent or today
    landed = clocks.owner.landed
    if landed and since < landed:
        name, since = "k7.landed", landed
    due = clocks.after(since, name)
    why = f"{clocks.number(name)} business days after your last mail to them; they helped {len(helped)} time(s)."
    duty = Duty(What.UPDATE, ME, contact.label, since, due, today > due, False, helped[-1], why)
    return standing_case(contact, Kind.UPDATE, Turn.ME if due <= today else Turn.NOBODY, (duty,), helped[-1])


def standing_case(
    contact: Contact, kind: Kind, turn: Turn, duties: tuple[Duty, ...], evidence: Evidence, purpose: str = ""
) -> Case:
    """A case that hangs on a person and not on a message: K7 and K8."""
    key = hashlib.sha256(f"{kind}\n{contact.label}".encode()).hexdigest()[:10]
    return Case(
        id=key, kind=kind, state="OPEN", turn=turn, awaiting=None, introducer=None, requester=None, helper=None,
        targets=(contact.label,), outcome=None, organisation=None, purpose=purpose,
        messages=(contact.last_message,), duties=duties,
        steps=(Step(contact.last_at, kind, "OPEN", evidence),),
    )  # fmt: skip
