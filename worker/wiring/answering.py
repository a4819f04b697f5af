"""What the owner writes back: settings -> who is trusted, and the pass that hears them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rules.model import Owner
from worker.ports import Mailbox, Store

if TYPE_CHECKING:
    from datetime import datetime

    from rules.packs import Packs
    from worker.jobs.answers import Tried
    from worker.settings import Account, Settings


def install_key(settings: Settings) -> bytes:
    """The key of the codes in a digest's links; b"" where none is sent or answered, or it has no place."""
    from worker import install_key as keys

    directory = settings.store.directory
    return keys.install_key(directory) if settings.answers.enabled and settings.smtp and directory else b""


def listen(
    mailbox: Mailbox,
    account: Account,
    store: Store,
    *,
    key: bytes,
    owner: Owner,
    packs: Packs,
    now: datetime,
    tried: Tried | None = None,
) -> int:
    """Hear what waits in an account that was just scanned; how many letters said something."""
    from worker.answers.judge import Trust
    from worker.answers.origin import SERVERS
    from worker.jobs.answers import Ear
    from worker.jobs.answers import listen as hear
    from worker.jobs.review import review_with

    server = account.vouched_by or SERVERS.get((account.host or "").lower(), "")
    trust = Trust(owner.addresses, key, server, owner.calendar.zone)
    review = partial(review_with, store, owner=owner, packs=packs, now=now)
    return hear(mailbox, Ear(store, owner, trust, review, now), tried=tried)
