"""Which contact type a label of an address book names, in the seven languages. Data, folded.

DOMAIN.md section 1: family are friends, colleagues are references. Who bears labels of several types is
taken for the one to protect most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rules.model import ContactType
from rules.tables import table
from rules.who.names import fold

_REFERENCE = """
    reference references referee referees colleague colleagues coworker coworkers workmate workmates
    referenz referenzen kollege kollegen kollegin kolleginnen arbeitskollegen
    collegue collegues
    referencia referencias colega colegas companero companeros
    referenza referenze collega colleghi
    referencia colega colegas
    referentie referenties collega's collegas
"""
_FRIEND = """
    friend friends family relative relatives kin
    freund freunde freundin freundinnen freundeskreis familie verwandte verwandtschaft angehorige
    ami amis amie amies amitie famille parents proches
    amigo amigos amiga amigas familia familiares parientes
    amico amici amica amiche famiglia parenti
    amigo amigos familia familiares parentes
    vriend vrienden vriendin vriendinnen familie gezin verwanten
"""
_SOCIAL = """
    social acquaintance acquaintances neighbour neighbours neighbor neighbors club
    bekannte bekannter bekanntenkreis nachbar nachbarn verein sozial
    connaissance connaissances voisin voisins
    conocido conocidos conocida conocidas vecino vecinos
    conoscente conoscenti conoscenza conoscenze vicini sociale
    conhecido conhecidos conhecida conhecidas vizinhos
    kennis kennissen bekenden buren sociaal
"""
_OTHER = """
    other others andere anderer sonstige sonstiges autre autres otro otros otra otras altro altri altra
    altre outro outros outra outras overig overige anderen
"""

# The first that fits counts.
_TYPES = (
    (ContactType.REFERENCE, table(_REFERENCE)),
    (ContactType.FRIEND, table(_FRIEND)),
    (ContactType.SOCIAL, table(_SOCIAL)),
    (ContactType.OTHER, table(_OTHER)),
)
_BETWEEN = re.compile(r":::|[;,\n]")


def divided(cell: str) -> tuple[str, ...]:
    """The labels of one cell, as Google (":::"), Outlook (";") and vCard (",") write them."""
    return tuple(label.strip() for label in _BETWEEN.split(cell) if label.strip())


def contact_type(labels: Iterable[str]) -> ContactType | None:
    """The contact type that one of the labels names."""
    said = frozenset(fold(label).strip(" *") for label in labels)
    return next((kind for kind, words in _TYPES if not said.isdisjoint(words)), None)
