"""What any book says of one person, and the clean entry that is made of it, or why there is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from rules.model import Address, PersonNote
from rules.who.addresses import is_role_address
from rules.who.names import human_name
from worker.contacts.labels import contact_type
from worker.ports import LeftOut

LONGEST, LONGEST_NOTE = 200, 2000  # characters of a value
MOST_ADDRESSES = 20
NETWORKS = ("linkedin.com", "xing.com")  # sites where a page is one human's

# RFC 5322's dot-atom and a domain; what else stands where an address belongs (X.500 names) is none.
_ATOM, _LABEL = r"[^\s@<>()\[\],;:\"\\.]+", r"[^\W_]+(?:-+[^\W_]+)*"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_SEVERAL = re.compile(r":::|[\s;,<>]")


@dataclass(frozen=True, slots=True)
class Card:
    """One person as a book has them, uncleaned. An address may hold several."""

    name: str = ""
    addresses: tuple[str, ...] = ()
    organisation: str = ""
    position: str = ""
    labels: tuple[str, ...] = ()
    note: str = ""
    profile: str = ""


def entry(card: Card, where: str) -> PersonNote | LeftOut:
    """The entry a card gives. Who has no address is kept by name and organisation, which paths can use."""
    addresses = tuple(dict.fromkeys(_addresses(card.addresses)))[:MOST_ADDRESSES]
    name, organisation = human_name(Address("", clean(card.name))), clean(card.organisation)
    if not addresses and not name:
        return LeftOut(where, "no name and no mail address")
    if not addresses and not organisation:
        return LeftOut(where, "no mail address and no organisation")
    return PersonNote(
        addresses=addresses,
        name=name,
        organisation=organisation,
        contact_type=contact_type(card.labels),
        note=clean(card.note, longest=LONGEST_NOTE),
        position=clean(card.position),
        profile=profile(card.profile),
        from_book=True,
    )


def clean(text: str, *, longest: int = LONGEST) -> str:
    """A value on one line, without what is not seen (Unicode categories C*); a formula is no value."""
    text = " ".join(unicodedata.normalize("NFC", text[: 2 * longest]).split())
    text = "".join(c for c in text if not unicodedata.category(c).startswith("C"))[:longest].strip()
    return "" if text.startswith("=") else text


def profile(url: str) -> str:
    """A person's page on a network, in one spelling; "" for any other address on the web."""
    try:
        parts = urlsplit(url.strip()[:LONGEST])
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    page = clean(parts.path).strip("/").lower()
    known = any(host == network or host.endswith(f".{network}") for network in NETWORKS)
    return f"https://{host}/{page}" if known and page and parts.scheme in ("http", "https") else ""


def _addresses(cells: Iterable[str]) -> Iterator[str]:
    """The addresses of humans: those of a desk are many people's (DOMAIN.md rule 14, shared inboxes)."""
    for cell in cells:
        for word in _SEVERAL.split(cell[:2000]):
            address = clean(word).lower().removeprefix("mailto:")
            if len(address) <= 254 and _ADDRESS.fullmatch(address) and not is_role_address(address):
                yield address
