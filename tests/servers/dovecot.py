"""A real Dovecot as an ordinary process on free ports, with a configuration of its own.

It runs as whoever runs the tests; as root it drops to `nobody` first, since Dovecot serves no mail as
root. Any user name is let in with PASSWORD and finds a fresh Maildir.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.account import PASSWORD, ImapServer
from tests.servers.certificates import authority
from tests.servers.ports import free_port, wait_for_greeting

CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
instance_name = introloop-{port}
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{root}/mail/%u
mail_max_userip_connections = 100
mail_fsync = never
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain login{mechanisms}
auth_failure_delay = 0
auth_verbose = yes
{tokens}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%u
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Archive {{
    auto = subscribe
    special_use = \\Archive
  }}
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
  mailbox Junk {{
    auto = subscribe
    special_use = \\Junk
  }}
  mailbox Trash {{
    auto = subscribe
    special_use = \\Trash
  }}
}}
"""


# Tokens are good if an authorization server says so (RFC 7662).
TOKENS = """
passdb {{
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = {root}/oauth2.conf
}}
"""
ASKING = """
introspection_mode = post
introspection_url = {asked_at}
username_attribute = username
active_attribute = active
active_value = true
"""


def dovecot_program() -> str | None:
    """Debian keeps it in /usr/sbin, which is not on everybody's path."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclass(slots=True)
class Dovecot:
    """A Dovecot that can be put down and started again over the same mail, on the same ports."""

    program: str
    server: ImapServer
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it greets."""
        self._process = _start(self.program, self.server.root)
        wait_for_greeting(self.server.port, self._process, log=self.server.root / "dovecot.log")

    def kill(self) -> None:
        """Its own session: the master and all it started, at once."""
        process, self._process = self._process, None
        if process:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)


@contextmanager
def dovecot(*, tokens_asked_at: str = "") -> Iterator[ImapServer]:
    """A running Dovecot; its files go when it ends. About 100 ms to start.

    `tokens_asked_at` is the URL of an authorization server that knows which tokens are good.
    """
    with dovecot_to_restart(tokens_asked_at=tokens_asked_at) as running:
        yield running.server


@contextmanager
def dovecot_to_restart(*, tokens_asked_at: str = "") -> Iterator[Dovecot]:
    """The same, for who means to put it down meanwhile."""
    program = dovecot_program()
    if program is None:
        raise FileNotFoundError("dovecot is not installed: apt-get install dovecot-imapd")
    root = Path(tempfile.mkdtemp(prefix="introloop-dovecot-", dir="/tmp"))  # short: sockets lie in it
    try:
        running = Dovecot(program, _configured(root, tokens_asked_at))
        try:
            running.start()
            yield running
        finally:
            running.kill()
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _configured(root: Path, asked_at: str) -> ImapServer:
    root.chmod(0o755)
    for name in ("run", "state", "mail"):
        (root / name).mkdir()
    trusted = authority(root)
    certificate = trusted.file()
    server = ImapServer(
        kind="Dovecot", port=free_port(), tls_port=free_port(), ca_file=trusted.ca_file, root=root
    )
    runs_as = _runs_as()
    text = CONFIGURATION.format(
        root=root,
        port=server.port,
        tls_port=server.tls_port,
        certificate=certificate,
        password=PASSWORD,
        mechanisms=" oauthbearer xoauth2" if asked_at else "",
        tokens=TOKENS.format(root=root) if asked_at else "",
        user=runs_as.pw_name,
        group=_group_name(runs_as.pw_gid),
        uid=runs_as.pw_uid,
        gid=runs_as.pw_gid,
    )
    (root / "dovecot.conf").write_text(text)
    (root / "oauth2.conf").write_text(ASKING.format(asked_at=asked_at))
    if os.geteuid() == 0:
        for path in (root, *root.rglob("*")):
            os.chown(path, runs_as.pw_uid, runs_as.pw_gid)
    return server


def _runs_as() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _group_name(gid: int) -> str:
    return grp.getgrgid(gid).gr_name


def _start(program: str, root: Path) -> subprocess.Popen[bytes]:
    runs_as, root_starts_it = _runs_as(), os.geteuid() == 0
    return subprocess.Popen(
        [program, "-F", "-c", str(root / "dovecot.conf")],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        user=runs_as.pw_uid if root_starts_it else None,
        group=runs_as.pw_gid if root_starts_it else None,
        extra_groups=[] if root_starts_it else None,
    )
