"""What runs unattended: jobs again and again, through failures, sleep and clock steps, until told to stop.

    Daemon(
        [Job("scan home", scan_home, every=900), Job("digest", send_due, every=60, by_clock=True)],
        clock=clock,
        notifier=Systemd(os.environ),
    ).run()

job.py      a job, and what it is told when it runs
lane.py     where one job stands: when it runs next
backoff.py  how long to wait after an error
freshness.py  whether the mail was read since the start or the last sleep
watch.py    sleep and clock steps
anew.py     the same command from its start, in the same process, after a long scan
memory.py   what a run leaves behind goes back to the system
loop.py     the daemon itself
systemd.py  its words to the service manager
logs.py     its log: counts, error classes, host and folder names, and nothing of a message

`run` returns after SIGTERM or SIGINT within two seconds, or where it ought to begin anew. Jobs run at the
same time, each in a thread of its own, so each opens its own store.
"""

from worker.daemon.anew import Left, begin_anew, left_before
from worker.daemon.freshness import Freshness
from worker.daemon.job import Job, Told
from worker.daemon.logs import start_logging
from worker.daemon.loop import Daemon
from worker.daemon.systemd import Systemd

__all__ = [
    "Daemon",
    "Freshness",
    "Job",
    "Left",
    "Systemd",
    "Told",
    "begin_anew",
    "left_before",
    "start_logging",
]
