"""CardDAV (RFC 6352) in its four requests: principal, home, address books, and the cards of each."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from rules.model import PersonNote
from worker.contacts import vcard
from worker.contacts.web import NotThere, Site, joined
from worker.ports import AddressBookError, BookProgress, LeftOut

WELL_KNOWN = "/.well-known/carddav"  # RFC 6764 section 5
DAV, CARD = "{DAV:}", "{urn:ietf:params:xml:ns:carddav}"
_ASK = (
    '<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:"'
    ' xmlns:c="urn:ietf:params:xml:ns:carddav"><d:prop><d:current-user-principal/><d:resourcetype/>'
    "<c:addressbook-home-set/></d:prop></d:propfind>"
)
_QUERY = (
    '<?xml version="1.0" encoding="utf-8"?><c:addressbook-query xmlns:d="DAV:"'
    ' xmlns:c="urn:ietf:params:xml:ns:carddav"><d:prop><d:getetag/><c:address-data/></d:prop>'
    "<c:filter/></c:addressbook-query>"
)


@dataclass(frozen=True, slots=True)
class _Resource:
    """One response of a multistatus: where it is, and its properties that the server has."""

    url: str
    properties: tuple[ET.Element, ...]
    status: str

    def find(self, name: str) -> ET.Element | None:
        """A property by its name."""
        return next((p for p in self.properties if p.tag == name), None)

    def link(self, name: str) -> str:
        """The address that a property holds; "" where there is none."""
        held = self.find(name)
        href = held.findtext(f"{DAV}href", "") if held is not None else ""
        return joined(self.url, href.strip()) if href.strip() else ""

    @property
    def is_book(self) -> bool:
        """Whether it is a collection of cards."""
        kind = self.find(f"{DAV}resourcetype")
        return kind is not None and kind.find(f"{CARD}addressbook") is not None


@dataclass(frozen=True, slots=True)
class CardDav:
    """Every address book of one user at one server (worker.ports.AddressBook); nothing there is changed."""

    site: Site

    @property
    def name(self) -> str:
        """The server."""
        return self.site.host

    def entries(self, told: BookProgress) -> Iterator[PersonNote | LeftOut]:
        """The entries of all its books."""
        books = self._books()
        if not books:
            raise AddressBookError(
                f"{self.name} has no address book for this user", advice="Look for it on the provider's page."
            )
        for done, book in enumerate(books):
            told(self.name, done, len(books))
            for card in self._ask("REPORT", book, _QUERY, depth=1):
                yield from _entries(card)

    def _books(self) -> tuple[str, ...]:
        start = self._start()
        if start.is_book:
            return (start.url,)
        home = start.link(f"{CARD}addressbook-home-set") or self._home(start)
        found = self._ask("PROPFIND", home, _ASK, depth=1)
        return tuple(dict.fromkeys(one.url for one in found if one.is_book))

    def _start(self) -> _Resource:
        """What stands at the address given; where that is nothing, at the place by custom."""
        try:
            found = self._first(self.site.url)
            if found.is_book or found.link(f"{CARD}addressbook-home-set") or _principal(found):
                return found
        except NotThere:
            pass
        return self._first(joined(self.site.url, WELL_KNOWN))

    def _home(self, start: _Resource) -> str:
        principal = _principal(start)
        home = self._first(principal).link(f"{CARD}addressbook-home-set") if principal else ""
        if not home:
            raise NotThere(
                f"{self.name} does not say where this user's address books are",
                advice="Give the address of the book itself, as the provider's page shows it.",
            )
        return home

    def _first(self, url: str) -> _Resource:
        """The resource at an address itself."""
        found = self._ask("PROPFIND", url, _ASK, depth=0)
        return found[0] if found else _Resource(url, (), "")

    def _ask(self, method: str, url: str, body: str, *, depth: int) -> tuple[_Resource, ...]:
        came_from, answer = self.site.ask(method, url, body, depth=depth)
        return tuple(_resources(_tree(answer, self.name), came_from))


def _principal(found: _Resource) -> str:
    return found.link(f"{DAV}current-user-principal")


def _tree(answer: bytes, host: str) -> ET.Element:
    """An answer as XML. One that declares entities is refused: they can be a bomb, and WebDAV has none."""
    try:
        if b"<!DOCTYPE" in answer or b"\0" in answer:  # NUL: UTF-16, where it would not be seen
            raise ET.ParseError
        return ET.fromstring(answer)  # noqa: S314 - declares no entity
    except (ET.ParseError, ValueError, LookupError) as error:
        raise AddressBookError(
            f"{host} answers with something that is no WebDAV", advice="Is the address right?"
        ) from error


def _resources(tree: ET.Element, base: str) -> Iterator[_Resource]:
    for response in tree.iter(f"{DAV}response"):
        properties = [
            element
            for propstat in response.iter(f"{DAV}propstat")
            if " 200" in propstat.findtext(f"{DAV}status", "")
            for element in propstat.iterfind(f"{DAV}prop/*")
        ]
        url = joined(base, response.findtext(f"{DAV}href", "").strip())
        yield _Resource(url, tuple(properties), response.findtext(f"{DAV}status", ""))


def _entries(card: _Resource) -> Iterator[PersonNote | LeftOut]:
    """What one card of a book gives; `where` is its name at the server."""
    where = unquote(urlsplit(card.url).path).rsplit("/", 1)[-1][:80]
    held = card.find(f"{CARD}address-data")
    if held is not None:
        for one in vcard.cards((held.text or "").splitlines(keepends=True)):
            yield LeftOut(where, one.why) if isinstance(one, LeftOut) else one
    elif " 507" in card.status:  # RFC 6352 section 8.6.2
        yield LeftOut("the end", "the server gave only a part of the book")
    else:
        yield LeftOut(where, "the server did not give the card")
