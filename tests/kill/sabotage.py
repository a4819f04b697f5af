"""The protocol broken on purpose: what does not notice these notices nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from worker.jobs import digest, post, urgent
from worker.jobs.looking import Look
from worker.jobs.post import LEASE, Post, Posted
from worker.ports import Phase, Planned


def _naive(post: Post, planned: Planned) -> Posted:
    """Send, then write it down."""
    if planned.phase is Phase.SENT:
        return Posted.NOT_DUE
    post.outbox.send(planned.content)
    post.settle(planned, Phase.SENT)
    return Posted.SENT


def _once_claimed(post: Post, planned: Planned) -> Posted:
    """Write it down, then send: what died in between is never looked for."""
    if planned.phase is not Phase.PLANNED or not post.store.claim(
        planned, by=post.by, now=post.clock.now(), lease=LEASE
    ):
        return Posted.NOT_DUE
    post.settle(planned, Phase.SENT)
    post.outbox.send(planned.content)
    return Posted.SENT


def _blind(*_: object) -> Look:
    """A look that sees nothing."""
    return Look(found=False, complete=True, marks=())


def _deliver(broken: Callable[[Post, Planned], Posted]) -> None:
    for module in (digest, urgent):
        setattr(module, "deliver", broken)  # noqa: B010 - what a module imported, mypy takes for its own


SABOTAGE: Mapping[str, Callable[[], Any]] = {
    "naive": lambda: _deliver(_naive),
    "claimed": lambda: _deliver(_once_claimed),
    "blind": lambda: setattr(post, "look", _blind),
}
