"""One step of a scan: headers, and the texts of those that matter, to one batch of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rules.model import Header, Mark, Message, Reading
from rules.reading.signals import matters
from worker.mime import read_header, read_message
from worker.ports import (
    Batch,
    Bookmark,
    FolderCoverage,
    Mailbox,
    Quarantined,
    RawHeader,
    RawMail,
    Sighting,
    Store,
)

Read = Callable[[Message], Reading]
"""How a message is read: rules.reading.signals.read for one owner, with packs already chosen."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folder a step reads: account, folder and its UIDVALIDITY."""

    account: str
    folder: str
    uidvalidity: int

    def bookmark(self, uid: int) -> Bookmark:
        """Read up to and with `uid`."""
        return Bookmark(self.account, self.folder, self.uidvalidity, uid)

    def quarantined(self, uid: int, reason: str) -> Quarantined:
        """A message of this folder that could not be read."""
        return Quarantined(self.account, self.folder, self.uidvalidity, uid, reason)

    def holds(self, lost: Quarantined) -> bool:
        """Whether a quarantined message lies here."""
        return (lost.account, lost.folder, lost.uidvalidity) == (self.account, self.folder, self.uidvalidity)

    def covers(self, folder: FolderCoverage) -> bool:
        """Whether that is what is known of this folder."""
        return (folder.account, folder.folder) == (self.account, self.folder)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step found, and how many messages it looked at."""

    batch: Batch
    looked_at: int


Found = Sighting | Quarantined


def take_step(place: Place, raw: Sequence[RawHeader], *, mailbox: Mailbox, store: Store, read: Read) -> Step:
    """Read one run of headers and the texts behind them; no message can stop it (invariant 5)."""
    heads, lost = _headers(place, raw)
    kept = {uid: header for uid, header in heads.items() if _is_kept(header)}
    held = dict(zip(kept, store.holds(tuple(kept.values())), strict=True))
    # Seen before, in another folder or under another UIDVALIDITY, or our own digest: where it lies is
    # new, what it says is not, so its text is not fetched.
    again = {uid: header for uid, header in kept.items() if held[uid] or _is_ours(header)}
    new = {uid: header for uid, header in kept.items() if uid not in again}
    found = [*lost, *_texts(place, new, arrived={r.uid: r for r in raw}, mailbox=mailbox, read=read)]
    batch = Batch(
        bookmark=place.bookmark(raw[-1].uid),
        sightings=(
            *(Sighting(uid, Reading(header)) for uid, header in again.items()),
            *(one for one in found if isinstance(one, Sighting)),
        ),
        quarantined=tuple(one for one in found if isinstance(one, Quarantined)),
        skipped=len(heads) - len(kept),
    )
    return Step(batch, len(raw))


def take_again(place: Place, uids: Sequence[int], *, mailbox: Mailbox, store: Store, read: Read) -> Step:
    """Try anew what could not be read. What has gone, or is of no matter, leaves quarantine as well."""
    raw = [one for uid in uids for batch in mailbox.headers(uid - 1, upto=uid) for one in batch]
    if not raw:
        return Step(Batch(place.bookmark(max(uids)), released=tuple(uids)), 0)
    step = take_step(place, raw, mailbox=mailbox, store=store, read=read)
    still = {one.uid for one in step.batch.quarantined}
    # The bookmark stands beyond them already: nothing is looked at or passed over a second time.
    batch = replace(step.batch, released=tuple(uid for uid in uids if uid not in still), skipped=0)
    return Step(batch, 0)


def _is_kept(header: Header) -> bool:
    """Whether a message gets a row. Our own digests do: that one arrived settles a sending in doubt."""
    return _is_ours(header) or matters(header)


def _is_ours(header: Header) -> bool:
    return Mark.OWN_DIGEST in header.marks


def _headers(place: Place, raw: Sequence[RawHeader]) -> tuple[dict[int, Header], list[Quarantined]]:
    heads: dict[int, Header] = {}
    lost: list[Quarantined] = []
    for one in raw:
        if one.problem:
            lost.append(place.quarantined(one.uid, one.problem))
            continue
        try:
            heads[one.uid] = read_header(one.header, arrived=one.arrived)
        except Exception as error:  # whatever a message does to the parser, the scan goes on (invariant 5)
            lost.append(place.quarantined(one.uid, _reason(error, "header")))
    return heads, lost


def _texts(
    place: Place, heads: dict[int, Header], *, arrived: dict[int, RawHeader], mailbox: Mailbox, read: Read
) -> Iterator[Found]:
    """The readings of the named messages; one that has gone meanwhile is no finding."""
    for mail in mailbox.mails(sorted(heads)) if heads else ():
        if isinstance(mail, RawMail):
            yield _text(place, mail, header=heads[mail.uid], raw=arrived[mail.uid], read=read)
        else:
            uid, error = mail
            yield place.quarantined(uid, _reason(error, "text"))


def _text(place: Place, mail: RawMail, *, header: Header, raw: RawHeader, read: Read) -> Found:
    stage = "text"
    try:
        message = read_message(mail.content, header=header, arrived=raw.arrived)
        stage = "signals"
        return Sighting(mail.uid, read(message))
    except Exception as error:  # as above: read, or quarantined with a reason
        return place.quarantined(mail.uid, _reason(error, stage))


def _reason(error: Exception, stage: str) -> str:
    """Class and stage alone: the error's text may hold what the message says (invariant 6)."""
    return f"{type(error).__name__} while reading the {stage}"
