from __future__ import annotations

import pytest

from rules.model import Mark
from tests.worker.mime.letters import letter
from worker.mime import read_header


def marks(**fields: str) -> frozenset[Mark]:
    return read_header(letter(**fields)).marks


def test_mail_that_a_person_typed_has_no_mark() -> None:
    assert marks() == frozenset()
    assert marks(auto_submitted="no", x_autoreply="no", precedence="normal") == frozenset()


def test_outlooks_wish_for_silence_is_no_mark_on_typed_mail() -> None:
    assert marks(x_auto_response_suppress="DR, OOF, AutoReply") == frozenset()


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"auto_submitted": "auto-replied (vacation)"}, Mark.AUTO_REPLY),
        ({"x_autoreply": "yes"}, Mark.AUTO_REPLY),
        ({"x_autorespond": "Re: Coffee"}, Mark.AUTO_REPLY),
        ({"precedence": "auto_reply"}, Mark.AUTO_REPLY),
        ({"auto_submitted": "auto-generated"}, Mark.AUTO_GENERATED),
        ({"auto_submitted": "auto-notified"}, Mark.AUTO_GENERATED),
        ({"list_id": "Walkers <walkers.lists.example>"}, Mark.LIST),
        ({"list_post": "<mailto:walkers@lists.example>"}, Mark.LIST),
        ({"precedence": "List"}, Mark.LIST),
        ({"mailing_list": "list walkers@lists.example"}, Mark.LIST),
        ({"precedence": "bulk"}, Mark.BULK),
        ({"list_unsubscribe": "<https://news.example/u>"}, Mark.BULK),
        ({"feedback_id": "1:2:3:sender"}, Mark.BULK),
        ({"content_type": "multipart/report; report-type=delivery-status; boundary=x"}, Mark.REPORT),
        ({"from_": "Mail Delivery System <MAILER-DAEMON@postal.example>"}, Mark.REPORT),
        ({"from_": "MAILER-DAEMON"}, Mark.REPORT),
        ({"from_": "postmaster@postal.example"}, Mark.REPORT),
        ({"content_type": "text/calendar; method=REQUEST"}, Mark.CALENDAR),
        ({"content_class": "urn:content-classes:calendarmessage"}, Mark.CALENDAR),
        ({"sender": "Google Calendar <calendar-notification@google.com>"}, Mark.CALENDAR),
        ({"from_": "Team <notifications@calendly.com>"}, Mark.CALENDAR),
        ({"from_": "no-reply@shop.example"}, Mark.NO_REPLY),
        ({"from_": "Shop <do_not_reply@shop.example>"}, Mark.NO_REPLY),
        ({"from_": "orders.noreply-7@shop.example"}, Mark.NO_REPLY),
        ({"from_": "ne-pas-repondre@boutique.example"}, Mark.NO_REPLY),
        ({"from_": "Acme Hiring <no@us.greenhouse-mail.io>"}, Mark.APPLICATION),
        ({"from_": "acme@myworkday.com"}, Mark.APPLICATION),
        ({"x_introloop": "weekly"}, Mark.OWN_DIGEST),
    ],
)
def test_a_machine_is_known_by_its_header(fields: dict[str, str], mark: Mark) -> None:
    assert mark in marks(**fields)


def test_a_domain_that_only_ends_like_a_known_one_is_not_it() -> None:
    assert Mark.APPLICATION not in marks(from_="dana@notlever.co")


def test_mail_sent_on_by_a_list_keeps_the_lists_name() -> None:
    header = read_header(
        letter(from_="Dana via Walkers <walkers@lists.example>", list_id='"Walkers" <Walkers.Lists.example>')
    )
    assert header.list_id == "walkers.lists.example"
    assert header.sender.name == "Dana via Walkers"
    assert read_header(letter(list_id="walkers")).list_id == "walkers"
    assert read_header(letter(list_post="<mailto:walkers@lists.example>")).list_id == "walkers@lists.example"


def test_mail_of_a_list_need_not_be_bulk_and_bulk_need_not_be_a_list() -> None:
    assert Mark.LIST not in marks(list_unsubscribe="<mailto:out@news.example>")
    assert Mark.BULK not in marks(list_id="<walkers.lists.example>")
