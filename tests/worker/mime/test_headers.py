from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rules.model import Address
from tests.worker.mime.letters import letter
from worker.mime import read_header, read_message

ARRIVED = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def test_an_ordinary_header_is_read_whole() -> None:
    header = read_header(
        letter(
            message_id="<one@okoye.example>",
            cc="Ines Carvalho <ines@carvalho.example>",
            bcc="me@lindqvist.example",
            reply_to="desk@okoye.example",
            delivered_to="MARA@lindqvist.example",
            in_reply_to="<zero@lindqvist.example>",
            references="<root@lindqvist.example> <zero@lindqvist.example>",
        )
    )
    assert header.message_id == "<one@okoye.example>"
    assert header.sender == Address("dana@okoye.example", "Dana Okoye")
    assert header.to == (Address("mara@lindqvist.example"),)
    assert header.cc == (Address("ines@carvalho.example", "Ines Carvalho"),)
    assert header.bcc == (Address("me@lindqvist.example"),)
    assert header.reply_to == (Address("desk@okoye.example"),)
    assert header.delivered_to == ("mara@lindqvist.example",)
    assert header.subject == "Coffee"
    assert header.date == datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert header.in_reply_to == ("<zero@lindqvist.example>",)
    assert header.references == ("<root@lindqvist.example>", "<zero@lindqvist.example>")


def test_a_header_alone_and_the_whole_message_have_one_identity() -> None:
    whole = letter("Hello", message_id="")
    alone = whole.partition(b"\n\n")[0]
    assert (
        read_header(alone).message_id
        == read_header(whole).message_id
        == read_message(whole).header.message_id
    )
    assert read_header(alone).message_id.endswith("@missing.invalid>")


def test_two_messages_without_an_id_and_without_any_header_are_still_two() -> None:
    assert read_header(b"one thing").message_id != read_header(b"another thing").message_id


@pytest.mark.parametrize(
    "garbage", ["", "<>", "<with\x01control@okoye.example>", "<ümlaut@okoye.example>", "two words"]
)
def test_a_garbage_message_id_is_replaced(garbage: str) -> None:
    assert read_header(letter(message_id=garbage)).message_id.endswith("@missing.invalid>")


def test_an_id_without_brackets_or_folded_in_the_middle_is_understood() -> None:
    assert read_header(letter(message_id="bare@okoye.example")).message_id == "<bare@okoye.example>"
    assert read_header(letter(message_id="<fol\n ded@okoye.example>")).message_id == "<folded@okoye.example>"


def test_remarks_beside_the_id_in_in_reply_to_are_passed_over() -> None:
    header = read_header(letter(in_reply_to='Your message of "Mon" <asked@okoye.example> dana@okoye.example'))
    assert header.in_reply_to == ("<asked@okoye.example>",)


def test_of_endless_references_the_root_and_the_nearest_are_kept() -> None:
    ids = [f"<{i}@okoye.example>" for i in range(900)]
    kept = read_header(letter(references=" ".join(ids))).references
    assert (kept[0], kept[-1], len(kept)) == (ids[0], ids[-1], 200)


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("=?utf-8?q?Caf=C3=A9?= =?utf-8?q?_tomorrow?=", "Café tomorrow"),
        ("=?utf-8?b?Q2Fmw6k=?=", "Café"),
        ("=?iso-8859-1?Q?Caf=E9?=", "Café"),
        ("=?utf-8?q?Caf=C3?= =?utf-8?q?=A9?=", "Café"),  # a character split over two words
        ("=?x-unknown?q?Caf=C3=A9?=", "Café"),
        ("=?us-ascii?q?Caf=E9?=", "Café"),  # says one charset, writes another
        ("=?utf-8?q?a b?=", "a b"),
        ("=?utf-8*en?q?tagged?=", "tagged"),
        ("=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
        ("one\n two", "one two"),
        ("evil\u202eexe.txt\u200b\x07", "evilexe.txt"),
    ],
)
def test_a_subject_becomes_clean_characters(raw: str, subject: str) -> None:
    assert read_header(letter(subject=raw)).subject == subject


def test_raw_eight_bit_headers_are_read_as_utf_8_or_windows_1252() -> None:
    assert read_header("Subject: Café".encode()).subject == "Café"
    assert read_header("Subject: Café".encode("cp1252")).subject == "Café"


def test_among_several_authors_the_one_who_sent_is_the_sender() -> None:
    both = "Ines <ines@carvalho.example>, Dana <dana@okoye.example>"
    assert read_header(letter(from_=both, sender="dana@okoye.example")).sender.email == "dana@okoye.example"
    assert read_header(letter(from_=both)).sender.email == "ines@carvalho.example"


def test_without_from_the_sender_field_or_the_envelope_tells_who_wrote() -> None:
    assert read_header(letter(from_="", sender="dana@okoye.example")).sender.email == "dana@okoye.example"
    assert (
        read_header(letter(from_="", return_path="<dana@okoye.example>")).sender.email == "dana@okoye.example"
    )
    assert read_header(letter(from_="Cron Daemon")).sender == Address("", "Cron Daemon")


def test_an_old_archive_keeps_the_authors_name_in_a_field_of_its_own() -> None:
    header = read_header(letter(from_="dana@okoye.example", x_from="Okoye, Dana </O=OKOYE/CN=DANA>"))
    assert header.sender == Address("dana@okoye.example", "Okoye, Dana")
    header = read_header(letter(from_="dana@okoye.example", x_from='"Dana O" <dana@okoye.example>'))
    assert header.sender.name == "Dana O"


@pytest.mark.parametrize(
    "absurd",
    [
        "Tue, 03 Mar 1970 10:00:00 +0000",
        "Tue, 03 Mar 2056 10:00:00 +0000",
        "Tue, 03 Mar 2026 10:00:00 XQZ",
        "soon",
        "",
        "Tue, 33 Mar 2026 10:00:00 +0000",
        "Tue, 03 Mar 2026 10:00:00 +9999",
    ],
)
def test_an_absurd_date_gives_way_to_the_day_of_arrival(absurd: str) -> None:
    assert read_header(letter(date=absurd), arrived=ARRIVED).date == ARRIVED


def test_a_date_is_believed_where_any_server_had_the_mail_as_late() -> None:
    slow = "by a; Tue, 03 Mar 2020 10:00:00 +0000\nReceived: by b; Tue, 03 Mar 2026 10:00:00 +0000"
    assert read_header(letter(received=slow)).date == datetime(2026, 3, 3, 9, tzinfo=UTC)
    never = slow.replace("2026", "2019")
    assert read_header(letter(received=never)).date == datetime(2020, 3, 3, 10, tzinfo=UTC)


def test_without_a_day_of_arrival_the_newest_sane_received_field_counts() -> None:
    hop = (
        "from a by b; Tue, 03 Mar 2026 09:59:00 +0000\nReceived: from c by d; Tue, 03 Mar 2026 09:58:00 +0000"
    )
    assert read_header(letter(date="", received=hop)).date == datetime(2026, 3, 3, 9, 59, tzinfo=UTC)
    assert read_header(letter(date="")).date == datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "hour"),
    [
        ("3 Mar 2026 10:00:00", 10),
        ("3 Mar 2026 10:00 GMT", 10),
        ("3 Mar 2026 10:00:00 CET", 9),
        ("Tue, 3 Mar 26 10:00:00 EST", 15),
        ("3 Mar 2026 10:00:00 -0000", 10),
        ("3 Mar 2026 10:00:00 +0100 (MEZ)", 9),
    ],
)
def test_dates_of_careless_mailers_are_understood(date: str, hour: int) -> None:
    assert read_header(letter(date=date), arrived=ARRIVED).date == datetime(2026, 3, 3, hour, tzinfo=UTC)


def test_the_providers_thread_is_kept() -> None:
    assert read_header(letter(x_gm_thrid="1790000000000000001")).thread_key == "gm:1790000000000000001"
    root = "AdGwt0Zk1Zl3n5EpSEuO0m3sW0fGkg=="
    answer = "AdGwt0Zk1Zl3n5EpSEuO0m3sW0fGkgAAB1Nw"
    first, second = read_header(letter(thread_index=root)), read_header(letter(thread_index=answer))
    assert first.thread_key == second.thread_key != ""
    assert read_header(letter(thread_index="AAAA")).thread_key == ""


def test_the_topic_of_an_outlook_conversation_is_kept_where_the_subject_is_another_one() -> None:
    topic = {"thread_topic": "Coffee in =?utf-8?q?Malm=C3=B6?="}
    assert read_header(letter(subject="Two slots", **topic)).thread_topic == "Coffee in Malmö"
    assert read_header(letter(subject="RE: [Board] coffee in Malmö", **topic)).thread_topic == ""
    assert read_header(letter(subject="Two slots")).thread_topic == ""


@pytest.mark.parametrize("ending", [b"\r\n", b"\n", b"\r"])
def test_any_line_break_will_do(ending: bytes) -> None:
    message = read_message(letter("Hello\nyou").replace(b"\n", ending))
    assert (message.header.subject, message.body.text) == ("Coffee", "Hello\nyou\n")


def test_junk_between_the_fields_costs_only_itself() -> None:
    raw = b"From: dana@okoye.example\nthis is no field\nSubject: Coffee\n\nHello"
    message = read_message(raw)
    assert (message.header.subject, message.body.text) == ("Coffee", "Hello\n")


def test_a_body_may_begin_without_an_empty_line() -> None:
    message = read_message(b"From: dana@okoye.example\nSubject: Coffee\nHello there, no blank line above.\n")
    assert message.body.text.startswith("Hello there")


def test_the_line_of_an_mbox_file_above_the_header_is_passed_over() -> None:
    message = read_message(b"\nFrom dana@okoye.example Tue Mar  3 10:00:00 2026\n" + letter("Hello"))
    assert (message.header.sender.email, message.body.text) == ("dana@okoye.example", "Hello\n")
    assert read_message(b"From nowhere").body.text == ""
