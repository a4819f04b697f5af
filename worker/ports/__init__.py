"""What the jobs need of the outside world, as protocols, with the errors each may raise.

Every adapter turns foreign errors into one of these, `from error`. An error's text names a host, a
folder or a setting, and never a secret, a body or a person; `advice` says what to do next;
`transient` says whether trying again, unchanged, can help.
"""

from worker.ports.errors import ConfigurationError, IntroloopError
from worker.ports.mailbox import (
    AuthenticationRefused,
    Bookmark,
    CertificateRefused,
    Folder,
    FolderRole,
    FolderState,
    FolderUnreadable,
    Mailbox,
    MailboxError,
    MessageUnreadable,
    NoSentFolder,
    RawHeader,
    RawMail,
    Throttled,
    Unreachable,
)
from worker.ports.outbox import (
    Clock,
    InDoubt,
    NotTheOwner,
    Outbox,
    OutboxAuthenticationRefused,
    OutboxError,
    OutboxRefused,
    OutboxUnreachable,
)
from worker.ports.store import (
    Batch,
    Coverage,
    FolderCoverage,
    Phase,
    Planned,
    Quarantined,
    Sighting,
    Store,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreTooNew,
)

__all__ = [
    "AuthenticationRefused",
    "Batch",
    "Bookmark",
    "CertificateRefused",
    "Clock",
    "ConfigurationError",
    "Coverage",
    "Folder",
    "FolderCoverage",
    "FolderRole",
    "FolderState",
    "FolderUnreadable",
    "InDoubt",
    "IntroloopError",
    "Mailbox",
    "MailboxError",
    "MessageUnreadable",
    "NoSentFolder",
    "NotTheOwner",
    "Outbox",
    "OutboxAuthenticationRefused",
    "OutboxError",
    "OutboxRefused",
    "OutboxUnreachable",
    "Phase",
    "Planned",
    "Quarantined",
    "RawHeader",
    "RawMail",
    "Sighting",
    "Store",
    "StoreBusy",
    "StoreError",
    "StoreFull",
    "StoreTooNew",
    "Throttled",
    "Unreachable",
]
