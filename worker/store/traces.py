"""How one human shows in what is held, and what is left of it when they are forgotten. Pure.

`forget` and `export` share it: exported is what forgetting would delete or rewrite. The policy:

- A message from the person, to nobody else, or a bounce of mail to them alone goes whole. From a message
  with others they are taken out: their address, the words they wrote, their invitation, their name.
- Addresses and full names go wherever they stand. A single word of a name goes everywhere where it is
  theirs alone (nobody else is called so, it is no word of the language), else only in their threads.
- A sentence that introduces them, or asks or promises to, goes: of what is left of it a case would be made
  about whatever else it names. It stays where it introduces somebody else on that mail too.
- The ids of messages that went are replaced by random ones in the messages that answered them, so that
  the rest of a thread stays together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b

from rules.model import (
    Act,
    Address,
    Decision,
    Header,
    Invitation,
    PersonNote,
    Quoted,
    Reading,
    Scope,
    Signal,
)
from rules.reading.mentions import is_called
from rules.who.addresses import canonical
from rules.who.names import fold

GAP = "…"  # stands where a name stood
_WORD = re.compile(r"\w+")
_BRINGS_TOGETHER = frozenset(
    {
        Act.INTRODUCES,
        Act.ASKS_FOR_INTRODUCTION,
        Act.PROMISES_INTRODUCTION,
        Act.OPT_IN_QUESTION,
        Act.REDIRECTS,
        Act.REPLIES_TO_INTRODUCTION,
    }
)


@dataclass(frozen=True, slots=True)
class Traces:
    """The addresses and names of one human, and which messages are theirs."""

    addresses: frozenset[str]
    names: frozenset[str]  # as written in full, without case
    everywhere: re.Pattern[str]
    nearby: re.Pattern[str]  # in their threads: any word of their names too
    called: re.Pattern[str]  # there, where nothing but names stands: in any case
    salt: bytes  # random: makes the new ids of messages that went
    gone: frozenset[str] = frozenset()  # ids of messages that are theirs alone
    threads: frozenset[str] = frozenset()  # ids of messages they stand in
    alone: frozenset[str] = frozenset()  # mailboxes split off others: no note that holds more is about them
    mine: frozenset[str] = frozenset()  # the owner's addresses

    def without(self, reading: Reading) -> Reading | None:
        """What is left of a reading without the person; None where it is theirs alone."""
        header = reading.header
        if header.message_id in self.gone:
            return None
        related = {header.message_id, *header.in_reply_to, *header.references}
        apart = related.isdisjoint(self.threads)
        cut = _Cut(self, *((self.everywhere, self.everywhere) if apart else (self.nearby, self.called)))
        return replace(
            reading,
            header=cut.header(header),
            signals=tuple(
                cut.signal(s) for s in reading.signals if not (self.wrote(s) or cut.introduced(s, reading))
            ),
            greeted=cut.names(reading.greeted),
            names=cut.names(reading.names),
            organisation=cut.text(reading.organisation),
            invitation=reading.invitation and cut.invitation(reading.invitation),
            failed=tuple(a for a in reading.failed if a not in self.addresses),
            quoted=tuple(map(cut.quoted, reading.quoted)),
        )

    def wrote(self, signal: Signal) -> bool:
        """Whether the words are the person's own, quoted by somebody else."""
        return signal.writer is not None and signal.writer.email in self.addresses

    def without_decision(self, said: Decision) -> Decision | None:
        """What is left of a decision; None where it is about the person or a message that went.

        What was said of a list is about neither: it stays, whoever wrote the mail it was said at.
        """
        named = {said.who.casefold(), said.other.casefold()}
        hangs_on_theirs = said.message_id in self.gone and said.scope is not Scope.LIST
        if hangs_on_theirs or not named.isdisjoint(self.addresses | self.names):
            return None
        scrub, message_id = self.scrubbed, self.alias(said.message_id)
        return replace(
            said, message_id=message_id, who=scrub(said.who), note=scrub(said.note), other=scrub(said.other)
        )

    def without_note(self, said: PersonNote) -> PersonNote | None:
        """What is left of a note about somebody; None where it is about the person.

        Where it holds addresses of others too, the owner has split those off, or the person.
        """
        about = [a for a in said.addresses if canonical(a) not in self.alone] or said.addresses
        named = not said.addresses and said.name.casefold() in self.names
        if named or (about and self.addresses.issuperset(about)):
            return None
        scrub = self.scrubbed
        return replace(
            said,
            addresses=tuple(address for address in said.addresses if address not in self.addresses),
            name=scrub(said.name),
            organisation=scrub(said.organisation),
            note=scrub(said.note),
            position=scrub(said.position),
            inside=tuple(map(scrub, said.inside)),
        )

    def scrubbed(self, text: str) -> str:
        """A text without the person's addresses and names."""
        return self.everywhere.sub(GAP, text)

    def shown(self, reading: Reading) -> bool:
        """Whether the person stands in a reading: a mere answer to a message of theirs does not count."""
        theirs = reading.header.message_id in self.gone
        return theirs or replace(self, gone=frozenset()).without(reading) != reading

    def alias(self, message_id: str) -> str:
        """The id itself, or a random one where it is that of a message of theirs."""
        if message_id not in self.gone and not holds(message_id, self.addresses):
            return message_id
        mark = blake2b(message_id.encode("utf-8", "replace"), key=self.salt, digest_size=8)
        return f"<{mark.hexdigest()}@forgotten.invalid>"


@dataclass(frozen=True, slots=True)
class _Cut:
    """The pair of scissors for one message."""

    traces: Traces
    pattern: re.Pattern[str]
    called: re.Pattern[str]

    def text(self, text: str) -> str:
        return self.pattern.sub(GAP, text)

    def names(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if not self.called.search(name))

    def introduced(self, signal: Signal, reading: Reading) -> bool:
        """Whether the sentence brings the person together with the owner or somebody, and nobody else."""
        if signal.act not in _BRINGS_TOGETHER:
            return False
        header, theirs = reading.header, self.traces.addresses
        present = signal.act is Act.INTRODUCES and any(a.email in theirs for a in _recipients(header))
        named = any(map(self.pattern.search, (signal.sentence, *signal.names)))
        return (present or named) and not self._introduces_another(signal, reading)

    def _introduces_another(self, signal: Signal, reading: Reading) -> bool:
        """Whether somebody beside the person, the owner and the writer is on the mail and spoken of."""
        header = reading.header
        writer = signal.writer or header.sender
        known = {header.sender.email, writer.email, *self.traces.mine, *self.traces.addresses}
        others = [a for a in _recipients(header) if a.email not in known]
        said = _WORD.findall(fold(" ".join((signal.sentence, *reading.greeted, *reading.names))))
        if writer.email in self.traces.mine and len({a.email for a in others}) < 2:
            return False  # the owner introduces two: one alone is not brought together with anybody
        return any(is_called(a, word) for a in others for word in said)

    def address(self, address: Address) -> Address:
        return Address(address.email, self.traces.scrubbed(address.name))

    def addresses(self, addresses: Iterable[Address]) -> tuple[Address, ...]:
        return tuple(self.address(a) for a in addresses if a.email not in self.traces.addresses)

    def header(self, header: Header) -> Header:
        alias = self.traces.alias
        return replace(
            header,
            sender=self.address(header.sender),
            to=self.addresses(header.to),
            cc=self.addresses(header.cc),
            bcc=self.addresses(header.bcc),
            reply_to=self.addresses(header.reply_to),
            delivered_to=tuple(a for a in header.delivered_to if a not in self.traces.addresses),
            subject=self.text(header.subject),
            in_reply_to=tuple(alias(i) for i in header.in_reply_to),
            references=tuple(alias(i) for i in header.references),
            thread_key=self.traces.scrubbed(header.thread_key),
            thread_topic=self.text(header.thread_topic),
            list_id=self.traces.scrubbed(header.list_id),
        )

    def signal(self, signal: Signal) -> Signal:
        return replace(
            signal,
            sentence=self.text(signal.sentence),
            names=self.names(signal.names),
            writer=signal.writer and self.address(signal.writer),
        )

    def quoted(self, quoted: Quoted) -> Quoted:
        """The minute and the subject stay: they hold the rest of a thread together."""
        writer = quoted.writer and self.address(quoted.writer)
        if writer and writer.email in self.traces.addresses:
            writer = None
        return replace(quoted, writer=writer, subject=self.text(quoted.subject))

    def invitation(self, invitation: Invitation) -> Invitation | None:
        theirs = self.traces.addresses
        if invitation.organizer in theirs:
            return None
        return replace(
            invitation,
            uid=self.traces.alias(invitation.uid),
            attendees=tuple(pair for pair in invitation.attendees if pair[0] not in theirs),
        )


def _recipients(header: Header) -> tuple[Address, ...]:
    return (*header.to, *header.cc, *header.bcc)


def holds(message_id: str, addresses: frozenset[str]) -> bool:
    """Whether an id has one of the addresses in it, as some mail programs make them."""
    low = message_id.casefold()
    return any(address in low for address in addresses if "@" in address)
