"""Ten thousand hostile strings, wherever a mail's words can stand in a digest or a report."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from rules.model import Address, Review
from tests.pages import elements
from tests.worker.digest.builders import a_week, answer_noor, coverage, issue, review
from tests.worker.digest.hostile import Poisoner, arrived, filled
from tests.worker.digest.test_beside import advised, question, remark, something_for_leo
from tests.worker.report.worlds import a_year
from worker.digest import Digest, MailProgram, compose
from worker.report import report

STRINGS = 10_000
LEADS_TO = (
    "mailto:",
    "https://mail.google.com/mail/?authuser=mira@example.com#search/rfc822msgid%3A",
    "message://%3C",
)
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
FREE = frozenset({"href", "lang"})  # attributes whose values may come from a mail, encoded


def everything() -> Review:
    told = (remark("91bc"), remark("elsewhere"))
    return advised(a_week(), remarks=told, questions=(question(),), give_back=(something_for_leo(),))


def digest_of(what: Review, read: Any, program: MailProgram) -> Digest:
    when = issue(number=1, answers=True, key=b"k", program=program, account="mira@example.com")
    made = compose(what, issue=when, coverage=read)
    assert made is not None
    return made


def shapes(page: str) -> frozenset[tuple[str, str, str]]:
    """Each (tag, attribute, value) of a page but for what may come from a mail."""
    return frozenset(
        (tag, name, "" if name in FREE else str(value))
        for tag, attributes in elements(page)
        for name, value in {"": "", **attributes}.items()
    )


def links(page: str) -> Iterator[str]:
    return (str(attributes["href"]) for _, attributes in elements(page) if "href" in attributes)


def is_plain(text: str) -> bool:
    return {c for c in text if unicodedata.category(c) in INVISIBLE} <= {"\n"}


@pytest.fixture(scope="module")
def harmless() -> frozenset[tuple[str, str, str]]:
    """What the pages of a friendly mailbox are made of, whatever mail program its owner has."""
    found: frozenset[tuple[str, str, str]] = frozenset()
    for program in MailProgram:
        found |= shapes(digest_of(everything(), coverage(quarantined=1), program).html)
    odd = replace(answer_noor(), who=Address("noor@example.org", "N\u043eor"))  # is warned of
    return found | shapes(digest_of(review(odd), coverage(), MailProgram.OTHER).html)


def test_ten_thousand_hostile_strings_leave_a_digest_of_our_own_tags_attributes_and_links(
    harmless: frozenset[tuple[str, str, str]],
) -> None:
    poison, seen, turn = Poisoner(seed=16), set[str](), 0
    while len(seen) < STRINGS:
        turn += 1
        read = filled(coverage(quarantined=1, problems=("slow",)), poison)
        digest = digest_of(filled(everything(), poison), read, list(MailProgram)[turn % 3])
        seen |= arrived(digest.text, digest.html)
        assert shapes(digest.html) <= harmless
        assert is_plain(digest.subject + digest.text + digest.html)
        assert "://" not in re.sub(r'href="[^"]*"', "", digest.html) + digest.text
        for link in links(digest.html):
            assert link.startswith(LEADS_TO)
            assert _fields_once(link)


def _fields_once(link: str) -> bool:
    """Whether a mailto: link has the fields we write, each once: nothing could smuggle in another."""
    if not link.startswith("mailto:"):
        return True
    names = [name for name, _ in parse_qsl(urlsplit(link).query, strict_parsing=True)]
    return len(names) == len(set(names)) and set(names) <= {"cc", "bcc", "subject", "In-Reply-To", "body"}


def test_hostile_strings_leave_a_report_of_our_own_tags_and_no_link_away() -> None:
    made_of = {tag for tag, _ in elements(report(a_year(), owner=issue().owner, coverage=coverage()))}
    poison, seen = Poisoner(seed=17), set[str]()
    while len(seen) < STRINGS // 10:
        page = report(filled(a_year(), poison), owner=issue().owner, coverage=filled(coverage(), poison))
        seen |= arrived(page)
        assert {tag for tag, _ in elements(page)} <= made_of
        assert is_plain(page)
        assert all(link.startswith("#") for link in links(page))
        assert "://" not in page


# ── Nothing is asked of the network ─────────────────────────────────────────────────────────

_heard: list[str] = []
_listening = False


def _hear(event: str, _: tuple[object, ...]) -> None:
    if _listening and event.startswith(("socket.", "urllib.", "subprocess.", "os.system", "webbrowser.")):
        _heard.append(event)


sys.addaudithook(_hear)  # stays for good, so it only listens while told to


def test_composing_opens_no_socket_and_starts_no_program() -> None:
    global _listening  # noqa: PLW0603 - an audit hook takes no arguments of ours
    _heard.clear()
    _listening = True
    try:
        digest = digest_of(filled(everything(), Poisoner(seed=18)), coverage(), MailProgram.GMAIL)
        report(a_year(), owner=issue().owner, coverage=coverage())
    finally:
        _listening = False
    assert digest.html
    assert _heard == []


def test_an_open_socket_would_have_been_heard() -> None:
    global _listening  # noqa: PLW0603
    import socket

    _heard.clear()
    _listening = True
    socket.socket().close()
    _listening = False
    assert _heard == ["socket.__new__"]
