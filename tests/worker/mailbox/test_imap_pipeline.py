"""Commands in flight: whose answer is whose, and what ends a conversation. The server is a script."""

from __future__ import annotations

from imaplib import IMAP4
from io import BytesIO

import pytest

from worker.mailbox import imap_pipeline
from worker.mailbox.imap_pipeline import Pipeline


class Script:
    """A stream that says what it was given, whatever is sent."""

    def __init__(self, said: bytes) -> None:
        self._said = BytesIO(said)
        self.sent: list[bytes] = []

    def send(self, data: bytes) -> None:
        self.sent.append(data)

    def readline(self) -> bytes:
        return self._said.readline()

    def read(self, size: int) -> bytes:
        return self._said.read(size)


def text(uid: int, said: bytes) -> bytes:
    return b"* %d FETCH (UID %d BODY[TEXT] {%d}\r\n%b)\r\n" % (uid, uid, len(said), said)


def test_several_commands_are_sent_before_the_first_is_answered() -> None:
    script = Script(text(1, b"one") + b"P1 OK done\r\n" + text(2, b"two") + b"P2 OK done\r\n")
    pipeline = Pipeline(script)
    first, second = pipeline.send(b"UID FETCH 1 (X)", {1}), pipeline.send(b"UID FETCH 2 (X)", {2})
    assert script.sent == [b"P1 UID FETCH 1 (X)\r\n", b"P2 UID FETCH 2 (X)\r\n"]
    assert pipeline.finish(second).answers[2][b"BODY[TEXT]"] == b"two"
    assert pipeline.finish(first).answers[1][b"BODY[TEXT]"] == b"one"


def test_answers_that_a_server_mixes_go_to_whoever_asked() -> None:
    said = text(2, b"two") + text(1, b"one") + b"P2 OK done\r\nP1 OK done\r\n"
    pipeline = Pipeline(Script(said))
    first, second = pipeline.send(b"A", {1}), pipeline.send(b"B", {2})
    pipeline.settle()
    assert (list(first.answers), list(second.answers)) == ([1], [2])


def test_an_answer_in_two_halves_is_one() -> None:
    pipeline = Pipeline(Script(b"* 1 FETCH (UID 1 FLAGS ())\r\n" + text(1, b"one") + b"P1 OK done\r\n"))
    assert set(pipeline.finish(pipeline.send(b"A", {1})).answers[1]) == {b"UID", b"FLAGS", b"BODY[TEXT]"}


def test_what_nobody_asked_for_is_passed_over() -> None:
    said = b"* 9 EXISTS\r\n* 3 FETCH (FLAGS (\\Seen))\r\n* 4 FETCH (UID 4 FLAGS ())\r\nP1 OK done\r\n"
    pipeline = Pipeline(Script(said))
    assert pipeline.finish(pipeline.send(b"A", {1})).answers == {}


def test_answers_that_are_not_as_usual_are_counted() -> None:
    pipeline = Pipeline(Script(text(1, b"one") + b"* 1 FETCH (UID 1 FLAGS ())\r\nP1 OK done\r\n"))
    pipeline.finish(pipeline.send(b"A", {1}))
    assert pipeline.closer_looks == 1


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"* 1 FET",
        b"* BYE too long idle\r\n",
        b"* 1 FETCH (UID 1 BODY[TEXT] {10}\r\nshort",
        b"P7 OK whose is it?\r\n",
        b"* 1 FETCH (UID 1 BODY[TEXT] {99}\r\n" + b"x" * 99 + b")\r\n",
    ],
    ids=["gone", "in a line", "BYE", "in a text", "a stranger's answer", "beyond all measure"],
)
def test_a_conversation_that_breaks_is_given_up(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_pipeline, "LARGEST", 50)
    pipeline = Pipeline(Script(said))
    request = pipeline.send(b"A", {1})
    with pytest.raises(IMAP4.abort):
        pipeline.finish(request)


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        (b"+ idling\r\n", b"* 5 EXISTS\r\nP1 OK done\r\n", True),
        (b"* 5 EXISTS\r\n+ idling\r\n", b"P1 OK done\r\n", True),
        (b"+ idling\r\n", b"* OK Still here\r\nP1 OK done\r\n", False),
        (b"+ idling\r\n", b"* VANISHED 4\r\nP1 OK done\r\n", True),
    ],
)
def test_idling_tells_whether_there_is_news(before: bytes, after: bytes, news: bool) -> None:
    script = Script(before + after)
    waited: list[bool] = []
    assert Pipeline(script).idle(lambda: waited.append(True)) is news
    assert script.sent == [b"P1 IDLE\r\n", b"DONE\r\n"]
    assert bool(waited) is (b"EXISTS" not in before)  # news that is there already is not waited for


def test_a_server_that_refuses_to_idle_is_left_alone_as_long_and_not_told_that_we_are_done() -> None:
    script, waited = Script(b"P1 BAD not here\r\n"), list[bool]()
    assert not Pipeline(script).idle(lambda: waited.append(True))
    assert (script.sent, waited) == ([b"P1 IDLE\r\n"], [True])
