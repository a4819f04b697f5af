"""Links: mails that write themselves, threads that open, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from rules.model import Address, Suggestion
from tests.worker.digest.builders import (
    NOOR,
    did_you_meet_dana,
    draft,
    evidence,
    flat,
    issue,
    report_to_ines,
    review,
    said,
    silent_pavel,
)
from worker.digest import MailProgram
from worker.digest.links import draft_link, mailto, thread_link

GMAIL = issue(program=MailProgram.GMAIL, account="mira@example.com", answers=True)
APPLE = issue(program=MailProgram.APPLE)


def fields_of(link: str) -> tuple[str, dict[str, str]]:
    """The recipients and fields of a mailto: link, as a mail program reads them."""
    parts = urlsplit(link)
    return unquote(parts.path), dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}


# ── Mails ───────────────────────────────────────────────────────────────────────────────────


def test_a_draft_opens_with_its_recipients_subject_thread_and_text() -> None:
    shawn, noname = Address("shawn@example.org"), Address("", "Ann")
    one = draft(
        NOOR, "Hello Noor,\n\n& thanks + 100%", cc=(shawn,), bcc=(shawn, noname), subject="Re: a&b=c?"
    )
    assert fields_of(draft_link(one)) == (
        "noor@haddad.example",
        {
            "cc": "shawn@example.org",
            "bcc": "shawn@example.org",
            "subject": "Re: a&b=c?",
            "In-Reply-To": "<m@example.org>",
            "body": "Hello Noor,\r\n\r\n& thanks + 100%",
        },
    )


def test_no_field_of_a_link_can_bring_in_another() -> None:
    to, named = fields_of(mailto(("a?bcc=evil@example.net",), subject="x&bcc=evil@example.net#y"))
    assert to == "a?bcc=evil@example.net"
    assert named == {"subject": "x&bcc=evil@example.net#y"}


def test_a_link_without_fields_is_an_address() -> None:
    assert mailto(("mira@example.com",)) == "mailto:mira@example.com"


# ── Threads ─────────────────────────────────────────────────────────────────────────────────


def test_gmail_searches_the_thread_by_its_message_id_in_the_right_account() -> None:
    assert thread_link("<CAF+x/1=a@mail.example>", GMAIL) == (
        "https://mail.google.com/mail/?authuser=mira@example.com"
        "#search/rfc822msgid%3ACAF%2Bx%2F1%3Da%40mail.example"
    )
    assert thread_link("<a@b.example>", replace(GMAIL, account="mira")) == (
        "https://mail.google.com/mail/#search/rfc822msgid%3Aa%40b.example"
    )


def test_apple_mail_opens_a_message_by_its_id() -> None:
    assert thread_link("<a+b@c.example>", APPLE) == "message://%3Ca%2Bb@c.example%3E"


@pytest.mark.parametrize("message_id", ["", "<>", "<0a1b2c@missing.invalid>"])
def test_a_mail_without_an_id_of_its_own_cannot_be_opened(message_id: str) -> None:
    assert thread_link(message_id, GMAIL) == ""


def test_whatever_stands_in_a_message_id_leads_to_the_mail_program_alone() -> None:
    for odd in ("<//evil.example/@x>", '<"><script>@x>', "<javascript:alert(1)@x>", "<@evil.example/#?>"):
        gmail, apple = thread_link(odd, GMAIL), thread_link(odd, APPLE)
        assert (urlsplit(gmail).scheme, urlsplit(gmail).hostname) == ("https", "mail.google.com")
        assert apple.startswith("message://%3C")
        assert not set(gmail.partition("#")[2] + apple[10:]) & set("<>\"'/\\: ") - {"/"}


@pytest.mark.parametrize("one", [report_to_ines(), silent_pavel(), did_you_meet_dana()])
def test_every_item_opens_its_thread(one: Suggestion) -> None:
    html = said(review(one), when=GMAIL).html
    assert html.count("rfc822msgid%3Am%40example.org") == 1
    assert "see the thread" in html


def test_an_item_without_a_sentence_opens_its_thread_all_the_same() -> None:
    for one in (did_you_meet_dana(), report_to_ines(), silent_pavel()):
        bare = review(replace(one, evidence=evidence("")))
        assert said(bare, when=GMAIL).html.count("see the thread") == 1


def test_a_message_that_is_gone_is_not_offered_to_be_opened() -> None:
    one = report_to_ines()
    about = one.evidence.message_id
    longer = replace(
        one, case=replace(one.case, messages=(about, "<older@example.org>", "<left@example.org>"))
    )
    gone = replace(GMAIL, gone=frozenset({about}))
    assert "rfc822msgid%3Aleft%40example.org" in said(review(longer), when=gone).html
    all_gone = replace(GMAIL, gone=frozenset(longer.case.messages))
    html = said(review(longer), when=all_gone).html
    assert "rfc822msgid" not in html
    assert "in “Mira, meet Tomas”" not in html


def test_where_no_link_opens_it_the_digest_says_what_to_search_for() -> None:
    digest = said(review(report_to_ines()))
    assert "(Wednesday 11 November, in “Mira, meet Tomas”)" in flat(digest.text)
    assert "Wednesday 11 November, in “Mira, meet Tomas”" in digest.html
    assert "see the thread" not in digest.html


def test_the_subject_of_another_thread_is_no_hint() -> None:
    elsewhere = replace(report_to_ines(), evidence=evidence("Great talking today.", "<other@example.org>"))
    assert "in “" not in said(review(elsewhere)).text
