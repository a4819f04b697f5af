"""Who introduces whom in one message read alone (DOMAIN.md section 8, `evaluate`)."""

from __future__ import annotations

from rules.cases.arrival import STRONG
from rules.model import Act, Address, Reading, Signal


def single(reading: Reading) -> tuple[str | None, tuple[str, ...]]:
    """(introducer, introduced): who makes, would make or is asked to make it, and both parties."""
    header = reading.header
    own = sorted((s for s in reading.signals if s.writer is None), key=lambda s: (s.confidence, s.rule))
    acts = {s.act: s for s in own if s.confidence >= STRONG}
    sender = header.sender.email
    if Act.INTRODUCES in acts:
        return sender, _unique(*_emails(*header.to, *header.cc), *acts[Act.INTRODUCES].names)
    if Act.REPLIES_TO_INTRODUCTION in acts:
        named = acts[Act.REPLIES_TO_INTRODUCTION].names
        return next(iter(named), None), _unique(sender, *_emails(*header.to))
    if acts.keys() & {Act.ASKS_FOR_INTRODUCTION, Act.ASKS_FOR_BLURB}:
        return next(iter(_emails(*header.to)), None), _unique(sender, *_first_named(acts))
    return (sender if acts else None), _first_named(acts)


def _emails(*addresses: Address) -> tuple[str, ...]:
    return tuple(address.email for address in addresses)


def _unique(*parties: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parties))


def _first_named(acts: dict[Act, Signal]) -> tuple[str, ...]:
    """The first name of the surest signal that names anybody."""
    return next((s.names[:1] for s in reversed(acts.values()) if s.names), ())
