"""Whether a quoted header's writer can be the sender of a message we hold."""

from __future__ import annotations

from functools import lru_cache

from rules.model import Address, Header
from rules.who.names import fold, human_name, is_via


def likeness(writer: Address | None, header: Header) -> int:
    """2: the same address, or two words of one name; 1: a single name, and nothing against it; 0: neither.

    A list that writes in its members' names hides their addresses; they may stand in Reply-To.
    """
    if writer is None:
        return 0
    sender = header.sender
    if writer.email and not is_via(sender.name) and writer.email == sender.email:
        return 2
    if writer.email and is_via(sender.name) and any(writer.email == other.email for other in header.reply_to):
        return 2
    told, held = _words(writer), _words(sender)
    if not told or not (told <= held or held <= told):
        return 0
    return min(len(told & held), 2)


def writer_key(writer: Address | None) -> str:
    """One spelling for a quoted writer: the words of the name, else the address; "" where nothing is told."""
    return " ".join(sorted(_words(writer))) or writer.email if writer else ""


@lru_cache(maxsize=16384)
def _words(who: Address) -> frozenset[str]:
    """The words of a name, longer than an initial; of an address where it has none."""
    name = human_name(who) or who.email.partition("@")[0].replace(".", " ").replace("_", " ")
    return frozenset(word for word in fold(name).replace(".", " ").split() if len(word) > 1)
