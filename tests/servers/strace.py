"""strace, which can answer a system call in the kernel's place: whether it may do so here."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache


@cache
def why_no_strace() -> str:
    """Why system calls cannot be answered here; "" where they can."""
    program = shutil.which("strace")
    if not program:
        return "strace is missing: sudo apt-get install strace"
    tried = subprocess.run([program, "-e", "trace=none", "true"], capture_output=True)
    return "" if tried.returncode == 0 else "strace may not watch processes here"
