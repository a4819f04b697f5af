"""Delivery into a Maildir as a mail server does it: written in tmp/, then moved to new/."""

from __future__ import annotations

import itertools
import os
from datetime import datetime
from pathlib import Path

_deliveries = itertools.count(1)


def deliver(maildir: Path, *contents: bytes, arrived: datetime) -> None:
    """Put messages into a Maildir, owned by whom it is owned by."""
    owner, moment = maildir.stat(), arrived.timestamp()
    for content in contents:
        file = maildir / "tmp" / f"{moment:.0f}.{next(_deliveries)}.example"
        file.write_bytes(content)
        os.chown(file, owner.st_uid, owner.st_gid)
        os.utime(file, (moment, moment))
        file.rename(maildir / "new" / file.name)
