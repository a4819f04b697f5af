from __future__ import annotations

import pytest

from tests.worker.mime.letters import letter, mixed, read
from worker.mime import read_message

DAEMON = "Mail Delivery System <MAILER-DAEMON@postal.example>"


def report(*groups: str) -> bytes:
    status = (
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.postal.example\n\n"
        + "\n\n".join(groups)
    )
    returned = b"Content-Type: message/rfc822\n\n" + letter("Hello Bo, and ann@example.org")
    return mixed("\nCould not be delivered.", status, returned, kind="report")


def test_addresses_that_failed_for_good_are_named() -> None:
    content = report(
        "Final-Recipient: rfc822; bo@example.org\nAction: failed\nStatus: 5.1.1",
        "Original-Recipient: rfc822;cy@example.org\n"
        "Final-Recipient: rfc822; other@relay.example\nAction: Failed (no user)",
        "Final-Recipient: rfc822; di@example.org\nStatus: 5.2.2",
        "Final-Recipient: rfc822; bo@example.org\nAction: failed",
        "Final-Recipient: rfc822; nobody\nAction: failed",
    )
    assert read_message(content).failed == ("bo@example.org", "cy@example.org", "di@example.org")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_delay_and_a_delivery_name_nobody(action: str) -> None:
    content = report(f"Final-Recipient: rfc822; bo@example.org\nAction: {action}\nStatus: 4.4.1")
    assert read_message(content).failed == ()
    assert read_message(report("Final-Recipient: rfc822; bo@example.org\nStatus: 4.4.1")).failed == ()


@pytest.mark.parametrize(
    "text",
    [
        "Hi. This is the mail program at postal.example.\n"
        "I was not able to deliver your message.\nThis is a permanent error.\n\n"
        "<bo@example.org>:\n550 no such person here\n\n"
        "--- Below this line is a copy of the message.\n\nTo: ann@example.org\n",
        "A message that you sent could not be delivered to one or more of its recipients.\n"
        "\n  bo@example.org\n    Unrouteable address: user unknown\n",
        "Your message\n\n  To:  bo@example.org\n\ncould not be delivered: 5.1.1\n",
    ],
)
def test_a_bounce_written_for_people_is_understood(text: str) -> None:
    assert read(text, from_=DAEMON, to="dana@okoye.example").failed == ("bo@example.org",)


def test_the_field_exim_adds_is_believed() -> None:
    assert read(
        "Delivery failed", from_=DAEMON, x_failed_recipients="bo@example.org, cy@example.org"
    ).failed == (
        "bo@example.org",
        "cy@example.org",
    )


def test_a_warning_written_for_people_names_nobody() -> None:
    text = "Warning: your message to\n<bo@example.org>\nhas been delayed; it will be retried. 550 so far."
    assert read(text, from_=DAEMON).failed == ()
    assert read(text, from_=DAEMON, x_failed_recipients="bo@example.org").failed == ()


def test_a_persons_mail_that_speaks_of_a_bounce_is_none() -> None:
    assert read("<bo@example.org>:\n550 user unknown, it said.").failed == ()


def test_addresses_in_the_returned_mail_and_the_readers_own_are_not_failed() -> None:
    text = "Could not deliver.\ndana@okoye.example: 550\n> bo@example.org 550 user unknown\n"
    assert read(text, from_=DAEMON, to="dana@okoye.example").failed == ()
