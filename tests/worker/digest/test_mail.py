"""The finished mail: from the owner to the owner, the same bytes every time."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from tests.doubles.outbox import MemoryOutbox
from tests.worker.digest.builders import ME_ADDRESS, a_week, coverage, issue, owner
from worker.digest import Digest, compose, items_of, spoken_of, to_email
from worker.digest.mail import ASKS_TYPE
from worker.digest.values import Item

ISSUE = issue()


def digest() -> Digest:
    made = compose(a_week(), issue=ISSUE, coverage=coverage())
    assert made is not None
    return made


def read(content: bytes) -> EmailMessage:
    """The mail as a mail program reads it."""
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_it_goes_from_the_owner_to_the_owner_and_says_a_machine_wrote_it() -> None:
    mail = read(to_email(digest(), ISSUE).as_bytes())
    assert mail["From"] == "Introloop <mira@example.com>"
    assert mail["To"] == "Mira Lind <mira@example.com>"
    assert mail["Message-ID"] == ISSUE.message_id
    assert mail["Date"] == "Mon, 16 Nov 2026 07:55:00 +0100"
    assert mail["Subject"] == "1 introduction to answer, 1 loop to close, 1 answer to give"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["X-Introloop"] == "weekly 2026-W47"
    assert not any(mail[name] for name in ("Cc", "Bcc", "Reply-To", "List-Id", "In-Reply-To"))


def test_the_text_comes_first_and_both_parts_say_what_was_composed() -> None:
    mail = read(to_email(digest(), ISSUE).as_bytes())
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert text.get_content().replace("\r\n", "\n") == digest().text
    assert html.get_content().replace("\r\n", "\n") == digest().html


def test_an_owner_who_wants_no_html_gets_the_text_alone() -> None:
    mail = read(to_email(digest(), ISSUE, html=False).as_bytes())
    assert (mail.get_content_type(), mail["Content-Language"]) == ("text/plain", "en")
    assert mail.get_content().replace("\r\n", "\n") == digest().text


def test_a_mail_keeps_which_duties_it_spoke_of_by_their_numbers() -> None:
    content = to_email(digest(), ISSUE).as_bytes()
    said = [f"{item.case_id}/{item.what}" for item in digest().items]
    assert read(content)["X-Introloop-Items"].split() == said
    assert {"/".join(pair) for pair in spoken_of(content)} == set(said)


@pytest.mark.parametrize("local", ["maria-theresia.von.und.zu" * 2, "字" * 240, "ü'/ " * 50])
def test_a_number_stands_for_the_same_person_however_long_their_address_is(local: str) -> None:
    long = f"{local}@department-of-history.university.example.org"
    items = (Item(1, "0a1b2c3d4e", "", long, ASKS_TYPE), Item(2, "5f6a7b8c9d", "", "", "report"))
    asked = replace(digest(), items=items * 9)
    content = to_email(asked, ISSUE).as_bytes()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    kept = items_of(content)
    assert [(item.case_id, item.what, item.who) for item in kept] == [
        (item.case_id, item.what, item.who) for item in asked.items
    ]


def test_a_mail_whose_content_was_forgotten_speaks_of_nothing() -> None:
    assert spoken_of(b"") == frozenset()


def test_the_bytes_are_ready_for_the_wire() -> None:
    content = to_email(digest(), ISSUE).as_bytes()
    assert content.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert max(map(len, content.split(b"\r\n"))) <= 998
    outbox = MemoryOutbox(frozenset({ME_ADDRESS}))
    outbox.send(content)
    assert outbox.sent == [content]


def test_composing_again_gives_the_same_bytes() -> None:
    assert to_email(digest(), ISSUE).as_bytes() == to_email(digest(), ISSUE).as_bytes()


@pytest.mark.parametrize("name", ["Zoë Lind", "Lind, Mira", '"Mira"', "", "Ümit Öztürk"])
def test_any_name_of_the_owner_can_stand_on_it(name: str) -> None:
    named = replace(ISSUE, owner=owner(name=name))
    mail = to_email(digest(), named)
    MemoryOutbox(frozenset({ME_ADDRESS})).send(mail.as_bytes())
    assert read(mail.as_bytes())["To"].addresses[0].display_name.strip() == name.strip()


def test_a_mail_says_in_which_language_it_is() -> None:
    assert to_email(digest(), ISSUE)["Content-Language"] == "en"
