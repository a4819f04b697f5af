"""What the daemon says to the service manager: sd_notify(3), by hand.

One datagram of KEY=VALUE lines a message, to the AF_UNIX socket that NOTIFY_SOCKET names; a leading
"@" is an abstract one. Nobody listening is no error: a container and a terminal have no NOTIFY_SOCKET.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress


class Systemd:
    """Speaks to the manager that the environment names, else to nobody. Implements `loop.Notifier`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        path = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{path[1:]}" if path.startswith("@") else path
        self.watchdog = _watchdog(environment)

    def ready(self) -> None:
        """Started: units ordered after this one may start."""
        self._say("READY=1")

    def status(self, text: str) -> None:
        """One line for `systemctl status`."""
        self._say(f"STATUS={' '.join(text.split())}")

    def alive(self) -> None:
        """The sign of life that the watchdog waits for."""
        self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """On the way out: the end that follows is no failure."""
        self._say("STOPPING=1")

    def _say(self, message: str) -> None:
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.settimeout(1)  # a manager that does not read must not hold the daemon up
            notify.sendto(message.encode(), self._address)


def _watchdog(environment: Mapping[str, str]) -> float | None:
    """Seconds within which the manager wants a sign of life of this process; None where it wants none."""
    meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    microseconds = environment.get("WATCHDOG_USEC", "")
    return int(microseconds) / 1e6 if meant and microseconds.isdecimal() and int(microseconds) else None
