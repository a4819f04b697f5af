"""mbox files on a disk: which files they are, what their folders are called, and unpacking them."""

from __future__ import annotations

import gzip
import lzma
import shutil
import tempfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from worker.mailbox.folder_names import file_name

BROKEN = (OSError, EOFError, lzma.LZMAError, zlib.error)
"""What reading a file may raise that is gone, forbidden, or damaged."""

_Packed = gzip.GzipFile | lzma.LZMAFile
_UNPACK: dict[str, Callable[[IO[bytes]], _Packed]] = {
    ".gz": lambda file: gzip.GzipFile(fileobj=file),
    ".xz": lzma.LZMAFile,
}
_BLOCK = 1024 * 1024


def plain(file: IO[bytes], path: Path, stack: ExitStack) -> IO[bytes]:
    """The file itself; or, of a packed one, a temporary copy without a name that goes with `stack`.

    It is unpacked once and can then be read anywhere, without holding it in memory.
    """
    unpack = _UNPACK.get(path.suffix.lower())
    if unpack is None:
        return file
    copy = tempfile.TemporaryFile(prefix="introloop-")  # noqa: SIM115 - `stack` closes it
    stack.enter_context(copy)
    with unpack(file) as packed:
        shutil.copyfileobj(packed, copy, _BLOCK)
    copy.flush()
    return copy


def is_mbox(path: Path) -> bool:
    """Whether a file begins as an mbox file does; an empty one is known by its name."""
    if path.name.startswith(".") or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            unpack = _UNPACK.get(path.suffix.lower())
            beginning = (unpack(file) if unpack else file).read(5)
    except BROKEN:
        return ".mbox" in path.suffixes  # opening it says what is wrong with it
    return beginning == b"From " or (not beginning and ".mbox" in path.suffixes)


def folder_name(path: Path) -> str:
    """A folder's name from its file's: "Sent" from Sent, Sent.mbox or Sent.mbox.xz."""
    name = file_name(path.name)
    for suffix in (".gz", ".xz", ".mbox"):
        name = name.removesuffix(suffix)
    return "INBOX" if name.lower() == "inbox" else name
