"""Where the signature of new words begins: the "-- " line, a telephone's line, a block of contacts.

Policy: never eat a sentence. A block is a signature only after a closing ("Best regards,"), or where it
begins with the sender's own name and holds a way to reach them; a lone first name stays with the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from rules.model import Address
from worker.mime.wordings import WORDINGS

LONGEST_DELIMITED = 15  # lines that say something, after "-- "
LONGEST_FOOTER = 6  # after the rule of underscores a mailing list adds
LONGEST_MOBILE = 8
# Words after "Sent from my" and after "Sent from"; more, and it is a sentence that happens to begin so.
AFTER_TELLING, AFTER_SHORT = 7, 4
LONGEST_BLOCK = 12

_DELIMITERS = {"--", "—", "–", "---", "__", "___"}
_MOBILE = tuple(sorted({phrase for wording in WORDINGS for phrase in wording.mobile}, key=len, reverse=True))
_MOBILE_BEGINNINGS = frozenset(phrase[:3] for phrase in _MOBILE)
_CLOSINGS = frozenset(phrase for wording in WORDINGS for phrase in wording.closing)
_DISCLAIMERS = tuple(phrase for wording in WORDINGS for phrase in wording.disclaimer)
_DISCLAIMER_BEGINNINGS = frozenset(phrase[:3] for phrase in _DISCLAIMERS)
_REACH = re.compile(
    r"\+?\(?\d[\d\s().\-/]{6,}\d|\b\d{1,2}-\d{4}\b|@[\w-]+\.|https?://|\bwww\.|\b(?:tel|phone|fax|mobile|cell|mobil|telefon)\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LIST_RULE = re.compile(r"_{20,}$")
_RULE = re.compile(r"[-_=*─—]{4,}$")
_DASHED_NAME = re.compile(r"[-–—~]\s?([^\W\d_][\w'’-]*\.?(?:\s[^\W\d_][\w'’-]*\.?){0,2})$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_WORDED = re.compile(r"\S*\w\S*")


def signature_start(lines: Sequence[str], sender: Address, *, opens: bool) -> int:
    """The first line of the signature in stripped lines of new text; their number where there is none.

    `opens` says that nothing stands before these lines: a message does not begin with its signature.
    """
    start = end = len(lines)
    first = next((i for i in range(end) if lines[i]), end)
    said, length = 0, 0  # lines and characters after line i
    for i in range(end - 1, first - (not opens), -1):
        line = lines[i]
        if line and _begins(line, above=lines[i - 1] if i else "", said=said, length=length + len(line)):
            start = i
        said += bool(line)
        length += len(line)
    start = min(start, _dashed_name(lines[:start], first, sender))
    return min(_block(lines[:start], sender), start)


def _dashed_name(lines: Sequence[str], first: int, sender: Address) -> int:
    """Where "-Dana" stands alone at the end, which is no last item of a list; else the number of lines."""
    said = islice((i for i in range(len(lines) - 1, first - 1, -1) if lines[i]), 2)
    last, above = next(said, -1), next(said, -1)
    found = _DASHED_NAME.match(lines[last]) if above >= 0 else None
    if found is None or lines[above][0] in "-–—~*•" or lines[above][-1] in ":,;":
        return len(lines)
    named = _names_sender(found[1], _names(sender)) or all(word[0].isupper() for word in found[1].split())
    return last if named else len(lines)


def _begins(line: str, *, above: str, said: int, length: int) -> bool:
    """Whether a line, with `said` lines after it, begins what is not typed for this message."""
    if line[0] == "_" and _LIST_RULE.match(line):
        return said <= LONGEST_FOOTER
    if line in _DELIMITERS:
        return said <= LONGEST_DELIMITED
    if len(above) > 40:  # in the middle of a paragraph
        return False
    plain = line[:200].lower().strip("*_[(<-~ \t")
    if plain[:3] in _MOBILE_BEGINNINGS and plain.startswith(_MOBILE):
        return said < LONGEST_MOBILE and _is_mobile(plain)
    return length > 80 and plain[:3] in _DISCLAIMER_BEGINNINGS and plain.startswith(_DISCLAIMERS)


def _is_mobile(plain: str) -> bool:
    phrase = next(phrase for phrase in _MOBILE if plain.startswith(phrase))
    return len(plain[len(phrase) :].split()) <= (AFTER_TELLING if phrase.count(" ") > 1 else AFTER_SHORT)


def _said(lines: Sequence[str]) -> int:
    return sum(1 for line in lines if line)


def _block(lines: Sequence[str], sender: Address) -> int:
    """Where the trailing block of name, title and contacts begins."""
    names = _names(sender)
    count, best = 0, len(lines)
    for i in range(len(lines) - 1, 0, -1):
        if not lines[i]:
            continue
        if _is_closing(lines[i]):
            best = _after_closing(lines, i, otherwise=best)
            break
        if _RULE.match(lines[i]) and any(_REACH.search(line) for line in lines[i + 1 :]):
            best = i
            break
        count += 1
        if count > LONGEST_BLOCK or _is_sentence(lines[i]):
            break
        if _names_sender(lines[i], names) and any(_REACH.search(line) for line in _paragraph(lines, i)):
            best = i
    return len(lines) if _is_of_another(lines[best:], sender, names) else best


def _paragraph(lines: Sequence[str], first: int) -> Sequence[str]:
    last = next((i for i in range(first, len(lines)) if not lines[i]), len(lines))
    return lines[first:last]


def _after_closing(lines: Sequence[str], closing: int, *, otherwise: int) -> int:
    """More than a name after "Best regards,": that is a signature; the closing stays with the text."""
    if _said(lines[closing + 1 :]) < 2:
        return otherwise
    return next(i for i in range(closing + 1, len(lines)) if lines[i])


def _is_of_another(lines: Sequence[str], sender: Address, names: frozenset[str]) -> bool:
    """Whether a block holds only somebody else's address: "write to Ann", and Ann's card below."""
    emails = [email.lower() for line in lines for email in _EMAIL.findall(line)]
    domain = sender.email.rpartition("@")[2]
    own = (e.endswith(domain) or any(n in e.partition("@")[0] for n in names) for e in emails)
    return bool(emails and domain and not any(own))


def _is_closing(line: str) -> bool:
    return len(line) < 50 and line.lower().strip(" ,.!-–—*_") in _CLOSINGS


def _is_sentence(line: str) -> bool:
    words = len(_WORDED.findall(line))
    return words > 12 or (words >= 4 and line[-1] in ".!?:;,") or len(line) > 100


@lru_cache(maxsize=1024)  # the same few write most of a mailbox
def _names(sender: Address) -> frozenset[str]:
    local = sender.email.partition("@")[0]
    return frozenset(word.lower() for word in _WORD.findall(f"{sender.name} {local}") if len(word) > 2)


def _names_sender(line: str, names: frozenset[str]) -> bool:
    """Whether a line is a name, and the sender's."""
    words = [word.lower() for word in _WORD.findall(line)]
    return (
        len(words) > 0
        and (len(words) <= 5 or "|" in line)
        and any(word in names for word in words)
        and "@" not in line
    )
