"""The service broken on purpose: a soak that does not notice it shows nothing.

python -m tests.soak --minutes 5 --sabotage forgetful
python -m tests.soak.broken forgetful run --config FILE --state DIR
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.kill.sabotage import SABOTAGE as OF_SENDING
from worker.cli import main
from worker.jobs.step import Step
from worker.jobs.watch import Watch
from worker.ports import Batch, Bookmark

_kept: list[object] = []


def _forgetful() -> None:
    """Of each step one message is taken for read that was not."""
    whole = Step.batch

    def batch(step: Step, bookmark: Bookmark) -> Batch:
        made = whole(step, bookmark)
        return replace(made, sightings=made.sightings[1:])

    _put(Step, "batch", batch)


def _leaky() -> None:
    """Each look at the mailbox leaves a file open, and 100 kB behind."""
    poll = Watch.poll

    def leaking(*arguments: Any) -> Any:
        _kept.extend((os.open(os.devnull, os.O_RDONLY), bytearray(os.urandom(100_000))))
        return poll(*arguments)

    _put(Watch, "poll", leaking)


def _put(of: type, name: str, broken: Callable[..., Any]) -> None:
    setattr(of, name, broken)


SABOTAGE: Mapping[str, Callable[[], Any]] = {"forgetful": _forgetful, "leaky": _leaky, **OF_SENDING}

if __name__ == "__main__":
    SABOTAGE[sys.argv.pop(1)]()
    main()
