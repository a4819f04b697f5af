"""Drafts in the owner's mailbox: each suggestion is laid there at most once, and taken away when it is done.

What is about to be laid is written down first, with where the folder stands. So whoever dies after that
leaves a question and no riddle: our mark is looked for, and where it is not found and anything came into
the folder since, the draft counts as laid and gone. It is never laid a second time. Only what is ours and
as it was is taken away: the same bytes, and no flag of the owner's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any

from rules.model import ME, Address, Draft, Owner, Review, Section, Suggestion
from worker.ports import LaidDraft, LaidPhase, Store
from worker.ports.drafts import MARK, Drafts, FoundDraft

MOST = 7  # that lie there at once, as in a digest

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")  # RFC 5322, dot-atom
_LYING = frozenset({LaidPhase.INTENDED, LaidPhase.LAID})
_WORTH_IT = frozenset({Section.URGENT, Section.THANKS_AND_REPORTS, Section.ANSWERS})


class _Lines(EmailPolicy):
    """Lines for the wire that leave ids whole: EmailPolicy writes a word longer than a line as encoded words,
    and no thread is found by those. RFC 5322 section 2.1.1 allows 998."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        is_thread = name.lower() in ("in-reply-to", "references")
        return EmailPolicy.fold_binary(self.clone(max_line_length=998) if is_thread else self, name, value)


_LINES = _Lines(linesep="\r\n")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where drafts are laid: from which of the owner's addresses, and as of when."""

    drafts: Drafts
    store: Store
    owner: Owner
    sender: str
    now: datetime


def lay_out(review: Review, layout: Layout) -> Mapping[str, int]:
    """Lay what the owner owes, and take away what they owe no longer; how many came to which end."""
    held = [draft for draft in layout.store.laid() if draft.account == layout.drafts.account]
    wanted = dict(_wanted(review))
    there = sum(draft.phase is LaidPhase.LAID and draft.mark in wanted for draft in held)
    known = {draft.mark: draft for draft in held}
    open_marks = [m for m in wanted if m not in known or known[m].phase is LaidPhase.INTENDED]
    new = open_marks[: max(MOST - there, 0)]
    done = [draft for draft in held if draft.mark not in wanted and draft.phase in _LYING]
    if not new and not done:
        return {}
    with layout.drafts:
        ended = [_lay(mark, wanted[mark], known.get(mark), layout) for mark in new]
        ended += [_withdraw(draft, layout) for draft in done]
    return dict(Counter(draft.phase.value for draft in ended))


def _wanted(review: Review) -> Iterator[tuple[str, Suggestion]]:
    """What the owner owes and there is one way to say; where there are several, the choice is theirs."""
    for one in review.suggestions:
        mine = one.duty is not None and one.duty.owner == ME and one.section in _WORTH_IT
        if mine and one.duty and len(one.drafts) == 1 and _can_be_sent(one.drafts[0]):
            yield f"{one.case.id}/{one.duty.what}/{one.duty.since}", one


def _can_be_sent(draft: Draft) -> bool:
    """Whether each address can be written down as it is: what strange mail calls one may be none."""
    named = [address.email for address in (*draft.cc, *draft.bcc) if address.email]
    return bool(draft.to) and all(map(_ADDRESS.fullmatch, (*(one.email for one in draft.to), *named)))


# ── Laying ──────────────────────────────────────────────────────────────────────────────────


def _lay(mark: str, one: Suggestion, intended: LaidDraft | None, layout: Layout) -> LaidDraft:
    """Our mark is looked for before anything is written, and after."""
    found, state = layout.drafts.find(mark), layout.drafts.state()
    here = LaidDraft(
        layout.drafts.account,
        mark,
        one.case.id,
        LaidPhase.INTENDED,
        layout.now,
        folder=layout.drafts.folder,
        uidvalidity=state.uidvalidity,
        uid=state.uidnext,
    )
    if found:
        return _keep(_lying(here, found), layout)
    if intended and (intended.uidvalidity, intended.uid) != (here.uidvalidity, here.uid):
        return _keep(replace(intended, phase=LaidPhase.LEFT, at=layout.now), layout)
    _keep(here, layout)
    layout.drafts.append(written(mark, one.drafts[0], layout))
    found = layout.drafts.find(mark)
    return _keep(_lying(here, found), layout) if found else here


def _lying(here: LaidDraft, found: FoundDraft) -> LaidDraft:
    return replace(here, phase=LaidPhase.LAID, hash=found.hash, uid=found.uid)


def _keep(draft: LaidDraft, layout: Layout) -> LaidDraft:
    layout.store.lay(draft)
    return draft


def written(mark: str, draft: Draft, layout: Layout) -> bytes:
    """The draft as a mail that its owner can go on with, in its thread (RFC 5322 section 3.6.4)."""
    mail = EmailMessage(policy=_LINES)
    mail["From"] = Mailbox(layout.owner.name, addr_spec=layout.sender)
    for name, people in (("To", draft.to), ("Cc", draft.cc), ("Bcc", draft.bcc)):
        if people:
            mail[name] = [_mailbox(address) for address in people if address.email]
    mail["Subject"] = " ".join(draft.subject.split())
    mail["Date"] = format_datetime(layout.now.astimezone(layout.owner.calendar.zone))
    if draft.in_reply_to:
        mail["In-Reply-To"] = draft.in_reply_to
        mail["References"] = " ".join(draft.references or (draft.in_reply_to,))
    mail[MARK] = mark
    mail.set_content(draft.text, cte="quoted-printable")
    return mail.as_bytes()


def _mailbox(address: Address) -> Mailbox:
    return Mailbox(" ".join(address.name.split()), addr_spec=address.email)


# ── Withdrawing ─────────────────────────────────────────────────────────────────────────────


def _withdraw(draft: LaidDraft, layout: Layout) -> LaidDraft:
    """Take away what is ours and untouched; what the owner has changed, sent or moved is left to them."""
    found = layout.drafts.find(draft.mark)
    untouched = found is not None and not found.flagged and draft.hash in ("", found.hash)
    phase = LaidPhase.LEFT
    if found and untouched and (draft.phase is LaidPhase.LAID or draft.uid <= found.uid):
        phase = LaidPhase.WITHDRAWN if layout.drafts.remove(found.uid) else LaidPhase.STRANDED
    return _keep(replace(draft, phase=phase, at=layout.now), layout)


def stranded(store: Store, *, since: datetime | None) -> Sequence[str]:
    """What the owner must know: drafts that are needed no longer and could not be taken away."""
    count = sum(
        draft.phase is LaidPhase.STRANDED and (since is None or draft.at > since) for draft in store.laid()
    )
    if not count:
        return ()
    what = "A draft in your Drafts folder is" if count == 1 else f"{count} drafts in your Drafts folder are"
    return (f"{what} needed no longer; your server cannot remove one message alone, so please delete it.",)
