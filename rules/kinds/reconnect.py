"""K8 reconnect: a reason to write to somebody long silent; no duty, lowest rank (DOMAIN.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from rules.due import clock, in_words, local_day
from rules.kinds.standing import standing_case
from rules.matter import Contact
from rules.model import Case, ContactType, Evidence, Kind, Owner, Turn

_DAYS = {
    ContactType.FRIEND: "k8.friend.days",
    ContactType.REFERENCE: "k8.reference.days",
    ContactType.SOCIAL: "k8.social.days",
    ContactType.OTHER: "k8.other.days",
}


def reconnects(
    cases: Iterable[Case], contacts: Mapping[str, Contact], *, owner: Owner, now: datetime
) -> Iterator[Case]:
    """People whose type the owner has told, silent for as long as it allows, and with no open case."""
    today = local_day(now, owner.calendar)
    busy = {contacts[label].label for label in _at_work(cases) if label and label in contacts}
    known = {contact.label: contact for contact in contacts.values()}
    for label, contact in sorted(known.items()):
        silent = contact.unanswered >= clock(owner, "k8.silent")
        if contact.contact_type is None or label in busy or silent:
            continue
        last = local_day(contact.last_at, owner.calendar)
        if (today - last).days > clock(owner, _DAYS[contact.contact_type]):
            purpose = f"last mail {in_words(last, beside=today)}"
            evidence = Evidence(contact.last_message, purpose, "k8.silence")
            yield standing_case(Kind.RECONNECT, contact, evidence=evidence, purpose=purpose)


def _at_work(cases: Iterable[Case]) -> Iterator[str | None]:
    """Everybody in a case that is open."""
    for case in cases:
        if case.turn is not Turn.CLOSED:
            yield from (case.introducer, case.requester, case.helper, *case.targets)
            yield from (duty.to for duty in case.duties)
