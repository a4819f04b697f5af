"""What `introloop status` says, kept beside the store for as long as it stays true.

To open the store costs half a second of imports, and whoever watches a container asks for years. So what was
found is kept with the stamp of every file it was found in, and is believed while all of them stand as they
did. Nothing else makes it old: whether a daemon runs or was killed, and who wrote to the store, all the same.
What depends on the hour is not kept (worker.jobs.health). Where there is nothing to be believed, the store
is opened.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR
from typing import Any

from worker.places import LOCALTIME, STORE

NAME = f"{STORE}.status"  # it goes where the store's other copies go: `forget` removes it
FORMAT = 1
SETTLED = 2.0  # seconds: what is written twice within one tick of a disk's clock would look the same
_ALWAYS = (Path(__file__), LOCALTIME)  # another release may judge otherwise; another zone tells other hours

Stamps = dict[str, list[int] | None]
"""What tells whether a file is as it was: inode, mode, size, when it was written; None where it is empty, or
cannot be looked at.

Of a directory those of all that lies in it: the names of sign-ins are addresses, and are not kept.
"""


def stamps(files: Iterable[Path]) -> Stamps:
    """How the files stand, and those on which it always depends."""
    return {str(file): _stamp(file) for file in (*files, *_ALWAYS)}


def _stamp(file: Path) -> list[int] | None:
    """Taken without opening it: to close a database's file would let go of SQLite's locks on it (POSIX)."""
    try:
        found = file.stat()
        if S_ISDIR(found.st_mode):
            return [number for one in sorted(file.iterdir()) for number in _stamp(one) or ()]
    except OSError:  # whatever it is, whoever reads the file says it
        return None
    return [found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns] if found.st_size else None


def are_settled(of: Stamps) -> bool:
    """Whether no file was written just now, or will have been by a clock that was set back."""
    written = max(instant for stamp in of.values() if stamp for instant in stamp[3::4])
    return written / 1e9 < time.time() - SETTLED


def keep(directory: Path, facts: Mapping[str, Any], *, of: Stamps) -> None:
    """Keep what was found in files that stand like that, for the owner's eyes. It is a copy: where it cannot
    be written, or is lost when the power fails, nothing is."""
    from tempfile import NamedTemporaryFile

    held = {"format": FORMAT, "zone": os.environ.get("TZ"), "of": of, "facts": facts}
    with suppress(OSError), NamedTemporaryFile("w", dir=directory, prefix=f"{NAME}.", delete=False) as new:
        try:
            json.dump(held, new)
            new.flush()
            Path(new.name).replace(directory / NAME)
        except OSError:
            Path(new.name).unlink()
            raise


def kept(directory: Path, *, config: Path) -> Mapping[str, Any] | None:
    """What is kept there of that configuration; None unless all it was found in stands as it did, the store
    in that directory among it and not the one that it was copied from."""
    store = directory.absolute() / STORE
    try:
        held = json.loads((directory / NAME).read_bytes())
        of, facts = held["of"], held["facts"]
        same = (held["format"], held["zone"]) == (FORMAT, os.environ.get("TZ"))
        still = same and of.keys() >= {str(config), str(store)} and of == stamps(map(Path, of))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return facts if still and _may_be_opened(store) and isinstance(facts, dict) else None


def _may_be_opened(store: Path) -> bool:
    """Whether opening it would not fail: a disk that had an error is read-only from then on, and whose files
    they are may have been changed without one of them being written."""
    return os.access(store, os.R_OK | os.W_OK) and os.access(store.parent, os.W_OK | os.X_OK)
