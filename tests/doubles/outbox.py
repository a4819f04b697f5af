"""An outbox that keeps what it is given: the same promises as the real one, without a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from worker.envelope import envelope
from worker.ports import IntroloopError, NotTheOwner
from worker.ports.outbox import nothing


@dataclass(slots=True)
class MemoryOutbox:
    """`sent` holds what arrived; `failures` are raised first, one a call, instead of sending."""

    owner_addresses: frozenset[str]
    failures: list[IntroloopError] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)

    def send(
        self, content: bytes, *, ready: Callable[[], None] = nothing, taken: Callable[[], None] = nothing
    ) -> None:
        """Keep the bytes, unless somebody but the owner stands on them."""
        owner = {address.lower() for address in self.owner_addresses}
        if not owner.issuperset(envelope(content).recipients):
            raise NotTheOwner("somebody but the owner stands in To, Cc or Bcc: nothing was sent")
        ready()
        self._fail()
        self.sent.append(content)
        taken()

    def check(self) -> str:
        """One line that says what answered."""
        self._fail()
        return "memory answered"

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)
