"""A disk that fails at the n-th write of SQLite: its own hook for that takes the place of a system call.

https://www.sqlite.org/c3ref/vfs.html, xSetSystemCall. It holds for the whole process until the block ends.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_PWRITE = ctypes.CFUNCTYPE(
    ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64, use_errno=True
)
_NAMES = (b"pwrite", b"pwrite64")  # of which a build of SQLite calls one


class _Vfs(ctypes.Structure):
    """sqlite3_vfs as far as it is needed; what lies between is passed over."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("before", ctypes.c_void_p * 16),
        ("set", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)),
        ("get", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)),
    )


@dataclass(slots=True)
class Disk:
    """Counts writes; `fail` makes one of them fail, and those after it where the disk `stays` so."""

    writes: int = 0
    fails_at: int | None = None
    error: int = 0
    stays: bool = False

    def fail(self, at: int, error: int, *, stays: bool) -> None:
        self.writes, self.fails_at, self.error, self.stays = 0, at, error, stays

    def mend(self) -> None:
        self.fails_at = None

    def is_failing(self) -> bool:
        """Asked at each write."""
        self.writes += 1
        at = self.fails_at
        return at is not None and (self.writes >= at if self.stays else self.writes == at)


@contextmanager
def faulty_disk() -> Iterator[Disk]:
    """A disk that is sound until it is told to fail."""
    library = ctypes.CDLL("libsqlite3.so.0")  # the one that the module sqlite3 has loaded
    library.sqlite3_vfs_find.restype = ctypes.c_void_p
    address = library.sqlite3_vfs_find(None)
    vfs = ctypes.cast(address, ctypes.POINTER(_Vfs)).contents
    disk = Disk()
    calls = {name: _watched(vfs.get(address, name), disk) for name in _NAMES if vfs.get(address, name)}
    for name, call in calls.items():
        vfs.set(address, name, ctypes.cast(call, ctypes.c_void_p))
    try:
        yield disk
    finally:
        for name in calls:
            vfs.set(address, name, None)  # as it was


def _watched(address: int, disk: Disk) -> ctypes._CFunctionType:
    real = _PWRITE(address)

    def write(file: int, content: int, length: int, offset: int) -> int:
        if disk.is_failing():
            ctypes.set_errno(disk.error)
            return -1
        return int(real(file, content, length, offset))

    return _PWRITE(write)
