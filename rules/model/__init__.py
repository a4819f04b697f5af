"""The nouns of the domain, frozen: what goes into the rules and what comes out of them.

Addresses are lower case. Datetimes are aware, dates are local days in the owner's zone, clocks
count business days (BD). "me" stands for the owner wherever a duty names who owes it to whom.
"""

from rules.model.advice import (
    Advice,
    AskLoad,
    Finding,
    Help,
    Path,
    Paths,
    Rapport,
    Remark,
    Topic,
)
from rules.model.cases import (
    Case,
    Draft,
    Duty,
    Evidence,
    Kind,
    Outcome,
    Person,
    Reason,
    Section,
    Step,
    Suggestion,
    Thread,
    Tie,
    Turn,
    What,
)
from rules.model.endorsement import Answer, Element
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
from rules.model.review import Review
from rules.model.signals import Act, Quoted, Reading, Signal

__all__ = [
    "ME",
    "Act",
    "Address",
    "Advice",
    "Answer",
    "AskLoad",
    "Body",
    "Calendar",
    "Case",
    "ContactType",
    "Decision",
    "Draft",
    "Duty",
    "Element",
    "Evidence",
    "Finding",
    "Header",
    "Help",
    "Invitation",
    "InvitationMethod",
    "Kind",
    "Mark",
    "Message",
    "Outcome",
    "Owner",
    "Path",
    "Paths",
    "Person",
    "PersonNote",
    "Quoted",
    "Rapport",
    "Reading",
    "Reason",
    "Refusal",
    "Remark",
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
    "Topic",
    "Turn",
    "Verb",
    "What",
    "Why",
]
