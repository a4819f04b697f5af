"""K8 reconnect: a reason to write to somebody long not heard of; no duty, lowest rank (DOMAIN.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from rules.due import in_words, local_day
from rules.kinds.clockwork import Clockwork
from rules.kinds.update import standing_case
from rules.matter import Contact
from rules.model import ME, Case, ContactType, Evidence, Kind, Owner, Turn

_CLOCKS = {
    ContactType.FRIEND: "k8.friend.days",
    ContactType.REFERENCE: "k8.reference.days",
    ContactType.SOCIAL: "k8.social.days",
    ContactType.OTHER: "k8.other.days",
}


def reconnects(
    cases: Iterable[Case], contacts: Mapping[str, Contact], *, owner: Owner, now: datetime
) -> Iterator[Case]:
    """People whose type the owner has told, silent for as long as their type allows, and with no open case."""
    clocks, today = Clockwork(owner), local_day(now, owner.calendar)
    busy = {
        label
        for case in cases
        if case.turn is not Turn.CLOSED
        for label in (
            case.introducer,
            case.requester,
            case.helper,
            *case.targets,
            *(d.to for d in case.duties),
        )
        if label and label != ME
    }
    for label, contact in sorted(contacts.items()):
        if contact.contact_type and label not in busy and contact.unanswered < clocks.number("k8.silent"):
            last = contact.last_at.astimezone(clocks.owner.calendar.zone).date()
            if (today - last).days > clocks.number(_CLOCKS[contact.contact_type]):
                purpose = f"last mail {in_words(last, beside=today)}"
                evidence = Evidence(contact.last_message, purpose, "k8.silence")
                yield standing_case(contact, Kind.RECONNECT, Turn.NOBODY, (), evidence, purpose)
