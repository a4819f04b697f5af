"""`make soak`: the service for half an hour or longer, with mail all the time and a fault a minute.

    python -m tests.soak --minutes 30
    python -m tests.soak --minutes 60 --idle --messages 10000

Exits 1 where a limit is broken. What a run is too short to show is said, and is neither passed nor failed.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import mailboxes
from tests.soak.broken import SABOTAGE
from tests.soak.faults import rounds
from tests.soak.soak import Plan, Soak, idle
from tests.soak.verdict import Finding, Verdict, table
from tests.soak.watched import MODULE
from tests.soak.world import Setting, world

WARM_UP = 180.0  # seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print the table, and say whether all limits held."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--every", type=float, default=60, help="seconds from a fault to the next")
    parser.add_argument("--mail-every", type=float, default=3, help="seconds from a mail to the next")
    parser.add_argument("--logins", type=int, default=120, help="an hour; a fault a minute asks for one each")
    parser.add_argument("--idle", action="store_true", help="no mail and no faults: what an hour costs")
    parser.add_argument("--messages", type=int, default=0, help="read a mailbox of so many first (--idle)")
    parser.add_argument("--sabotage", choices=SABOTAGE, default="", help="break the service first")
    asked = parser.parse_args(arguments)
    logging.getLogger("mail").addHandler(logging.NullHandler())  # what aiosmtpd says of itself
    module = ("tests.soak.broken", asked.sabotage) if asked.sabotage else MODULE
    plan = Plan(
        asked.minutes * 60, asked.every, min(asked.every / 3, 20), 0 if asked.idle else WARM_UP, asked.logins
    )
    with tempfile.TemporaryDirectory(prefix="introloop-soak-") as home:
        setting = Setting(asked.mail_every, asked.logins)
        mailbox = mailboxes.write(Path(home), asked.messages) if asked.messages else None
        with world(Path(home), setting, mailbox=mailbox, module=module) as here:
            soak = Soak(here, plan)
            findings = idle(soak) if asked.idle else soak.run(rounds())
            return report(findings, told=soak.told())


def report(findings: Sequence[Finding], *, told: str) -> int:
    """The table; 1 where a limit is broken."""
    print(table(findings))  # noqa: T201 - a command that prints
    print(told)  # noqa: T201
    return int(any(one.verdict is Verdict.BROKEN for one in findings))


if __name__ == "__main__":
    sys.exit(main())
