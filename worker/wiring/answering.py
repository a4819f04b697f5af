"""What the owner writes back: settings -> who is trusted, and the pass that hears them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from worker.ports import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.model import Decision, Review
    from worker.answers.judge import Trust
    from worker.settings import Account
    from worker.wiring import App


def install_key(app: App) -> bytes:
    """The key of the codes in a digest's links; b"" where no reply is read, or there is no place for it."""
    from worker import install_key as keys

    directory = app.settings.store.directory
    return keys.install_key(directory) if app.settings.answers.enabled and directory else b""


def listen(app: App, account: Account, store: Store) -> int:
    """Hear what waits in an account that was just scanned; how many letters said something."""
    from worker.jobs.answers import Ear
    from worker.jobs.answers import listen as hear

    key = install_key(app)
    if not key:
        return 0
    ear = Ear(store, app.owner, _trust(app, account, key), partial(_review, app, store), app.moment())
    return hear(app.mailbox(account), ear)


def _trust(app: App, account: Account, key: bytes) -> Trust:
    from worker.answers.judge import Trust
    from worker.answers.origin import SERVERS

    server = account.vouched_by or SERVERS.get((account.host or "").lower(), "")
    return Trust(app.owner.addresses, key, server, app.owner.calendar.zone)


def _review(app: App, store: Store, also: Sequence[Decision]) -> Review:
    from worker.jobs.review import review_at

    return review_at(store, owner=app.owner, packs=app.packs, now=app.moment(), also=also)
