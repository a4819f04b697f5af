"""Settings become a working whole: real mailbox in, real mail out, and each part says how it is."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.builders import MARA, mail
from tests.doubles.clock import SetClock
from tests.servers.account import PASSWORD, Account
from tests.servers.imap import imap_server
from tests.servers.smtp import SmtpServer, smtp_server
from worker.jobs.digest import send_asked
from worker.jobs.post import Posted
from worker.jobs.report import quiet
from worker.ports import AuthenticationRefused, ConfigurationError, FolderCoverage, FolderRole
from worker.settings.local import set_up_local
from worker.wiring import App, wire
from worker.wiring.service import Service

INES, TOMAS = "Ines Carvalho <ines@harbour.example>", "Tomas Ruud <tomas.ruud@nordvik.example>"
MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)

CONFIGURATION = """
[owner]
name = "Mara Lindqvist"
addresses = ["mara@lindqvist.example"]
time_zone = "Europe/Stockholm"
{owner}

[[account]]
name = "home"
host = "127.0.0.1"
port = {imap}
security = "plaintext-loopback"
user = "{user}"
password_file = "password"

[smtp]
host = "127.0.0.1"
port = {smtp}
security = "plaintext-loopback"
login = false
{more}
"""


@dataclass(frozen=True, slots=True)
class Home:
    """A mailbox with one introduction in it, a way out, and a configuration that names both."""

    account: Account
    smtp: SmtpServer
    place: Path

    def app(self, *, owner: str = "", more: str = "", password: str = PASSWORD) -> App:
        imap = self.account.server.port
        text = CONFIGURATION.format(
            imap=imap, smtp=self.smtp.port, user=self.account.user, owner=owner, more=more
        )
        (self.place / "config.toml").write_text(text)
        secret = self.place / "password"
        secret.touch(mode=0o600)
        secret.write_text(password)
        return wire(config=self.place / "config.toml", state=self.place / "state", clock=SetClock(MONDAY))


@pytest.fixture(scope="module")
def servers() -> Iterator[Account]:
    with imap_server() as server:
        yield server.fresh_user()


@pytest.fixture
def home(servers: Account, tmp_path: Path) -> Iterator[Home]:
    account = servers.server.fresh_user()
    introduction = mail(
        INES,
        "Mara, please meet Tomas, who runs the timetables at Nordvik. Over to you two!",
        on="Fri 2026-11-13 09:00",
        to=[MARA, TOMAS],
        subject="Mara, meet Tomas",
    )
    account.append(introduction.content)
    with smtp_server() as smtp:
        yield Home(account, smtp, tmp_path)


def test_mail_comes_in_and_a_digest_of_it_goes_out(home: Home) -> None:
    app = home.app()

    report = app.scan(progress=quiet)
    with closing(app.store()) as store:
        posted = send_asked(app.post(store))

    assert (report.new, report.finished, report.problems) == (1, True, ())
    assert posted is Posted.SENT
    assert b"Tomas Ruud" in home.smtp.delivered[0].content


def test_the_key_of_the_links_shows_in_no_text(home: Home) -> None:
    app = replace(home.app(), key=b"twelve-geese")
    with closing(app.store()) as store:
        assert "twelve-geese" not in f"{app!r} {app.desk(store)!r} {app.post(store)!r}"


def test_every_part_is_tried_and_says_what_answered(home: Home) -> None:
    mailbox, sending, store = home.app().check()

    assert (mailbox.works, mailbox.what) == (True, "account home")
    assert {folder.name for folder in mailbox.folders if folder.selected} >= {"INBOX", "Sent"}
    assert sending.works
    assert f"127.0.0.1:{home.smtp.port} answered" in sending.said
    assert store.works


def test_a_part_that_fails_gives_its_cause_and_the_others_are_tried(home: Home) -> None:
    mailbox, sending, _ = home.app(password="wrong").check()

    assert (mailbox.works, sending.works) == (False, True)
    assert "account home" in mailbox.said
    assert mailbox.advice


def test_an_account_that_fails_is_a_problem_and_the_others_are_read(home: Home, tmp_path: Path) -> None:
    (tmp_path / "old.mbox").write_bytes(
        b"From x Mon Nov  2 09:00:00 2026\n" + mail(INES, on="2026-11-02").content
    )
    other = f'\n[[account]]\npath = "{tmp_path / "old.mbox"}"\n'

    report = home.app(more=other, password="wrong").scan(progress=quiet)

    assert report.new == 1
    assert len(report.problems) == 1


def test_a_password_that_is_gone_while_a_letter_waits_to_be_heard_is_that_accounts_problem_alone(
    home: Home, tmp_path: Path
) -> None:
    home.account.append(mail(MARA, "done 1", on="Fri 2026-11-13 09:00", to=[MARA]).content)
    (tmp_path / "old.mbox").write_bytes(
        b"From x Mon Nov  2 09:00:00 2026\n" + mail(INES, on="2026-11-02").content
    )
    app = home.app(more=f'\n[[account]]\npath = "{tmp_path / "old.mbox"}"\n')
    app.scan(progress=quiet)
    (tmp_path / "password").unlink()

    (problem,) = app.scan(progress=quiet).problems

    assert "no password found" in problem


def test_where_every_account_fails_the_scan_fails(home: Home) -> None:
    with pytest.raises(AuthenticationRefused):
        home.app(password="wrong").scan(progress=quiet)


def test_the_daemon_scans_sends_and_stops_when_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.wiring.service.DIGEST_EVERY", 0.2)
    daemon = Service(home.app()).daemon()

    def stop_after_the_mail() -> None:
        for _ in range(200):
            if home.smtp.delivered:
                break
            time.sleep(0.05)
        daemon.stop()

    threading.Thread(target=stop_after_the_mail, daemon=True).start()
    daemon.run()

    assert [b"Tomas Ruud" in arrived.content for arrived in home.smtp.delivered] == [True]


def test_an_owner_who_wants_text_alone_and_no_urgent_mail_gets_it_so(home: Home) -> None:
    plain = home.app(more="[digest]\nhtml = false\nurgent = false\n")
    plain.scan(progress=quiet)
    with closing(plain.store()) as store:
        send_asked(plain.post(store))

    assert message_from_bytes(home.smtp.delivered[0].content).get_content_type() == "text/plain"
    assert job_names(plain) == ["scan home", "answers home", "digest"]
    assert job_names(home.app()) == ["scan home", "answers home", "digest", "urgent"]


def job_names(app: App) -> list[str]:
    return [job.name for job in Service(app).jobs()]


def test_every_job_that_logs_in_watches_for_a_renewed_password(home: Home) -> None:
    jobs = list(Service(home.app(more='password_file = "password"')).jobs())
    before = [job.credential() for job in jobs]
    assert before == [job.credential() for job in jobs]
    os.utime(home.place / "password", ns=(1, 1))
    assert [job.name for job, was in zip(jobs, before, strict=True) if job.credential() != was] == [
        *("scan home", "answers home", "digest", "urgent")
    ]


@pytest.mark.parametrize("begin", [lambda app: app.scan(progress=quiet), lambda app: Service(app).daemon()])
def test_an_account_that_left_the_configuration_holds_nothing_back(
    home: Home, begin: Callable[[App], object]
) -> None:
    app = home.app()
    with closing(app.store()) as store:
        store.folder_read(FolderCoverage("old", "INBOX", FolderRole.INBOX, MONDAY - timedelta(days=90)))
    begin(app)
    with closing(app.store()) as store:
        assert "old" not in {folder.account for folder in store.coverage().folders}


def test_without_a_way_out_sending_is_a_question_of_configuration(home: Home) -> None:
    app = home.app()
    silent = replace(app, settings=app.settings.model_copy(update={"smtp": None}))

    with pytest.raises(ConfigurationError, match=r"has no \[smtp\]"):
        silent.outbox()
    assert silent.check()[1].said.startswith("no [smtp] is set")
    with closing(silent.store()) as store:
        assert silent.desk(store).sender == "mara@lindqvist.example"


def test_threads_open_where_the_owner_reads_their_mail(home: Home) -> None:
    app = home.app(more='\n[digest]\nmail_program = "gmail"\n')
    with closing(app.store()) as store:
        issue = app.desk(store).issue("weekly", "2026-W47", now=MONDAY, due=MONDAY)
    assert (issue.program, issue.account) == ("gmail", app.settings.accounts[0].user)


def test_the_state_asked_for_is_used_whatever_the_file_says(home: Home, tmp_path: Path) -> None:
    app = home.app(more='\n[store]\ndirectory = "elsewhere"\n')
    app.store().close()

    assert (tmp_path / "state" / "introloop.db").exists()
    assert not (tmp_path / "elsewhere").exists()


def test_the_digest_is_due_at_the_owners_hour(home: Home) -> None:
    schedule = home.app(more='\n[digest]\nweekday = "thursday"\nhour = "16:45"\n').schedule()

    assert (schedule.weekday, schedule.hour, schedule.minute) == (3, 16, 45)


def test_a_moment_is_meant_in_the_owners_zone(home: Home) -> None:
    app = home.app()

    assert app.moment().isoformat() == "2026-11-16T10:00:00+01:00"
    assert app.moment(datetime(2026, 7, 1, 9)).isoformat() == "2026-07-01T09:00:00+02:00"  # noqa: DTZ001 - as typed
    assert app.moment(MONDAY).isoformat() == "2026-11-16T10:00:00+01:00"


def test_public_holidays_of_a_country_count_where_the_extra_is_there(home: Home) -> None:
    pytest.importorskip("holidays", reason="the extra [holidays] is not installed")

    assert date(2026, 12, 25) in home.app(owner='country = "SE"').owner.calendar.holidays
    assert date(2027, 1, 6) in home.app(owner='country = "DE-BY"').owner.calendar.holidays
    with pytest.raises(ConfigurationError, match="its holidays are not known"):
        home.app(owner='country = "XX"')


def test_without_the_extra_a_country_says_what_to_install(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)

    with pytest.raises(ConfigurationError, match="needs an extra") as raised:
        home.app(owner='country = "SE"')
    assert "introloop[holidays]" in raised.value.advice


def test_a_mailbox_on_this_disk_is_remembered_in_its_state(tmp_path: Path) -> None:
    odd = tmp_path / 'my "old" mail.mbox'
    set_up_local(tmp_path / "state", mailbox=odd, identities=("mara@lindqvist.example",))

    app = wire(state=tmp_path / "state")

    assert app.settings.accounts[0].path == odd
    assert app.owner.addresses == {"mara@lindqvist.example"}
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
