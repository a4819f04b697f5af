"""Settings -> adapters -> jobs: the only place that knows them all.

Each adapter is imported where it is made, so that a command pays only for what it uses.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from rules.model import Message, Owner, Reading, Refusal, Review
from worker.kept import Stamps, stamps
from worker.ports import (
    AddressBook,
    BookProgress,
    Clock,
    ConfigurationError,
    Mailbox,
    MailboxError,
    Outbox,
    SignInNeeded,
    Store,
)
from worker.wiring.adapters import (
    CardDavServer,
    allowance_of,
    book_of,
    drafts_of,
    hands_of,
    mailbox_of,
    outbox_of,
)
from worker.wiring.answering import install_key, listen
from worker.wiring.credentials import sign_ins_of

if TYPE_CHECKING:
    from threading import Event

    from rules.packs import Packs
    from worker.jobs.address_book import Import
    from worker.jobs.answers import Tried
    from worker.jobs.check import Finding
    from worker.jobs.digest import Schedule
    from worker.jobs.health import Standing
    from worker.jobs.issue import Desk
    from worker.jobs.post import Post
    from worker.jobs.report import Progress, ScanReport
    from worker.mailbox.logins import Logins
    from worker.settings import Account, Settings
    from worker.signin import TokenSource


Reader = Callable[[Message, Owner], Reading]


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """This instant, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class StillClock:
    """A clock for a story that is told as of one moment."""

    at: datetime

    def now(self) -> datetime:
        """That moment."""
        return self.at


def reader(own_packs: Path | None = None) -> Reader:
    """How a message is read, with the packs that come along and the owner's own."""
    from rules.reading.signals import read
    from worker.packs import packs

    chosen = packs(own_packs)
    return lambda message, owner: read(message, owner=owner, packs=chosen)


def wire(*, config: Path | None = None, state: Path | None = None, clock: Clock | None = None) -> App:
    """The app as configured: by the file asked for, the one in the state directory, or by custom."""
    from worker.places import as_named, config_for
    from worker.settings import load
    from worker.settings.holidays import public_holidays

    file = config_for(config, state)
    configured = stamps([file.absolute()])  # before it is read: what is written later was not read
    settings, clock = load(file), clock or SystemClock()
    if state:
        store = settings.store.model_copy(update={"directory": state, "url": None})
        settings = settings.model_copy(update={"store": store})
    holidays = public_holidays(settings.owner.country, clock.now().year)
    named = as_named(config and config.absolute(), state and state.absolute())
    return App(file, settings, settings.as_owner(holidays), clock, named=named, configured=configured)


def set_up_demo(state: Path, moment: datetime | None = None) -> App:
    """The app of the demo's mailbox, which is yet to be written; its clock stands still at `moment`."""
    from worker.demo import IDENTITIES, NAME, ZONE
    from worker.settings.local import set_up_local

    mailbox = state / "demo.mbox"
    file = set_up_local(state, mailbox=mailbox, identities=IDENTITIES, name=NAME, time_zone=ZONE)
    wired = wire(config=file, state=state)
    return replace(wired, clock=StillClock(wired.moment(moment)))


@dataclass(frozen=True, slots=True)
class App:
    """One owner's Introloop, made of what the settings say."""

    config: Path
    settings: Settings
    owner: Owner
    clock: Clock
    opening: Callable[[], Store] | None = None  # the store, where somebody else holds its database
    logins: Mapping[str, Logins] = field(default_factory=dict)  # by account, where they are counted
    named: str = ""  # what the line named, as another command has to say it
    configured: Stamps = field(default_factory=dict)  # how the configuration stood when it was read
    key: bytes = field(default=b"", repr=False)  # of the links in digests, where none is kept on disk

    def moment(self, said: datetime | None = None) -> datetime:
        """The moment said, or now, in the owner's zone; without an offset it is meant there."""
        zone = self.owner.calendar.zone
        if said and said.tzinfo is None:
            return said.replace(tzinfo=zone)
        return (said or self.clock.now()).astimezone(zone)

    @property
    def packs(self) -> Packs:
        """The phrase packs that come along, with the owner's own on top."""
        from worker.packs import packs

        return packs(self.settings.packs.directory)

    def store(self) -> Store:
        """The store, open; whoever asks closes it."""
        from worker.store import open_store

        said = self.settings
        return self.opening() if self.opening else open_store(said.database, owner=said.store.owner)

    def at_work(self, doing: str, *, held: int | None = None) -> AbstractContextManager[int | None]:
        """Keep a second process off the state directory; one on a database server alone has none."""
        from worker.lock import at_work

        directory = self.settings.store.directory
        return at_work(directory, doing=doing, held=held) if directory else nullcontext()

    # ── Mail in ─────────────────────────────────────────────────────────────────────────────

    def mailboxes(self) -> tuple[Mailbox, ...]:
        """Every account's mailbox; nothing is connected yet."""
        return tuple(self.mailbox(account) for account in self.settings.accounts)

    def mailbox(self, account: Account) -> Mailbox:
        """One account's mailbox, not yet connected."""
        return mailbox_of(account, state=self.settings.store.directory, logins=self.logins.get(account.name))

    def read(self, message: Message) -> Reading:
        """A message's reading, for this owner."""
        from rules.reading.signals import read

        return read(message, owner=self.owner, packs=self.packs)

    def review(self, store: Store, moment: datetime | None = None) -> Review:
        """The review as of that moment, or of now."""
        from worker.jobs.review import review_at

        return review_at(store, owner=self.owner, packs=self.packs, now=self.moment(moment))

    def refused(self, store: Store, moment: datetime | None = None) -> Sequence[Refusal]:
        """The cases that were considered and not opened, as of that moment, or of now."""
        from worker.jobs.review import refused_at

        return refused_at(store, owner=self.owner, now=self.moment(moment))

    def scan(self, *, progress: Progress, stop: Event | None = None, recent_only: bool = False) -> ScanReport:
        """Read all that is new in every account; of one never read, all or what is recent."""
        from worker.jobs.report import ScanReport
        from worker.jobs.scan import leave_accounts, scan_all
        from worker.secrets import PasswordMissing

        with closing(self.store()) as store, hands_of(self.read, store, self.settings) as reader:
            leave_accounts(store, but=[account.name for account in self.settings.accounts])
            report = scan_all(
                self.mailboxes(),
                store,
                self.read,
                clock=self.clock,
                progress=progress,
                stop=stop,
                recent_only=recent_only,
                reader=reader,
            )
            for account in self.settings.accounts:
                with suppress(MailboxError, PasswordMissing):  # the scan met it first and reported it
                    report += ScanReport(heard=self.listen(account, store))
            return report

    def listen(self, account: Account, store: Store, *, tried: Tried | None = None) -> int:
        """Hear what the owner wrote back into an account; how many letters said something."""
        key = self.key or install_key(self.settings)
        if not key:
            return 0
        mailbox, now = self.mailbox(account), self.moment()
        return listen(
            mailbox, account, store, key=key, owner=self.owner, packs=self.packs, now=now, tried=tried
        )

    def import_books(
        self,
        files: Iterable[Path],
        *,
        form: str = "",
        server: CardDavServer | None = None,
        dry: bool = False,
        told: BookProgress,
    ) -> Import:
        """Take in address books: files, and what a CardDAV server has."""
        from worker.contacts.files import BookFile
        from worker.jobs.address_book import import_books

        books: list[AddressBook] = [BookFile(path, form) for path in files]
        books += [book_of(server)] if server else []
        with closing(self.store()) as store:
            return import_books(books, store, owner=self.owner, told=told, dry=dry)

    # ── Mail out ────────────────────────────────────────────────────────────────────────────

    def outbox(self) -> Outbox:
        """The way out; raises ConfigurationError where none is set."""
        if self.settings.smtp is None:
            raise ConfigurationError(
                f"{self.config} has no [smtp]: there is no way to send mail",
                advice="Add [smtp] with its host; introloop digest prints the digest without it.",
            )
        return outbox_of(self.settings.smtp, self.owner, state=self.settings.store.directory)

    def desk(self, store: Store) -> Desk:
        """Where issues of the digest are written."""
        from worker.digest import MailProgram
        from worker.jobs.issue import Desk

        to = self.settings.digest.to
        sender = self.settings.smtp.sender if self.settings.smtp else to
        program, account = MailProgram(self.settings.digest.mail_program), self.settings.accounts[0].user
        return Desk(
            store,
            self.owner,
            self.packs,
            sender=sender,
            to=to,
            program=program,
            account=account or "",
            key=self.key or install_key(self.settings),
            where=self.named,
        )

    def post(self, store: Store) -> Post:
        """What sends them."""
        from worker.jobs.post import OnDoubt, Post

        by = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"  # containers share the first two
        said = self.settings.digest
        return Post(
            desk=self.desk(store),
            outbox=self.outbox(),
            clock=self.clock,
            by=by,
            mailboxes=self.letterboxes(),
            on_doubt=OnDoubt(said.on_doubt),
            html=said.html,
        )

    def letterboxes(self) -> tuple[Mailbox, ...]:
        """Where a mail to the owner arrives: the account of that address, or any where none has its name."""
        accounts, to = self.settings.accounts, self.settings.digest.to
        named = [account for account in accounts if account.user.lower() == to and not account.path]
        return tuple(self.mailbox(account) for account in named or accounts)

    @property
    def drafts_account(self) -> Account | None:
        """Where drafts are laid, if at all: in the account of the digest's address, else in any."""
        on_servers = [account for account in self.settings.accounts if not account.path]
        named = [account for account in on_servers if account.user.lower() == self.settings.digest.to]
        return next(iter((*named, *on_servers)), None) if self.settings.drafts.mailbox else None

    def lay_drafts(self, account: Account, store: Store) -> Mapping[str, int]:
        """Lay what the owner owes into that account's Drafts, and take away what they owe no longer."""
        from worker.jobs.drafts import Layout, lay_out

        drafts = drafts_of(account, state=self.settings.store.directory, logins=self.logins.get(account.name))
        sender = self.settings.smtp.sender if self.settings.smtp else self.settings.digest.to
        layout = Layout(drafts, store, self.owner, sender, self.moment())
        return lay_out(self.review(store), layout)

    def schedule(self) -> Schedule:
        """When the weekly digest is due."""
        from worker.jobs.digest import Schedule

        due = self.settings.digest
        return Schedule(due.weekday_number, due.hour.hour, due.hour.minute)

    # ── Looking after itself ────────────────────────────────────────────────────────────────

    def sign_ins(self, *, port: int = 0) -> tuple[TokenSource, ...]:
        """Every sign-in that the settings ask for; `port` is where a browser comes back to, 0 any."""
        return tuple(sign_ins_of(self.settings, port=port))

    def sign_ins_needed(self) -> tuple[SignInNeeded, ...]:
        """Those for which a person is needed, as far as is known without asking anybody."""
        return tuple(needed for source in self.sign_ins() if (needed := source.needed()))

    def standing(self, store: Store) -> Standing:
        """How Introloop stands, for a judgement at any hour."""
        from worker.jobs.health import standing

        now, signing_in = self.moment(), self.sign_ins_needed()
        return standing(store, now=now, owner=self.owner, sign_ins=signing_in, allowance=self._allowance)

    def resting(self, store: Store) -> tuple[str, ...]:
        """A sentence for each account whose older mail waits for tomorrow."""
        from worker.jobs.budget import spent
        from worker.jobs.health import resting

        return resting(spent(store, self._allowance), now=self.moment())

    def _allowance(self, name: str) -> int:
        """How many bytes an account may read in a day, 0 any."""
        return next((allowance_of(one) for one in self.settings.accounts if one.name == name), 0)

    def check(self) -> tuple[Finding, ...]:
        """Try every part once."""
        from worker.jobs.check import check

        outbox = self.outbox() if self.settings.smtp else None
        return check(self.mailboxes(), outbox=outbox, store=self.store, where=str(self.settings.database))
