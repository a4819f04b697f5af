"""What mail and notes show of each mailbox: names, days, counts, and who stood beside whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from rules.model import Address, Header, Mark, Owner, PersonNote
from rules.who.addresses import canonical, is_role_address
from rules.who.names import NameKey, human_name, is_assistants, is_via, name_key

_WRITTEN_BY_MACHINES = frozenset(
    {Mark.AUTO_GENERATED, Mark.BULK, Mark.REPORT, Mark.NO_REPLY, Mark.APPLICATION, Mark.OWN_DIGEST}
)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Trace:
    """One mailbox, or one human whom a note names without an address."""

    mailbox: str
    addresses: dict[str, datetime] = field(default_factory=dict)  # when first seen
    names: Counter[str] = field(default_factory=Counter)
    keys: Counter[NameKey] = field(default_factory=Counter)  # full names that are evidence of who it is
    signed: tuple[datetime, str] | None = None  # the newest organisation of a signature
    received: list[str] = field(default_factory=list)  # ids of human mail from them to the owner
    sent: list[str] = field(default_factory=list)  # ids of the owner's mail to them
    last: datetime | None = None
    notes: list[PersonNote] = field(default_factory=list)

    @property
    def first(self) -> datetime:
        """When it was first seen; NEVER where only a note knows it."""
        return min(self.addresses.values(), default=NEVER)

    @property
    def spellings(self) -> list[str]:
        """Its addresses, the one seen first before the others; the name of somebody without any."""
        return sorted(self.addresses, key=lambda a: (self.addresses[a], a)) or [self.mailbox]

    def see(self, address: str, at: datetime) -> None:
        """Notes that it stood on a mail of that instant."""
        first = self.addresses.get(address)
        if first is None or at < first:
            self.addresses[address] = at
        if self.last is None or at > self.last:
            self.last = at


class _Shown(NamedTuple):
    """What one entry of a header line shows."""

    box: str
    address: str
    is_address: bool
    name: str  # "" where it is nobody's own
    key: NameKey | None  # of a full name that is evidence of who it is


def _shown(who: Address) -> _Shown:
    written_for = is_via(who.name) or is_assistants(who.name)
    name = "" if written_for else human_name(who)
    key = None if is_role_address(who.email) else name_key(name)
    return _Shown(canonical(who.email), who.email.lower(), "@" in who.email, name, key)


class Traces:
    """The traces of everybody but the owner."""

    def __init__(self, owner: Owner) -> None:
        self.by_mailbox: dict[str, Trace] = {}
        self.tied: list[list[str]] = []  # mailboxes a note holds together
        self.beside: list[dict[str, NameKey]] = []  # mailboxes of one message, under the names shown there
        self._mine = frozenset(map(canonical, owner.addresses))
        self._shown: dict[Address, _Shown] = {}  # a few people stand on most lines
        self._read: set[str] = set()

    def read(self, header: Header, organisation: str) -> None:
        """Takes in one message; a second copy of it changes nothing."""
        if header.message_id in self._read:
            return
        self._read.add(header.message_id)
        by_hand = not header.marks & _WRITTEN_BY_MACHINES
        shown = [self._see(header.sender, header.date, evidence=by_hand)]
        shown += [self._see(address, header.date) for address in _recipients(header)]
        if len(beside := dict(filter(None, shown))) > 1:
            self.beside.append(beside)
        if not header.marks:
            self._count(header)
        if organisation and (sender := self.by_mailbox.get(canonical(header.sender.email))):
            sender.signed = max((header.date, organisation), sender.signed or (header.date, ""))

    def note(self, note: PersonNote) -> None:
        """Takes in what the owner says: its addresses are one human; without any it stands for its name.

        A name in a book without an address is evidence of no mailbox (rule 14): it may be another Ann Lee.
        """
        if note.from_book and not note.addresses:
            return
        boxes = {canonical(address): address.lower() for address in note.addresses}
        boxes = {box: address for box, address in boxes.items() if box not in self._mine}
        for box, address in boxes.items():
            self._trace(box).addresses.setdefault(address, NEVER)
        names = [] if note.addresses else [note.name]
        for box in (*boxes, *names):
            self._trace(box).notes.append(note)
        self.tied.append([*boxes, *names])

    def knows(self, box: str) -> bool:
        """Whether there is somebody to speak of: an address not the owner's, a name in a note."""
        if "@" in box and box not in self._mine and box not in self.by_mailbox:
            self._trace(box).addresses[box] = NEVER
        return box in self.by_mailbox

    def _trace(self, box: str) -> Trace:
        trace = self.by_mailbox.get(box)
        if trace is None:
            trace = self.by_mailbox[box] = Trace(box)
        return trace

    def _see(self, who: Address, at: datetime, *, evidence: bool = True) -> tuple[str, NameKey] | None:
        """Notes an address of a message; the mailbox and full name shown, where they are evidence."""
        shown = self._shown.get(who) or self._shown.setdefault(who, _shown(who))
        if shown.box in self._mine or not shown.is_address:
            return None
        trace = self._trace(shown.box)
        trace.see(shown.address, at)
        if not shown.name:
            return None
        trace.names[shown.name] += 1
        if not shown.key or not evidence:
            return None
        trace.keys[shown.key] += 1
        return shown.box, shown.key

    def _count(self, header: Header) -> None:
        """Notes a human mail between the owner and another side."""
        sender = canonical(header.sender.email)
        others = {canonical(address.email) for address in _recipients(header)}
        if sender in self._mine:
            for trace in filter(None, map(self.by_mailbox.get, others)):
                trace.sent.append(header.message_id)
        elif sender in self.by_mailbox and self._reaches_owner(header, others):
            self.by_mailbox[sender].received.append(header.message_id)

    def _reaches_owner(self, header: Header, others: set[str]) -> bool:
        """Whether the owner is addressed, by delivery where they stood on Bcc, or nobody is shown at all."""
        delivered = set(map(canonical, header.delivered_to))
        return not others or bool((others | delivered) & self._mine)


def _recipients(header: Header) -> tuple[Address, ...]:
    return header.to + header.cc + header.bcc
