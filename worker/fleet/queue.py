"""The queue of a fleet: procrastinate, in the database that the stores are in.

It learns numbers, and of nobody: what a turn is about stands in the roster. A lock for each number keeps
two workers off one job of one mailbox, whatever else fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from typing import Any

from worker.fleet.extra import needed
from worker.ports import StoreUnreachable
from worker.ports.fleet import Turn

with needed():
    from procrastinate import App, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
    from procrastinate.exceptions import ConnectorException

TURN, ROUND = "turn", "round"
EVERY_FIVE_SECONDS = "* * * * * */5"  # once in the whole fleet, whichever worker takes it
FIRST = 10  # the priority of a round over turns
VANISHED = 40.0  # seconds without a heartbeat after which a worker's turns are given to others


class Queue:
    """Where turns wait for a worker; `url` is the database's, as libpq reads it."""

    def __init__(self, url: str, *, vanished: float = VANISHED) -> None:
        self._url = url
        self._vanished = vanished
        self._sender = App(connector=SyncPsycopgConnector(conninfo=url, min_size=0, max_size=1))

    def prepare(self) -> None:
        """Make procrastinate's tables where they are not there yet."""
        with self._sender.open():
            asked = "SELECT to_regclass('procrastinate_jobs') AS held"
            if self._sender.connector.get_sync_connector().execute_query_one(asked)["held"] is None:
                self._sender.schema_manager.apply_schema()

    def deliver(self, turns: Sequence[Turn], connection: Any) -> None:
        """Put turns into the queue in the transaction of psycopg's `connection`: both count, or neither."""
        jobs = [
            self._sender.configure_task(TURN, lock=str(turn.number)).make_new_job(
                number=turn.number, claim=turn.claim
            )
            for turn in turns
        ]
        self._sender.job_manager.batch_defer_jobs(jobs, connection=connection)

    def work(
        self, take: Callable[[Turn], None], hand_out: Callable[[], object], *, at_once: int, stop: Event
    ) -> None:
        """Take turns until `stop` is set, `at_once` of them in threads, and hand out every few seconds.

        Raises StoreUnreachable where the database is gone for longer than half a minute.
        """
        app = App(connector=PsycopgConnector(conninfo=self._url, max_size=4))

        # A mailbox's own trouble stands on the roster; what gets here is the database's, and passes.
        @app.task(name=TURN, retry=RetryStrategy(max_attempts=8, exponential_wait=2))
        def turn(number: int, claim: int) -> None:
            take(Turn(number, claim))

        @app.periodic(cron=EVERY_FIVE_SECONDS)
        @app.task(
            name=ROUND, priority=FIRST, queueing_lock=ROUND
        )  # no lock: one who dies in it holds up none
        async def hand_round(timestamp: int) -> None:
            await _revive(app, self._vanished)
            await asyncio.to_thread(hand_out)

        try:
            asyncio.run(_work(app, self._vanished, at_once=at_once, stop=stop))
        except ConnectorException as error:
            raise StoreUnreachable(
                "The database of the fleet does not answer any more.",
                advice="Start this worker again when it does; what it had in hand goes to others.",
            ) from error


async def _work(app: App, vanished: float, *, at_once: int, stop: Event) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(at_once + 2))
    async with app.open_async():
        worker = app.run_worker_async(
            concurrency=at_once,
            install_signal_handlers=False,
            delete_jobs="always",
            update_heartbeat_interval=vanished / 4,
            stalled_worker_timeout=vanished,
        )
        working = asyncio.create_task(worker)
        stopping = asyncio.create_task(asyncio.to_thread(stop.wait))
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        stop.set()  # where the worker gave up by itself
        working.cancel()  # procrastinate lets what it has in hand end first
        with suppress(asyncio.CancelledError):
            await working


async def _revive(app: App, vanished: float) -> None:
    """Give the turns of workers that vanished to others: their locks would hold for ever."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=vanished):
        await app.job_manager.retry_job(job)
