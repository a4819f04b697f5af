"""Where the signature of new words begins: the "-- " line, a telephone's line, a block of contacts.

Policy: never eat a sentence. A block is a signature only after a closing ("Best regards,"), or where it
begins with the sender's own name and holds a way to reach them; a lone first name stays with the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.model import Address
from worker.mime.wordings import WORDINGS

LONGEST_DELIMITED = 25  # lines that say something, after "-- "
LONGEST_MOBILE = 8
MOBILE_WORDS = 10  # more, and it is a sentence that happens to begin so
LONGEST_BLOCK = 12

_DELIMITERS = {"--", "—", "–", "---", "__", "___"}
_MOBILE = tuple(phrase for wording in WORDINGS for phrase in wording.mobile)
_CLOSINGS = frozenset(phrase for wording in WORDINGS for phrase in wording.closing)
_DISCLAIMERS = tuple(phrase for wording in WORDINGS for phrase in wording.disclaimer)
_REACH = re.compile(
    r"\+?\(?\d[\d\s().\-/]{6,}\d|\b\d{1,2}-\d{4}\b|@[\w-]+\.|https?://|\bwww\.|\b(?:tel|phone|fax|mobile|cell|mobil|telefon)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def signature_start(lines: Sequence[str], sender: Address) -> int:
    """The first line of the signature in stripped lines of new text; their number where there is none."""
    end = len(lines)
    starts = [i for i in range(end) if lines[i] and _begins(lines, i)]
    end = starts[0] if starts else end
    block = _block(lines[:end], sender)
    return min(block, end)


def _begins(lines: Sequence[str], i: int) -> bool:
    line = lines[i]
    if line in _DELIMITERS:
        return _said(lines[i + 1 :]) <= LONGEST_DELIMITED
    if i and lines[i - 1] and len(lines[i - 1]) > 40:  # in the middle of a paragraph
        return False
    plain = line.lower().strip("*_[(<-~ \t")
    if plain.startswith(_MOBILE):
        return len(plain.split()) <= MOBILE_WORDS and _said(lines[i:]) <= LONGEST_MOBILE
    return plain.startswith(_DISCLAIMERS) and len(" ".join(lines[i:])) > 80


def _said(lines: Sequence[str]) -> int:
    return sum(1 for line in lines if line)


def _block(lines: Sequence[str], sender: Address) -> int:
    """Where the trailing block of name, title and contacts begins."""
    names = _names(sender)
    count, best = 0, len(lines)
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        if not line:
            continue
        if _is_closing(line):
            return _after_closing(lines, i, otherwise=best)
        count += 1
        if count > LONGEST_BLOCK or _is_sentence(line):
            break
        if i and _names_sender(line, names) and any(_REACH.search(other) for other in lines[i:]):
            best = i
    return best


def _after_closing(lines: Sequence[str], closing: int, *, otherwise: int) -> int:
    """More than a name after "Best regards,": that is a signature; the closing stays with the text."""
    if _said(lines[closing + 1 :]) < 2:
        return otherwise
    return next(i for i in range(closing + 1, len(lines)) if lines[i])


def _is_closing(line: str) -> bool:
    return len(line) < 50 and line.lower().strip(" ,.!-–—*_") in _CLOSINGS


def _is_sentence(line: str) -> bool:
    words = len(line.split())
    return words > 12 or (words >= 4 and line[-1] in ".!?:;,") or len(line) > 100


def _names(sender: Address) -> frozenset[str]:
    local = sender.email.partition("@")[0]
    return frozenset(word.lower() for word in _WORD.findall(f"{sender.name} {local}") if len(word) > 2)


def _names_sender(line: str, names: frozenset[str]) -> bool:
    """Whether a line is a name, and the sender's."""
    words = [word.lower() for word in _WORD.findall(line)]
    return 0 < len(words) <= 5 and any(word in names for word in words) and "@" not in line
