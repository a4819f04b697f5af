"""A call to a dead-man's switch of the owner's: https, to the address configured and to no other."""

from __future__ import annotations

import http.client
import ssl
from urllib.parse import urlsplit

from worker.ports import IntroloopError

PATIENCE = 10.0  # seconds


class PingFailed(IntroloopError):
    """The switch was not reached, or did not take the call."""

    transient = True


def ping(url: str) -> None:
    """GET it, following nothing it says; raises PingFailed. The path may be a secret: no error holds it."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    switch = http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    try:
        switch.request("GET", path, headers={"User-Agent": "introloop"})
        status = switch.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise PingFailed(
            f"{host} cannot be pinged: {type(error).__name__}", advice="Is ping_url in [service] right?"
        ) from error
    finally:
        switch.close()
    if not 200 <= status < 300:
        raise PingFailed(f"{host} answered {status}", advice="Is ping_url in [service] still right?")
