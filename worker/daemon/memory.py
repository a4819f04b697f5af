"""What a run leaves behind is given back to the system: Python and the C library keep it for themselves.

A first scan fills fifty megabytes that it does not need afterwards, the words and names of mail among them.
Each thread would have a heap of its own, and a job runs in a thread of its own: with one heap for all of them
what one leaves is the next one's.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from functools import lru_cache

WORKED = 0.3  # seconds of a processor, after which much is left behind
_M_ARENA_MAX = -8  # malloc.h
_MANY = 1000  # things that are remembered, from which it is of mail and not of what comes along
_REMEMBERING = type(lru_cache(print))


def share_one_heap() -> None:
    """From here on all threads do; where the C library is not glibc, nothing."""
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Everything that is free; where the C library is not glibc, what Python itself lets go."""
    gc.unfreeze()  # what was frozen for a fork is looked at as well
    _forget_words()
    gc.collect()
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _forget_words() -> None:
    """What was remembered of the words of mail, so as not to look for it twice: new mail brings its own.

    All that refers to a class are its own and few others. To hold every object there is would not do: a
    tuple that another thread is about to fill must be held by nobody else.
    """
    for held in gc.get_referrers(_REMEMBERING):
        if type(held) is _REMEMBERING and (held.cache_parameters()["maxsize"] or 0) > _MANY:
            held.cache_clear()
