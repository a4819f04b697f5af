"""What is said to log in with a token, as RFC 7628 and its forerunner write it."""

from __future__ import annotations

import pytest

from worker.sasl import Bearer, chosen


def bearer(mechanism: str, user: str = "mara@example.com") -> Bearer:
    return Bearer(mechanism, user, "vF9dft4qmT", "imap.example.com", 993)


def test_the_standard_is_said_with_user_host_and_port() -> None:
    assert bearer("OAUTHBEARER").answer(b"") == (
        b"n,a=mara@example.com,\x01host=imap.example.com\x01port=993\x01auth=Bearer vF9dft4qmT\x01\x01"
    )


def test_a_user_name_cannot_break_out_of_its_place() -> None:
    assert b"n,a=a=3Db=2Cc,\x01" in bearer("OAUTHBEARER", "a=b,c").answer(b"")


def test_the_forerunner_is_said_with_the_user_alone() -> None:
    assert bearer("XOAUTH2").answer(b"") == b"user=mara@example.com\x01auth=Bearer vF9dft4qmT\x01\x01"


@pytest.mark.parametrize(("mechanism", "answer"), [("OAUTHBEARER", b"\x01"), ("XOAUTH2", b"")])
def test_a_refusal_is_acknowledged_and_the_token_not_said_again(mechanism: str, answer: bytes) -> None:
    assert bearer(mechanism).answer(b'{"status":"invalid_token"}') == answer


@pytest.mark.parametrize(
    ("offered", "mechanism"),
    [
        (["PLAIN", "xoauth2", "oauthbearer"], "OAUTHBEARER"),
        (["LOGIN", "XOAUTH2"], "XOAUTH2"),
        (["PLAIN", "LOGIN"], ""),
        ([], ""),
    ],
)
def test_the_standard_is_chosen_where_the_server_offers_it(offered: list[str], mechanism: str) -> None:
    assert chosen(offered) == mechanism
