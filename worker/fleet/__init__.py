"""Many mailboxes, worked on by any number of workers on any number of machines.

The roster says what is due for whom, a round hands out as much of it as each host may be asked at once, the
queue brings it to a worker, and the worker does with it what the daemon does: the same jobs, with the
same back-off. procrastinate is imported here alone, and only once a fleet is worked on.
"""

from worker.fleet.fleet import Duty, Fleet

__all__ = ["Duty", "Fleet"]
