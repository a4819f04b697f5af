"""K7 update: while a search is active, everyone who helped hears from me (DOMAIN.md section 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from rules.due import in_words, local_day
from rules.kinds.clockwork import Clockwork
from rules.kinds.standing import standing_case
from rules.matter import Contact
from rules.model import ME, Case, ContactType, Duty, Evidence, Kind, Owner, Turn, What

HELPED = frozenset({"MADE", "TARGET_WROTE", "RECEIVED"})  # states that show that somebody did help


def updates(
    cases: Sequence[Case], contacts: Mapping[str, Contact], *, owner: Owner, now: datetime
) -> Iterator[Case]:
    """One case for each helper of the last 12 months; none where a report to them tells it anyway."""
    if not owner.searching and owner.landed is None:
        return
    clocks, today = Clockwork(owner), local_day(now, owner.calendar)
    told = {d.to for case in cases for d in case.duties if (d.owner, d.what) == (ME, What.REPORT)}
    reported = {contacts[label].label for label in told if label in contacts}
    for label, helped in sorted(_helpers(cases, contacts, clocks, today).items()):
        if label not in reported and (case := _case(contacts[label], helped, clocks, today)):
            yield case


def _helpers(
    cases: Iterable[Case], contacts: Mapping[str, Contact], clocks: Clockwork, today: date
) -> Mapping[str, list[Evidence]]:
    """Who helped, with the evidence of each time: made an introduction for me, or did me a favour."""
    since = today - timedelta(days=clocks.number("k7.helped.months") * 365 // 12)
    found: dict[str, list[Evidence]] = defaultdict(list)
    for case in cases:
        who = case.introducer if case.kind is Kind.MADE_FOR_ME else case.helper
        step = next((s for s in case.steps if s.state in HELPED), None)
        if who and who in contacts and step and local_day(step.at, clocks.owner.calendar) >= since:
            found[contacts[who].label].append(step.evidence)
    return found


def _case(contact: Contact, helped: list[Evidence], clocks: Clockwork, today: date) -> Case | None:
    """Due by the clock that runs from my last mail to them; once I have landed, from that day."""
    landed, last = clocks.owner.landed, contact.last_sent or today
    if landed and last > landed:
        return None  # they have heard it
    often = len(helped) > 1 or contact.contact_type is ContactType.REFERENCE
    name = "k7.landed" if landed else "k7.often" if often else "k7.others"
    since = landed or last
    due, n = clocks.after(since, name), clocks.number(name)
    times = "once" if len(helped) == 1 else f"{len(helped)} times"
    event = "you landed" if landed else "your last mail to them"
    why = f"Due {in_words(due)}: {n} business days after {event} on {in_words(since)}; they helped {times}."
    duty = Duty(What.UPDATE, ME, contact.label, since, due, today > due, False, helped[-1], why)
    turn = Turn.ME if due <= today else Turn.NOBODY
    return standing_case(Kind.UPDATE, contact, evidence=helped[-1], turn=turn, duties=(duty,))
