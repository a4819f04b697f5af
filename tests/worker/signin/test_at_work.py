"""A mailbox that takes tokens alone, from the sign-in to the digest: Dovecot asks whether a token is good."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest

from tests.builders import MARA, mail
from tests.servers.account import Account
from tests.servers.authorization import AuthorizationServer
from tests.servers.certificates import Authority
from tests.servers.dovecot import dovecot_program
from tests.servers.recording_proxy import RecordingProxy, recording_proxy
from tests.servers.smtp import SmtpServer, smtp_server
from tests.whole_way import text_of
from tests.worker.cli.conftest import Said
from worker.cli.app import run
from worker.daemon import Told
from worker.jobs.scan import scan
from worker.ports import AuthenticationRefused, SignInNeeded, Unreachable
from worker.wiring import App, wire
from worker.wiring.service import Service

pytestmark = [
    pytest.mark.dovecot,
    pytest.mark.skipif(not dovecot_program(), reason="only Dovecot asks about tokens: install dovecot-imapd"),
]

INES, TOMAS = "Ines Carvalho <ines@harbour.example>", "Tomas Ruud <tomas.ruud@nordvik.example>"

CONFIGURATION = """
[owner]
name = "Mara Lindqvist"
addresses = ["mara@lindqvist.example"]
time_zone = "Europe/Stockholm"

[[account]]
name = "home"
host = "127.0.0.1"
port = {imap}
user = "{user}"
signin = "microsoft"
client_id = "client-1"
authority = "{authority}/common"
ca_file = "{ca_file}"

[smtp]
host = "127.0.0.1"
port = {smtp}
ca_file = "{ca_file}"
{way_out}

[digest]
to = "mara@lindqvist.example"
"""


@dataclass
class Home:
    """An account, what lies around it, and the configuration of it all."""

    account: Account
    provider: AuthorizationServer
    proxy: RecordingProxy
    smtp: SmtpServer
    ca_file: Path
    place: Path
    way_out: str = ""
    said: list[str] = field(default_factory=list)

    @property
    def line(self) -> list[str]:
        """What every command needs."""
        file = self.place / "config.toml"
        file.write_text(
            CONFIGURATION.format(
                imap=self.proxy.port,
                smtp=self.smtp.port,
                user=self.account.user,
                authority=self.provider.url,
                ca_file=self.ca_file,
                way_out=self.way_out,
            )
        )
        return ["--config", str(file), "--state", str(self.place / "state")]

    def app(self) -> App:
        return wire(config=Path(self.line[1]), state=self.place / "state")

    def sign_in(self) -> None:
        [source] = self.app().sign_ins()
        source.sign_in(tell=self.said.append)

    def end(self) -> None:
        """The provider takes the sign-in back: nothing given so far is good any more."""
        self.provider.renewal_error = "invalid_grant"
        self.provider.revoke()


@pytest.fixture
def home(
    asking: tuple[AuthorizationServer, Account],
    trusted: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Home]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted.ca_file))
    provider, account = asking[0], asking[1].server.fresh_user()
    provider.revoke()
    provider.user, provider.renewal_error, provider.lifetime = account.user, "", 3600
    introduction = mail(
        INES,
        "Mara, please meet Tomas, who runs the timetables at Nordvik. Over to you two!",
        on="Fri 2026-11-13 09:00",
        to=[MARA, TOMAS],
        subject="Mara, meet Tomas",
    )
    account.append(introduction.content)
    with (
        recording_proxy(account.server.port, tls=trusted.server()) as proxy,
        smtp_server(tokens=provider.good, tls=trusted.server()) as smtp,
    ):
        yield Home(account, provider, proxy, smtp, trusted.ca_file, tmp_path)


def typed(home: Home, capsys: pytest.CaptureFixture[str], *line: str) -> Said:
    capsys.readouterr()
    code = run([*line, *home.line])
    said = capsys.readouterr()
    return Said(code, said.out, said.err)


def test_one_sign_in_reads_the_mail_and_sends_the_digest(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    signed_in = typed(home, capsys, "login")
    scanned, sent = typed(home, capsys, "scan"), typed(home, capsys, "digest", "--send")

    assert (signed_in.code, signed_in.err) == (0, "")
    assert "ABCD-1234" in signed_in.out
    assert "ok account home: " in signed_in.out
    assert "logged in" in signed_in.out
    assert "1 new" in scanned.out
    assert sent.code == 0
    assert b"Tomas Ruud" in home.smtp.delivered[0].content
    assert "AUTHENTICATE OAUTHBEARER" in home.proxy.commands()
    assert len(home.provider.good) == 1, "one token did for all"
    assert typed(home, capsys, "status", "--json").code == 0


def test_no_token_stands_in_the_database_or_in_anything_said(
    home: Home, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    said = [typed(home, capsys, *line) for line in (["login"], ["scan"], ["check"], ["status"])]
    home.provider.revoke()
    said.append(typed(home, capsys, "check", "--verbose"))

    holding = [
        file.name for file in home.place.rglob("*") if file.is_file() and b"access-" in file.read_bytes()
    ]
    assert holding == [f"microsoft-{home.account.user}.json"]
    spoken = caplog.text + "".join(one.out + one.err for one in said)
    assert "access-" not in spoken
    assert "refresh-" not in spoken


@pytest.mark.parametrize("foreseen", [True, False])
def test_a_token_that_ends_in_the_middle_of_a_scan_costs_a_new_login_and_nothing_else(
    home: Home, foreseen: bool
) -> None:
    home.provider.lifetime = 300 if foreseen else 3600
    home.sign_in()
    for number in range(30):
        home.account.append(mail(INES, f"Note {number}", on="Fri 2026-11-13 10:00", to=[MARA]).content)
    app = home.app()

    def cut(folder: str, done: int, total: int) -> None:
        """As a server hangs up when the token of the connection runs out."""
        home.provider.revoke()
        home.proxy.cut_after = home.proxy.from_server

    with closing(app.store()) as store:
        with pytest.raises(Unreachable):
            scan(app.mailboxes()[0], store, app.read, clock=app.clock, progress=cut)
        before = home.proxy.connections
        home.proxy.cut_after = None
        if not foreseen:  # taken back before its time
            with pytest.raises(AuthenticationRefused, match="refused the token"):
                scan(app.mailboxes()[0], store, app.read, clock=app.clock)
        done = scan(app.mailboxes()[0], store, app.read, clock=app.clock)
        held = list(store.readings())
    assert done.finished
    assert len(held) == 31
    assert home.proxy.connections == before + (1 if foreseen else 2)


def test_a_token_near_its_end_is_renewed_before_it_is_used(home: Home) -> None:
    home.provider.lifetime = 300
    home.sign_in()
    app = home.app()
    for _ in range(2):
        with app.mailboxes()[0] as mailbox:
            assert mailbox.folders()
    assert [form["grant_type"] for form in home.provider.heard[-2:]] == ["refresh_token"] * 2


def test_a_sign_in_that_has_ended_is_said_in_status_until_the_owner_signs_in_again(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(home, capsys, "login"), typed(home, capsys, "scan")
    home.end()
    asked = len(home.provider.heard)
    refused, scans = typed(home, capsys, "scan"), [typed(home, capsys, "scan") for _ in range(3)]
    status = typed(home, capsys, "status", "--json")

    assert refused.code == 1
    needed = re.compile(r"needs a sign-in.*introloop --config \S+ --state \S+ login", re.DOTALL)
    assert all(needed.search(one.err) for one in scans)
    assert len(home.provider.heard) == asked + 1, "the provider is asked once and left alone"
    assert status.code == 2
    said = json.loads(status.out)
    assert said["level"] == "failing"
    assert said["complaints"][0].startswith(
        "account home needs a sign-in: Microsoft wants you to sign in again"
    )

    home.provider.renewal_error = ""
    assert typed(home, capsys, "login").code == 0
    assert typed(home, capsys, "scan").code == 0
    assert typed(home, capsys, "status").code == 0


@pytest.mark.parametrize("signed_in_before", [True, False])
def test_the_owner_is_asked_once_by_mail(home: Home, signed_in_before: bool) -> None:
    home.way_out = "login = false"
    if signed_in_before:
        home.sign_in()
        home.end()
    app = home.app()
    for _ in range(2):
        with pytest.raises((SignInNeeded, AuthenticationRefused)), app.mailboxes()[0]:
            pass
    asking = next(job for job in Service(app).jobs() if job.name == "sign-in")
    for _ in range(3):
        asking.run(Told(Event()))

    contents = [one.content for one in home.smtp.delivered]
    assert len(contents) == signed_in_before, "whoever never signed in is setting it up"
    assert all(b"Please sign in again" in content for content in contents)
    assert all(b"account home" in content for content in contents)
    typed = f"introloop --config {home.line[1]} --state {home.place / 'state'}"
    assert all(f"{typed} login\r\n" in text_of(content) for content in contents)
    assert all(f"{typed} status says" in text_of(content) for content in contents)


def test_a_way_out_that_hangs_on_the_same_sign_in_is_not_tried(home: Home) -> None:
    home.sign_in()
    home.end()
    app = home.app()
    with pytest.raises(AuthenticationRefused), app.mailboxes()[0]:
        pass
    with pytest.raises(SignInNeeded), app.mailboxes()[0]:
        pass
    asking = next(job for job in Service(app).jobs() if job.name == "sign-in")
    assert asking.run(Told(Event())) == {"sign_ins_needed": 1}
    assert home.smtp.connections == 0


def test_signing_in_again_wakes_a_job_that_waits(home: Home) -> None:
    home.sign_in()
    waiting = next(job for job in Service(home.app()).jobs() if job.name == "scan home")
    before = waiting.credential()
    home.sign_in()
    assert waiting.credential() != before


@pytest.mark.parametrize(
    ("account", "code", "told"),
    [("home", 0, "Signed in with Microsoft: account home"), ("work", 2, "No account work signs in")],
)
def test_an_account_is_named_to_sign_in_once_more(
    home: Home, capsys: pytest.CaptureFixture[str], account: str, code: int, told: str
) -> None:
    home.sign_in()
    idle, named = (typed(home, capsys, "login", *who, "--no-check") for who in ([], [account]))
    assert (idle.code, "You are signed in" in idle.out) == (0, True)
    assert named.code == code
    assert told in named.out + named.err


def test_where_no_account_signs_in_login_says_so(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "sign_ins", lambda *_, **__: ())
    said = typed(home, capsys, "login")
    assert (said.code, 'signin = "microsoft"' in said.err) == (2, True)
