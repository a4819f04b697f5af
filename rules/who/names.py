"""Names of humans, as mail writes them.

"Haddad, Noor B", "Dr. Noor Haddad (via Calendar)" and "Noor B Haddad/LON/ACME@ACME" name one human;
a first name alone names nobody for certain (DOMAIN.md rule 14). Tables are data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from functools import lru_cache

from rules.model import Address
from rules.tables import table

NameKey = tuple[str, str]  # (first, last), folded

_TITLES = table("""
    dr prof professor mr mrs ms miss mx sir dame herr frau fr hr dipl ing mag sr sra srta don dona dra m mme
    mlle me sig sigra dott dottssa avv arch dhr mevr mevrouw drs ir eng enga rev hon med herrn monsieur madame
    mademoiselle signor signora dottor dottoressa senor senora senhor senhora meneer
""")
_SUFFIXES = table("jr sr ii iii iv phd mba md msc bsc ma ba cpa cfa pmp esq llm pe rn dds")
_PARTICLES = table("""
    van von der den de da do dos das di del della la le les du des zu zum zur ter ten bin ibn al el st san
""")
_OF = table("von van de di della dello") | {"von der"}  # before a company, as well as in a family's name
_OF_AFTER_TWO_NAMES = _OF - {"van", "de"}  # "Jan Willem van Dijk" has two first names
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})
_DECORATIONS = (
    *(" via ", " | ", " - ", " – ", " — ", " @ ", " <", " at ", " from ", " bei ", " chez "),
    # who writes for somebody comes first: "Lina Berg on behalf of Noor Haddad"
    *(" on behalf of ", " for ", " p.p. ", " im auftrag ", " i.a. ", " i. a. ", " pour ", " au nom de "),
    *(" en nombre de ", " em nome de ", " per conto di ", " a nome di ", " namens "),
)
_ASSISTANT = re.compile(
    r"[(\[|–—-]\s*(?:assistant|assistante|assistent|assistentin|assistenz|assistente|asistente|pa|ea"
    r"|secretary|sekretariat|sekretärin|secrétaire|secretaria|secretária|secretaresse|segreteria)\s*[)\]]?$",
    re.IGNORECASE,
)


def human_name(who: Address) -> str:
    """The name of a display name, first name first, without titles and what clients hang on it; maybe ""."""
    return _human_name(who.name[:200], who.email.partition("@")[0].lower())


def own_name(written: str, *, companies: Container[str], families: Container[str] = ()) -> str:
    """A name as a text gives it, without titles and the company: "Jansen" of "Herrn Jansen von Polarkai".

    What follows "von" is a company where it is known as one, or where the family's name has been said
    before it; unless somebody on the mail bears it.
    """
    words = written.split()
    bare = words if words[:1] == ["Don"] else _without_titles(words)
    said = len(bare) - (3 if bare[-3:-1] == ["von", "der"] else 2)  # names before "von"
    of = " ".join(bare[said:-1]) if said > 0 else ""
    if of not in _OF or bare[0] in _PARTICLES or fold(bare[-1]) in families:
        return " ".join(bare)
    titled = said == 1 and len(bare) < len(words)
    if titled or fold(bare[-1]) in companies or (said == 2 and of in _OF_AFTER_TWO_NAMES):
        bare = bare[:said]
    return " ".join(bare)


def spells(email: str, name: str) -> bool:
    """Whether an address is made of a name: "dana.whitlock", "dwhitlock", "dana" of Dana Whitlock."""
    words = [word.strip(".'") for word in fold(name).split()]
    local = "".join(c for c in fold(email.partition("@")[0].partition("+")[0]) if c.isalpha())
    if len(local) < 3 or not words or not all(words):
        return False
    first, last = words[0], words[-1]
    return local in {
        *(first, last, first + last, last + first),
        *(first[0] + last, first + last[0], last + first[0]),
    }


def name_for(email: str, named: Iterable[str]) -> str:
    """The full name, among those a text gives, that an address is made of; "" where none or several are."""
    bare = {own_name(name, companies=()) for name in named if "@" not in name}
    fitting = [name for name in bare if " " in name and spells(email, name)]
    return fitting[0] if len(fitting) == 1 else ""


@lru_cache(maxsize=16384)
def name_key(name: str) -> NameKey | None:
    """First and last name, folded, of a full name; None where there is only one of them.

    Middle names and initials fall away; a bare initial is no first name.
    """
    words = [fold(word).strip(".'") for word in name.split()]
    words = [word for word in words if len(word) > 1]
    if len(words) < 2 or len(name.split()[0].strip(".")) < 2:
        return None
    return words[0], words[-1]


def fold(text: str) -> str:
    """Text for comparing: lower case, without accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def folded_words(name: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(fold(name).split())


def is_via(name: str) -> bool:
    """Whether a list or a service wrote the display name for somebody ("Ann Lee via Board")."""
    return " via " in name.lower().replace("(", " ")


def is_assistants(name: str) -> bool:
    """Whether it may be the mailbox of somebody's assistant: "Noor Haddad (Assistant)" need not be Noor."""
    return _ASSISTANT.search(name[-40:].strip()) is not None


@lru_cache(maxsize=16384)
def _human_name(name: str, local: str) -> str:
    text = _before_decoration(_without_brackets(name)).strip(" \t\"'“”‘’,;:<>-")
    if "@" in text:
        return ""
    words = _without_titles(_first_name_first(text, local).split())
    if len(words) > 1 and words[0].isupper() and len(words[0]) > 2 and not words[-1].isupper():
        words = words[1:] + words[:1]  # "HADDAD Noor", as the French write it
    return " ".join(words)


def _without_brackets(name: str) -> str:
    """Drops "(London)" and "[External]", in one pass."""
    depth, kept = 0, []
    for c in name:
        if c in "([{":
            depth += 1
        elif c in ")]}":
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(c)
    return "".join(kept)


def _before_decoration(name: str) -> str:
    """Cuts off "via Board", "| Carewell", "- Carewell", and a Notes name's "CN=" and path ("/LON/ACME")."""
    name = name[3:] if name[:3].upper() == "CN=" else name
    if "@" in name and " " in name.split("@", 1)[0].strip():
        name = name.split("@", 1)[0]
    if "/" in name:
        name = name.split("/", 1)[0]
    low = name.lower()
    cuts = [low.find(mark) for mark in _DECORATIONS]
    return name[: min((cut for cut in cuts if cut > 0), default=len(name))]


def _first_name_first(text: str, local: str) -> str:
    """Turns "Lee, Ann" round; of "Ann Lee, Carewell" and "Ann Lee, PhD" leaves what stands before the comma.

    Two words before the comma may be two surnames: then the address must begin with the first name.
    """
    last, comma, first = text.partition(",")
    first, last_words = first.split(",")[0].strip(), last.split()
    if not comma or not first or fold(first).replace(".", "") in _SUFFIXES:
        return last
    turned = len(last_words) == 1 or fold(last_words[0]) in _PARTICLES
    if turned or fold(local).startswith(fold(first.split()[0])):
        return f"{first} {last}"
    return last


def _without_titles(words: list[str]) -> list[str]:
    start, end = 0, len(words)
    while start < end - 1 and fold(words[start]).replace(".", "") in _TITLES:
        start += 1
    while end - 1 > start and fold(words[end - 1]).replace(".", "") in _SUFFIXES:
        end -= 1
    return words[start:end]
