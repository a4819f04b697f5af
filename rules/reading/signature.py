"""Whose organisation a signature names, where it plainly names one."""

from __future__ import annotations

import re

from rules.model import Address
from rules.reading.parties import house
from rules.sentences import fold
from rules.tables import table

_LINES = 8
_LONGEST = 60  # characters of a line that is a name and not a notice
_TITLE_AND_COMPANY = re.compile(r"\s+(?:at|bei|chez|en|presso|bij|na|@)\s+|\s*[,|·•]\s*", re.IGNORECASE)
_TELLING = table("""
    inc ltd llc llp gmbh ag plc corp srl bv nv sarl kg ltda university college school institute foundation
    agency council ministry bank partners capital ventures consulting labs group universitat hochschule
    institut stiftung universite ecole universidad universita universidade universiteit
    """)


def organisation_of(signature: str, sender: Address) -> str:
    """The organisation a signature names: what its writer's domain says, or what ends like one; else "".

    Only short lines count, and only a part of a line that is nothing else: a wrong name is worse than none.
    """
    named_after = house(sender.email).replace(" ", "")
    parts = [part for line in signature.splitlines()[:_LINES] for part in _parts(line)]
    for part in parts:
        if named_after and fold(part).replace(" ", "").startswith(named_after):
            return part
    return next((part for part in parts if _is_an_organisation(part)), "")


def _parts(line: str) -> list[str]:
    line = line.strip(" \t>*_|-–—")
    if not line or len(line) > _LONGEST or "@" in line.replace(" @ ", " ") or "://" in line:
        return []
    return [part.strip(" .*") for part in _TITLE_AND_COMPANY.split(line) if part.strip(" .*")]


def _is_an_organisation(part: str) -> bool:
    words = fold(part).replace(".", "").split()
    return 1 < len(words) < 7 and part[0].isupper() and not _TELLING.isdisjoint((words[0], words[-1]))
