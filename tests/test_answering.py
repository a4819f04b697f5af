"""Answering a digest, over the whole way: the mail as it arrives, a reply to it, a tap on one of its links,
a mail to a tagged address, and drafts, on a real server and by the real command."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote

import pytest

from tests.servers.account import ImapServer
from tests.servers.imap import imap_server
from tests.whole_way import ADDRESS, OWNER, WholeWay, fill, introduction, small_talk, text_of, whole_way
from worker.jobs.digest import send_asked
from worker.jobs.post import Posted
from worker.jobs.report import quiet
from worker.ports import LaidPhase
from worker.wiring import App, wire
from worker.wiring.service import Service

pytestmark = pytest.mark.dovecot


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


@pytest.fixture
def way(server: ImapServer, tmp_path: Path) -> Iterator[WholeWay]:
    with whole_way(server, tmp_path) as ready:
        fill(ready.account, [introduction()])
        fill(ready.account, small_talk(1), folder="Sent")
        yield ready


def app(way: WholeWay) -> App:
    return wire(config=way.configuration, state=way.state)


def scan(way: WholeWay) -> None:
    assert app(way).scan(progress=quiet).problems == ()


def digest(way: WholeWay) -> EmailMessage:
    """The digest, scanned for and sent, as it lies in the owner's INBOX."""
    scan(way)
    with closing(app(way).store()) as store:
        assert send_asked(app(way).post(store)) is Posted.SENT
    found = message_from_bytes(way.smtp.delivered[-1].content, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def reply(text: str, **headers: str) -> bytes:
    said = EmailMessage()
    said["From"], said["To"], said["Subject"] = OWNER, ADDRESS, "Re: 1 introduction to answer"
    said["Date"], said["Message-ID"] = (
        format_datetime(datetime.now(UTC)),
        f"<{abs(hash(text))}@lindqvist.example>",
    )
    for name, value in headers.items():
        said[name.replace("_", "-")] = value
    said.set_content(text)
    return said.as_bytes()


def tapped(mail: EmailMessage, label: str) -> Mapping[str, str]:
    """What a link of the digest fills in."""
    html = mail.get_body(("html",))
    assert html is not None
    links = re.findall(rf'href="mailto:{ADDRESS}\?([^"]+)"[^>]*>{label}<', html.get_content())
    return {name: unquote(value[0]) for name, value in parse_qs(links[0].replace("&amp;", "&")).items()}


def decided(way: WholeWay) -> list[str]:
    with closing(app(way).store()) as store:
        return [decision.verb.value for decision in store.decisions()]


def test_a_reply_is_done_and_the_next_digest_says_so(way: WholeWay) -> None:
    mail = digest(way)
    said = reply("done 1\n\nOn Monday Introloop wrote:\n> done 2\n", In_Reply_To=mail["Message-ID"])
    for folder in ("Sent", "INBOX"):
        way.account.append(said, folder=folder, arrived=datetime.now(UTC))
    assert "Heard 1 letter of yours" in way.said_by("scan")
    assert "Heard" not in way.said_by("scan")
    assert decided(way) == ["done"]
    assert "you said" in way.said_by("decisions")
    digest(way)
    assert "As you wrote: “done 1” (Tomas Ruud)." in " ".join(text_of(way.smtp.delivered[-1].content).split())


def test_the_service_hears_a_reply_as_soon_as_it_has_come(way: WholeWay) -> None:
    said = reply("done 1", In_Reply_To=digest(way)["Message-ID"])
    daemon = Service(app(way)).daemon()

    def write_back() -> None:
        time.sleep(2)  # what is done at the start is over
        for folder in ("Sent", "INBOX"):
            way.account.append(said, folder=folder, arrived=datetime.now(UTC))
        until = time.monotonic() + 20
        while not decided(way) and time.monotonic() < until:
            time.sleep(0.1)
        daemon.stop()

    threading.Thread(target=write_back, daemon=True).start()
    daemon.run()
    assert decided(way) == ["done"]


def test_a_tap_on_a_link_is_done_where_only_the_own_server_vouches(way: WholeWay) -> None:
    settings = way.configuration.read_text()
    way.configuration.write_text(
        settings.replace('user = "user', 'vouched_by = "mx.lindqvist.example"\nuser = "user')
    )
    link = tapped(digest(way), "done")
    assert link["body"].startswith("done 1")
    vouched = "mx.lindqvist.example; dmarc=pass header.from=lindqvist.example"
    good = reply(link["body"], Authentication_Results=vouched)
    forged = reply(link["body"] + "\n", Authentication_Results=vouched.replace("mx.", "mx2."))
    way.account.append(forged, arrived=datetime.now(UTC))
    scan(way)
    assert decided(way) == []
    way.account.append(good, arrived=datetime.now(UTC))
    scan(way)
    assert decided(way) == ["done"]


def test_the_service_hears_replies_and_lays_drafts_only_where_it_may(way: WholeWay) -> None:
    names = [job.name for job in Service(app(way)).jobs()]
    assert "answers home" in names
    assert "drafts home" not in names
    scan(way)
    settings = way.configuration.read_text()
    way.configuration.write_text(f"{settings}\n[drafts]\nmailbox = true\n\n[answers]\nenabled = false\n")
    wired = app(way)
    assert [job.name for job in Service(wired).jobs() if "home" in job.name] == ["scan home", "drafts home"]
    account = wired.drafts_account
    assert account is not None
    with closing(wired.store()) as store:
        assert wired.lay_drafts(account, store) == {"laid": 1}
        assert wired.lay_drafts(account, store) == {}
        assert wired.listen(account, store) == 0
        assert [draft.phase for draft in store.laid()] == [LaidPhase.LAID]
    assert b"MESSAGES 1" in way.account.counts("Drafts")
