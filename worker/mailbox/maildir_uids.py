"""UIDs for the messages of a Maildir, which has none of its own.

A message's UID is the time its file came to where it is (ctime), in milliseconds, made unique by its
name. So later mail has higher UIDs, whatever a file is called and wherever it was before: a message
moved here from another folder is not missed. A change of flags renames the file and may give it a new
UID: it is then read once more and known by its Message-ID, which costs little.
"""

from __future__ import annotations

import os
import re
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from errno import ELOOP, ENOENT
from pathlib import Path

TICK = 0.02  # seconds: file systems stamp files by a clock of up to 10 ms
_TRIES = 5
_NAME_BITS = 21  # with 42 bits of milliseconds, which last until 2109, they fill a signed 64-bit integer
_FLAGS = re.compile(r"[:;!]2,")  # a colon, or what stands for it where a file system has none


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message: its UID, its file below the Maildir as it was called when looked at, size and day."""

    uid: int
    file: str
    size: int
    delivered: float  # seconds since 1970


def arrivals(directory: Path) -> list[Arrival]:
    """The messages of new/ and cur/, in order of their UIDs.

    What came within the last tick waits for it to end, as more may come with the same time; where mail
    never stops coming, the newest is left for the next look.
    """
    for _ in range(_TRIES):
        now = time.time()
        entries = _entries(directory)
        young = {name for name, (_, status) in entries.items() if 0 <= now - status.st_ctime < TICK}
        if not young:
            break
        time.sleep(TICK)
    return _numbered({name: entry for name, entry in entries.items() if name not in young})


def relocated(directory: Path, file: str) -> str | None:
    """Where a message is now whose flags were changed since; None where it is gone."""
    name = unique_name(Path(file).name)
    for place in ("new", "cur"):
        for other in (entry.name for entry in (directory / place).iterdir()):
            if unique_name(other) == name:
                return f"{place}/{other}"
    return None


def unique_name(file_name: str) -> str:
    """A file's name without its flags."""
    return _FLAGS.split(file_name, maxsplit=1)[0]


def _entries(directory: Path) -> dict[str, tuple[str, os.stat_result]]:
    """Files by unique name. new/ before cur/: what moves over meanwhile is then seen twice, not never."""
    return {
        unique_name(Path(file).name): (file, status)
        for place in ("new", "cur")
        for file, status in _files(directory, place)
    }


def _files(directory: Path, place: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(directory / place) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                status = entry.stat()
            except OSError as error:
                if error.errno in (ENOENT, ELOOP):  # renamed meanwhile, or a link that leads nowhere
                    continue
                raise
            if entry.is_file():
                yield f"{place}/{entry.name}", status


def _numbered(entries: Mapping[str, tuple[str, os.stat_result]]) -> list[Arrival]:
    """In the rare case that two messages would share a UID, the second takes the next one."""
    numbered = sorted((_uid(name, status), name) for name, (_, status) in entries.items())
    found: list[Arrival] = []
    for uid, name in numbered:
        file, status = entries[name]
        free = max(uid, found[-1].uid + 1) if found else uid
        found.append(Arrival(free, file, status.st_size, status.st_mtime))
    return found


def _uid(name: str, status: os.stat_result) -> int:
    digest = zlib.crc32(os.fsencode(name)) >> (32 - _NAME_BITS)
    return (status.st_ctime_ns // 1_000_000) << _NAME_BITS | digest
