"""A message described as data becomes a real mail: other programs read from it what was meant."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from typing import Any

from worker.letter import letter

PLAIN = {
    "message_id": "<1@harbour.example>",
    "date": "2026-11-02T09:00:00+01:00",
    "from": "Inês Carvalhal <ines@harbour.example>",
    "to": ["Ruud, Tomas <tomas@nordvik.example>", "mara@lindqvist.example"],
    "subject": "Grüße an\nalle",
    "body": "Grüezi, Tomas.\n",
}


def read(**more: Any) -> EmailMessage:
    return message_from_bytes(letter({**PLAIN, **more}), policy=default)


def test_names_subject_and_text_survive_in_any_script() -> None:
    mail = read()

    assert mail["From"].addresses[0].display_name == "Inês Carvalhal"
    assert [one.addr_spec for one in mail["To"].addresses] == [
        "tomas@nordvik.example",
        "mara@lindqvist.example",
    ]
    assert mail["To"].addresses[0].display_name == "Ruud, Tomas"
    assert mail["Subject"] == "Grüße an alle"
    assert mail["Date"].datetime.isoformat() == "2026-11-02T09:00:00+01:00"
    assert mail.get_content() == "Grüezi, Tomas.\n"


def test_an_answer_names_what_it_answers() -> None:
    mail = read(in_reply_to="<0@harbour.example>", references=["<00@harbour.example>", "<0@harbour.example>"])

    assert mail["In-Reply-To"] == "<0@harbour.example>"
    assert mail["References"] == "<00@harbour.example> <0@harbour.example>"


def test_html_and_an_invitation_stand_beside_the_text() -> None:
    mail = read(html="<p>Hoi</p>", ics="BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR")

    parts = [part.get_content_type() for part in mail.walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert list(mail.walk())[-1].get_param("method") == "REQUEST"


def test_mail_without_any_text_is_html_only() -> None:
    assert read(body="", html="<p>Hoi</p>").get_content_type() == "text/html"


def test_mail_without_any_part_is_an_empty_text() -> None:
    assert read(body="").get_content() == ""


def test_further_headers_are_kept_and_a_report_is_a_report() -> None:
    mail = read(
        headers={
            "Auto-Submitted": "auto-replied",
            "Content-Type": "multipart/report; report-type=delivery-status; boundary=x",
        }
    )

    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail.get_content_type() == "multipart/report"
    assert mail.get_param("report-type") == "delivery-status"
    assert "Grüezi" in next(iter(mail.iter_parts())).get_content()


def test_an_address_beyond_ascii_can_be_read_again() -> None:
    raw = message_from_bytes(letter({**PLAIN, "from": "Jörg <jörg@müller.example>"}))["From"]

    assert str(make_header(decode_header(raw))) == "Jörg <jörg@müller.example>"
