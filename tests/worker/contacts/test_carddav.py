"""CardDAV against a real Radicale: every book of a user is read, and nothing is told to anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from rules.model import ContactType, PersonNote
from tests.servers.certificates import authority
from tests.servers.radicale import PASSWORD, USER, Radicale, radicale
from worker.contacts.carddav import CardDav
from worker.contacts.web import MOST, Site
from worker.ports import AddressBookError, AddressBookRefused, AddressBookUnreachable, LeftOut

DANA = """BEGIN:VCARD
VERSION:3.0
UID:dana
FN:Dana Okoye
N:Okoye;Dana;;;
EMAIL:dana@okoye.example
ORG:Delta Works
CATEGORIES:Friends
END:VCARD
"""
INES = """BEGIN:VCARD
VERSION:4.0
UID:ines
FN:Inês Carvalho
EMAIL:ines@harbour.example
END:VCARD
"""


def site(url: str, *, password: str = PASSWORD, ca_file: Path | None = None) -> Site:
    return Site(url, USER, lambda: password, ca_file)


def read(site: Site) -> list[PersonNote | LeftOut]:
    return list(CardDav(site).entries(lambda book, done, total: None))


def names(site: Site) -> set[str]:
    return {one.name if isinstance(one, PersonNote) else one.why for one in read(site)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        running.book("friends", DANA)
        running.book("work", INES, INES.replace("UID:ines", "UID:rowers\nKIND:group"))
        running.book("calendar", tag="VCALENDAR")
        yield running


def test_every_book_of_the_user_is_found_from_the_servers_address_alone(server: Radicale) -> None:
    assert names(site(server.url)) >= {"Dana Okoye", "Inês Carvalho", "stands for a group or a company"}


def test_the_address_of_one_book_gives_that_book(server: Radicale) -> None:
    (dana,) = read(site(f"{server.url}{USER}/friends/"))
    assert dana == PersonNote(
        ("dana@okoye.example",), "Dana Okoye", "Delta Works", ContactType.FRIEND, from_book=True
    )


def test_a_book_may_be_called_anything(server: Radicale) -> None:
    server.book("Bücher & Läufer", DANA.replace("Dana", "Zoë"))
    assert names(site(f"{server.url}{USER}/Bücher & Läufer/")) == {"Zoë Okoye"}
    assert "Zoë Okoye" in names(site(server.url))


def test_an_address_where_nothing_is_falls_back_to_the_one_by_custom(server: Radicale) -> None:
    assert "Dana Okoye" in names(site(f"{server.url}{USER}/nothing/"))


def test_a_wrong_password_is_said_to_be_wrong_and_not_shown(server: Radicale) -> None:
    with pytest.raises(AddressBookRefused, match="refuses the user or the password") as raised:
        read(site(server.url, password="wrong-secret"))
    assert "wrong-secret" not in f"{raised.value}{raised.value.advice}"
    assert "app password" in raised.value.advice


def test_nothing_on_the_server_is_changed(server: Radicale) -> None:
    def held() -> dict[str, bytes]:
        kept = (path for path in server.directory.rglob("*.vcf") if path.is_file())
        kept = (path for path in kept if ".Radicale.cache" not in path.parts)  # its own, made when it is read
        return {str(path): path.read_bytes() for path in kept}

    before = held()
    read(site(server.url))
    assert held() == before


def test_a_server_is_trusted_by_its_certificate_alone(tmp_path: Path) -> None:
    trusted = authority(tmp_path)
    folder = tmp_path / "server"
    folder.mkdir()
    with radicale(folder, certificate=trusted.file()) as running:
        running.book("friends", DANA)
        assert names(site(running.url, ca_file=trusted.ca_file)) == {"Dana Okoye"}
        with pytest.raises(AddressBookRefused, match="certificate cannot be verified, and no password"):
            read(site(running.url))


# ── Servers that are strange or bad ─────────────────────────────────────────────────────────


class Answer(BaseHTTPRequestHandler):
    """Says what it was told to say, and remembers what it heard."""

    status, location, body = 207, "", b""
    heard: list[tuple[str, str]] = []  # noqa: RUF012 - one list for each class made by `answering`

    def _say(self) -> None:
        self.heard.append((self.path, self.headers.get("Authorization", "")))
        self.send_response(self.status)
        if self.location:
            self.send_header("Location", self.location)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_PROPFIND = do_REPORT = _say  # noqa: N815 - as http.server wants it

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - so in http.server
        """Nothing."""


@contextmanager
def answering(status: int = 207, body: str = "", location: str = "") -> Iterator[tuple[str, type[Answer]]]:
    said = {"status": status, "body": body.encode(), "location": location, "heard": []}
    handler = type("Said", (Answer,), said)
    server = HTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/dav/", handler
    finally:
        server.shutdown()
        server.server_close()


def multistatus(*responses: str) -> str:
    inside = "".join(f"<d:response>{one}</d:response>" for one in responses)
    return (
        '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav">'
        f"{inside}</d:multistatus>"
    )


def found(href: str, *properties: str) -> str:
    held = "".join(properties)
    return (
        f"<d:href>{href}</d:href><d:propstat><d:prop>{held}</d:prop>"
        "<d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
    )


BOOK = "<d:resourcetype><d:collection/><c:addressbook/></d:resourcetype>"
PRINCIPAL = "<d:current-user-principal><d:href>{}</d:href></d:current-user-principal>"


def test_a_redirect_to_another_place_of_the_server_is_followed() -> None:
    with answering(301, location="/elsewhere/") as (url, heard), pytest.raises(AddressBookError) as raised:
        read(site(url))
    assert "redirects without end" in str(raised.value)
    assert {path for path, _ in heard.heard} == {"/dav/", "/elsewhere/"}


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_to_another_host_is_not_followed_and_gets_no_password(status: int) -> None:
    with (
        answering() as (other, heard),
        answering(status, location=other) as (url, _),
        pytest.raises(AddressBookError, match=r"sends us on to http://127\.0\.0\.1") as raised,
    ):
        read(site(url))
    assert heard.heard == []
    assert "give it as --carddav" in raised.value.advice


def test_a_link_to_another_host_is_not_followed_either() -> None:
    with answering() as (other, heard):
        body = multistatus(found("/dav/", PRINCIPAL.format(other)))
        with answering(body=body) as (url, _), pytest.raises(AddressBookError, match="sends us on"):
            read(site(url))
    assert heard.heard == []


@pytest.mark.parametrize(
    ("status", "body", "error", "said"),
    [
        (403, "", AddressBookRefused, "status 403"),
        (404, "", AddressBookError, "no address book at this address"),
        (200, "<!DOCTYPE html><html></html>", AddressBookError, "no address book at this address"),
        (503, "", AddressBookUnreachable, "cannot answer now"),
        (429, "", AddressBookUnreachable, "cannot answer now"),
        (207, "<d:multi", AddressBookError, "no WebDAV"),
        (207, "", AddressBookError, "no WebDAV"),
        (207, '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', AddressBookError, "no WebDAV"),
        (207, multistatus(), AddressBookError, "does not say where"),
        (207, multistatus(found("/dav/", PRINCIPAL.format("/me/"))), AddressBookError, "does not say where"),
    ],
)
def test_a_server_that_is_no_address_book_is_said_to_be(
    status: int, body: str, error: type[Exception], said: str
) -> None:
    with answering(status, body) as (url, _), pytest.raises(error, match=said):
        read(site(url))


def test_a_user_without_books_is_told_so() -> None:
    home = "<c:addressbook-home-set><d:href>/dav/</d:href></c:addressbook-home-set>"
    with (
        answering(body=multistatus(found("/dav/", home))) as (url, _),
        pytest.raises(AddressBookError, match="has no address book for this user"),
    ):
        read(site(url))


def test_a_card_that_the_server_keeps_back_costs_itself() -> None:
    card = f"<c:address-data>{DANA}</c:address-data>"
    broken = "<c:address-data>BEGIN:VCARD\nFN\nEND:VCARD</c:address-data>"
    body = multistatus(
        found("/dav/", BOOK),
        found("/dav/one%20.vcf", card),
        found("/dav/two.vcf"),
        found("/dav/three.vcf", broken),
        "<d:href>/dav/</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status>",
    )
    with answering(body=body) as (url, _):
        _, dana, *left_out = read(site(url))
    assert isinstance(dana, PersonNote)
    assert left_out == [
        LeftOut("two.vcf", "the server did not give the card"),
        LeftOut("three.vcf", "the card cannot be read"),
        LeftOut("the end", "the server gave only a part of the book"),
    ]


def test_an_endless_answer_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.contacts.web.MOST", 1000)
    with answering(body="x" * 2000) as (url, _), pytest.raises(AddressBookError, match="answers with more"):
        read(site(url))
    assert MOST < 100 * 1024 * 1024


def test_a_host_that_cannot_be_is_not_there() -> None:
    with pytest.raises(AddressBookUnreachable, match="does not answer"):
        read(site(f"https://{'x' * 70}.example/"))


def test_a_server_that_is_not_there_is_tried_again_another_time() -> None:
    with answering() as (url, _):
        pass
    with pytest.raises(AddressBookUnreachable, match=r"127\.0\.0\.1 does not answer") as raised:
        read(site(url))
    assert raised.value.transient


@pytest.mark.parametrize(
    "url", ["http://dav.example/", "ftp://dav.example", "dav.example", "", "https://[x/"]
)
def test_a_password_is_never_sent_over_an_open_line(url: str) -> None:
    with pytest.raises(AddressBookError, match="begins with https://"):
        site(url)


def test_a_password_does_not_belong_into_the_address() -> None:
    with pytest.raises(AddressBookError, match="holds a user or a password") as raised:
        site("https://mara:secret@dav.example/")
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "said", [{"status": 301, "location": "https://[x/"}, {"body": multistatus(found("//[", BOOK))}]
)
def test_an_address_that_is_none_is_the_servers_mistake_and_no_crash(said: dict[str, Any]) -> None:
    with (
        answering(**said) as (url, _),
        pytest.raises(AddressBookError, match="names an address that is none"),
    ):
        read(site(url))
