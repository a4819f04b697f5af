"""An owner who got a digest on Monday, and writes back: mailbox, store and digest as they really are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from rules.model import Decision, Message, Owner, Reading, Review
from rules.reading import signals
from tests.builders import STOCKHOLM, mail, owner, when
from tests.doubles.clock import SetClock
from tests.doubles.mailbox import MemoryMailbox
from tests.doubles.store import MemoryStore
from tests.worker.jobs.scans import scanned
from worker.answers.judge import Trust
from worker.digest import WEEKLY, Digest, Issue, items_of, to_email
from worker.digest.token import line_of, token
from worker.jobs.answers import Ear, listen
from worker.jobs.issue import Desk
from worker.jobs.review import review_with
from worker.packs import packs
from worker.ports import Phase, Planned, Store

ME = "mara@lindqvist.example"
MARA = f"Mara Lindqvist <{ME}>"
KEY = bytes(range(32))
SERVER = "mx.lindqvist.example"
VOUCHED = f"{SERVER}; dkim=pass header.d=lindqvist.example; dmarc=pass header.from=lindqvist.example"

PAIRS = (
    ("Ines Carvalho <ines@harbour.example>", "Tomas Ruud <tomas@nordvik.example>"),
    ("Paul Weber <paul@weber.example>", "Dana Okoye <dana@okoye.example>"),
    ("Sara Klein <sara@klein.example>", "Noor Haddad <noor@atlas.example>"),
)


@dataclass
class Home:
    """Three people were introduced on Friday; the digest of Monday has each under a number."""

    store: Store = field(default_factory=MemoryStore)
    mailbox: MemoryMailbox = field(default_factory=lambda: MemoryMailbox("home"))
    clock: SetClock = field(default_factory=lambda: SetClock(when("Mon 2026-11-16 09:00")))
    owner: Owner = field(default_factory=lambda: owner(MARA))
    trust: Trust = field(default_factory=lambda: Trust(frozenset({ME}), KEY, SERVER, STOCKHOLM))

    def __post_init__(self) -> None:
        for introducer, target in PAIRS:
            first = target.partition(" ")[0]
            self.mailbox.put(
                mail(
                    introducer,
                    f"Mara, meet {first}, whom I told you about. {first}, meet Mara. Over to you two!",
                    on="Fri 2026-11-13 10:00",
                    to=[MARA, target],
                    subject=f"Mara, meet {first}",
                ).content
            )
        self.scan()

    # ── What happens ──

    def scan(self) -> None:
        def read(message: Message) -> Reading:
            return signals.read(message, owner=self.owner, packs=packs())

        scanned(self.mailbox, self.store, read=read)

    def digest(self, period: str = "2026-W47") -> Planned:
        """The digest of now, planned, frozen and sent."""
        issue, digest = self.issue(period)
        content = to_email(digest, issue).as_bytes()
        now = self.clock.now()
        self.store.plan(Planned(WEEKLY, period, issue.message_id, content, now))
        planned = self.store.planned(WEEKLY, period)
        assert planned
        self.store.settle(planned, Phase.SENT, at=now)
        return planned

    def issue(self, period: str = "2026-W48", *, kind: str = WEEKLY) -> tuple[Issue, Digest]:
        desk = Desk(self.store, self.owner, packs(), sender=ME, to=ME, key=KEY)
        issue = desk.issue(kind, period, now=self.clock.now(), due=self.clock.now())
        digest = desk.write(issue)
        assert digest
        return issue, digest

    def deliver(self, content: bytes, *folders: str) -> None:
        """The mail arrives in the folders, and is scanned."""
        self.mailbox.arrived = self.clock.now()
        for folder in folders or ("INBOX", "Sent"):
            self.mailbox.put(content, folder=folder)
        self.scan()

    def listen(self) -> int:
        return listen(self.mailbox, self.ear())

    def ear(self) -> Ear:
        now = self.clock.now()

        def review(also: Sequence[Decision]) -> Review:
            return review_with(self.store, also, owner=self.owner, packs=packs(), now=now)

        return Ear(self.store, self.owner, self.trust, review, now)

    def hears(self, content: bytes, *folders: str) -> int:
        self.clock.forward(hours=1)
        self.deliver(content, *folders)
        return self.listen()

    # ── What came of it ──

    @property
    def verbs(self) -> list[str]:
        return [decision.verb.value for decision in self.store.decisions()]

    def said(self) -> list[tuple[str, str]]:
        """What was heard, and why it was not done."""
        return [(line.said, line.why) for heard in self.store.heard() for line in heard.lines]

    def notes(self) -> tuple[str, ...]:
        """What the next digest tells of it."""
        self.clock.forward(days=7)
        return self.issue()[0].notes


def reply(
    digest: Planned,
    text: str = "done 2",
    *,
    at: datetime | None = None,
    message_id: str = "<reply@lindqvist.example>",
    html: str = "",
    headers: Mapping[str, str | None] | None = None,
) -> bytes:
    """A reply to a digest as a plain mail program writes it; a header of None is left out."""
    said = EmailMessage()
    fields: dict[str, str | None] = {
        "From": MARA,
        "To": ME,
        "Subject": "Re: 3 loops to close",
        "Date": format_datetime(at or when("Mon 2026-11-16 10:00")),
        "Message-ID": message_id,
        "In-Reply-To": digest.message_id,
        "References": digest.message_id,
    }
    for name, value in (fields | dict(headers or {})).items():
        if value is not None:
            said[name] = value
    if html:
        said.set_content(html, subtype="html")
    else:
        said.set_content(
            f"{text}\n\nOn Mon, 16 Nov 2026 at 09:00, Introloop <{ME}> wrote:\n> 1. Write to Tomas\n"
        )
    return said.as_bytes()


def code(digest: Planned, item: int, verb: str, *, key: bytes = KEY) -> str:
    """The line of code that a link of the digest carries."""
    return line_of(token(key, digest.message_id, item, verb))


def number_of(digest: Planned, case_id: str) -> int:
    return next(item.number for item in items_of(digest.content) if item.case_id == case_id)
