"""The mistakes of a [drafts] table, each with its key, so that an owner's own pack fails at the start."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from rules.model import Kind, What
from rules.tables import table as words
from rules.wordings import FACTS

_OF_A_DAY = words("weekday number month")
_OF_A_SLOT = words("weekday day hour oclock")
_SETTINGS: Mapping[str, frozenset[str]] = {  # the facts that each may name
    **dict.fromkeys(("greeting", "signed"), FACTS),
    "day": _OF_A_DAY,
    "slot": _OF_A_SLOT,
    **dict.fromkeys(("prefix", "first", "days", "months"), frozenset()),
}
_TABLES = words("text formal elided address")
_COUNTED = {"days": 7, "months": 12}
_ADDRESS = words("familiar formal greeting plural")

_STATES = words("""
    ASKED DECLINED REDIRECTED LAPSED PROMISED OPT_IN_PENDING MADE TARGET_WROTE REPLIED SCHEDULING SCHEDULED
    MET? MET INTERIM OUTCOME NO_MEETING HANDED_OFF REPORTED NO_NEWS ASKED_OF_ME BLURB_AWAITED OPT_IN_ASKED
    OPTED_IN OPTED_OUT OPT_IN_OF_ME RECEIVED ASKED_BY_ME GIVEN OPEN UNDELIVERED
""")
_PLAIN_KEYS = words("""
    blurb opt_in reconnect update.landed nudge defers asks_for_blurb.answer UNDELIVERED.address
""") | set(What)


def check(pack: str, table: object) -> None:
    """Names every mistake of a [drafts] table by its pack and its key: ValueError."""
    if found := [f"draft {key}: {mistake}" for key, mistake in _mistakes(table)]:
        raise ValueError(f"pack {pack}, {'; '.join(found)}")


def _mistakes(table: object, register: str = "") -> Iterator[tuple[str, str]]:
    if not isinstance(table, Mapping):
        yield register or "[drafts]", "is no table"
        return
    for name, value in table.items():
        key = f"{register}{name}"
        if name == "formal" and not register:
            yield from _mistakes(value, "formal.")
        elif name == "text":
            yield from _of_texts(value, register)
        elif name in _TABLES and not register:
            yield from _of_words(key, value)
        else:
            yield from ((key, mistake) for mistake in _of_setting(name, value))


def _of_setting(name: str, value: object) -> Iterator[str]:
    if name not in _SETTINGS:
        yield f"nobody reads it; there are {', '.join(sorted(_SETTINGS))} and the tables text and formal"
    elif name == "greeting":
        yield from (mistake for line in _alternatives(value) for mistake in _of_line(line, FACTS))
    elif not isinstance(value, str):
        yield "is no text"
    elif name in _COUNTED and len(value.split()) != _COUNTED[name]:
        yield f"names {len(value.split())} and not {_COUNTED[name]}"
    else:
        yield from _of_line(value, _SETTINGS[name])


def _of_words(key: str, value: object) -> Iterator[tuple[str, str]]:
    """[drafts.address] holds words by register, [drafts.elided] lists of at least two texts."""
    for name, entry in value.items() if isinstance(value, Mapping) else [("", None)]:
        of_address = isinstance(entry, str) and name in _ADDRESS
        of_elided = isinstance(entry, list) and _is_list(entry, str) and len(entry) > 1
        if not (of_address if key == "address" else of_elided):
            yield f"{key}.{name}", "cannot be read; rules/README.md shows its form"


def _of_texts(value: object, register: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping):
        yield f"{register}text", "is no table"
        return
    for key, variants in value.items():
        if not _is_key(key):
            yield f"{register}{key}", "no letter has this key"
        elif not _is_list(variants, list) or not all(_is_list(v, str, list) for v in variants):
            yield f"{register}{key}", "is no list of wordings, each a list of lines"
        else:
            lines = chain.from_iterable(_alternatives(line) for lines in variants for line in lines)
            yield from ((f"{register}{key}", mistake) for line in lines for mistake in _of_line(line, FACTS))


def _is_key(key: str) -> bool:
    """Whether `rules.suggest.letters` can look for it: a plain key, or kind.state.what without its front."""
    if key in _PLAIN_KEYS:
        return True
    front, _, state = key.partition(".")
    if front == "nudge":
        return state in _STATES
    parts = key.removesuffix(".absent").split(".")
    state, *what = parts[1:] if parts[0] in set(Kind) and len(parts) > 1 else parts
    return state in _STATES and (not what or (len(what) == 1 and what[0] in set(What)))


def _of_line(line: object, known: Iterable[str]) -> Iterator[str]:
    if not isinstance(line, str):
        yield "a line is a text, or a list of texts"
        return
    try:
        parts = list(string.Formatter().parse(line))
    except ValueError as error:
        yield f"{error}: {line}"
        return
    for _, name, spec, conversion in parts:
        if name is not None and (name not in known or spec or conversion):
            yield f"nobody knows {{{name}}}; there are {', '.join(sorted(known)) or 'none here'}"


def _alternatives(line: object) -> Sequence[object]:
    return line if isinstance(line, list) else [line]


def _is_list(value: object, *kinds: type) -> bool:
    return isinstance(value, list) and all(isinstance(entry, kinds) for entry in value)
