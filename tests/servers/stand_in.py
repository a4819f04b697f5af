"""pymap from PyPI where Dovecot cannot be had: a real IMAP server, with less to it.

It knows neither SPECIAL-USE nor TLS from the first byte: a proxy in front of it does the TLS.
"""

from __future__ import annotations

import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pysasl.hashing import BuiltinHash

from tests.servers.account import PASSWORD, ImapServer
from tests.servers.certificates import authority
from tests.servers.ports import free_port, wait_for_greeting
from tests.servers.recording_proxy import recording_proxy

USERS = 500


@contextmanager
def stand_in() -> Iterator[ImapServer]:
    """A running pymap; its files go when it ends."""
    root = Path(tempfile.mkdtemp(prefix="introloop-pymap-"))
    try:
        trusted = authority(root)
        certificate, port = trusted.file(), free_port()
        _make_users(root / "mail")
        arguments = ["--host", "127.0.0.1", "--port", str(port), "--cert", str(certificate)]
        arguments += ["--key", str(certificate), "--no-service", "managesieve", "--no-service", "admin"]
        program = Path(sys.executable).with_name("pymap")
        process = subprocess.Popen(
            [str(program), *arguments, "maildir", str(root / "mail")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(root / "pymap.log").open("wb"),
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        try:
            wait_for_greeting(port, process, log=root / "pymap.log")
            with recording_proxy(port, tls=context) as tls:
                yield ImapServer("pymap", port=port, tls_port=tls.port, ca_file=trusted.ca_file, root=root)
        finally:
            process.terminate()
            process.wait(timeout=10)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _make_users(base: Path) -> None:
    """Users user1, user2 … with their folders, in the files pymap keeps them in."""
    base.mkdir()
    names = [f"user{n}" for n in range(1, USERS + 1)]
    password = BuiltinHash(rounds=1).hash(PASSWORD)  # one round: a login is to be quick
    (base / "pymap-etc-passwd").write_text("".join(f"{name}:x::::{name}:\n" for name in names))
    (base / "pymap-etc-shadow").write_text("".join(f"{name}:{password}:\n" for name in names))
    for name in ("pymap-etc-group", "pymap-etc-tokens"):
        (base / name).write_text("")
