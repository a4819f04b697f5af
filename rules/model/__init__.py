"""The nouns of the domain, frozen: what goes into the rules and what comes out of them.

Addresses are lower case. Datetimes are aware, dates are local days in the owner's zone, clocks
count business days (BD). "me" stands for the owner wherever a duty names who owes it to whom.
"""

from rules.model.cases import (
    Case,
    Draft,
    Duty,
    Evidence,
    Kind,
    Outcome,
    Person,
    Reason,
    Review,
    Section,
    Step,
    Suggestion,
    Thread,
    Tie,
    Turn,
    What,
)
from rules.model.mail import (
    Address,
    Body,
    Header,
    Invitation,
    InvitationMethod,
    Mark,
    Message,
    Span,
    SpanKind,
)
from rules.model.owner import ME, Calendar, ContactType, Decision, Owner, PersonNote, Scope, Verb
from rules.model.refusal import Refusal, Why
from rules.model.signals import Act, Quoted, Reading, Signal

__all__ = [
    "ME",
    "Act",
    "Address",
    "Body",
    "Calendar",
    "Case",
    "ContactType",
    "Decision",
    "Draft",
    "Duty",
    "Evidence",
    "Header",
    "Invitation",
    "InvitationMethod",
    "Kind",
    "Mark",
    "Message",
    "Outcome",
    "Owner",
    "Person",
    "PersonNote",
    "Quoted",
    "Reading",
    "Reason",
    "Refusal",
    "Review",
    "Scope",
    "Section",
    "Signal",
    "Span",
    "SpanKind",
    "Step",
    "Suggestion",
    "Thread",
    "Tie",
    "Turn",
    "Verb",
    "What",
    "Why",
]
