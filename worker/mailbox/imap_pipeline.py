"""Several commands in flight on one connection, and our own reading of what comes back.

IMAPClient sends one command at a time and takes 120 microseconds to parse what a header needs; over a
real line most of a scan would be waiting, and on a fast one most of it parsing. It still connects, logs
in, lists and selects; between those, this reads the same stream by imaplib's own two reading calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from imaplib import IMAP4
from typing import Protocol

from worker.mailbox.imap_answer import Answer, plain, tolerant

LARGEST = 64 * 1024 * 1024  # bytes of one literal: far more than is ever asked for
_NEWS = re.compile(rb"\* (?:\d+ (?:EXISTS|RECENT|EXPUNGE|FETCH)|VANISHED|BYE)\b", re.IGNORECASE)
_LITERAL = re.compile(rb"\{(\d+)\}\r?\n\Z")


class Stream(Protocol):
    """What is used of imaplib's connection."""

    def send(self, data: bytes) -> None: ...

    def readline(self) -> bytes: ...

    def read(self, size: int) -> bytes: ...


@dataclass(slots=True)
class Request:
    """A command that was sent, and what came back for it so far."""

    tag: bytes
    uids: Container[int]  # whose answers belong to it: servers may mix those of two commands
    answers: dict[int, Answer] = field(default_factory=dict)
    lines: list[bytes] = field(default_factory=list)  # other untagged answers
    said: bytes | None = None  # the tagged answer, once it has come

    @property
    def accepted(self) -> bool:
        """Whether it ended with OK."""
        return self.said is not None and self.said[:2].upper() == b"OK"


class Pipeline:
    """The commands in flight. Raises IMAP4.abort where the conversation breaks, as imaplib does."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._flying: list[Request] = []
        self._sent = 0
        self.closer_looks = 0  # answers that were not as nearly all are

    def send(self, command: bytes, uids: Container[int] = ()) -> Request:
        """Send a command without waiting."""
        return self.send_all([command], uids)[0]

    def send_all(self, commands: Sequence[bytes], uids: Container[int] = ()) -> list[Request]:
        """Send several commands at once."""
        first = self._sent + 1
        requests = [Request(b"P%d" % number, uids) for number, _ in enumerate(commands, first)]
        lines = (b"%b %b\r\n" % (one.tag, said) for one, said in zip(requests, commands, strict=True))
        self._stream.send(b"".join(lines))
        self._sent += len(requests)
        self._flying += requests
        return requests

    def finish(self, request: Request) -> Request:
        """Read until a command has ended; what belongs to others in flight is kept for them."""
        while request.said is None:
            self._take(self.response())
        return request

    def settle(self) -> None:
        """Read until nothing is in flight: before a command that is not ours."""
        while self._flying:
            self.finish(self._flying[0])

    def idle(self, wait: Callable[[], None]) -> bool:
        """IDLE (RFC 2177) until `wait` returns; whether the server told any news.

        A server that refuses is waited for all the same, and not asked again at once.
        """
        request, news, going = self.send(b"IDLE"), False, False
        while request.said is None and not going:
            line = self._heard()
            going, news = line.startswith(b"+"), news or bool(_NEWS.match(line))
        if not news:
            wait()
        if going:
            self._stream.send(b"DONE\r\n")
        while request.said is None:
            news = bool(_NEWS.match(self._heard())) or news
        return news

    def _heard(self) -> bytes:
        pieces = self.response()
        self._take(pieces)
        return pieces[0]

    def response(self) -> list[bytes]:
        """One response: text, literal, text …, without the last line's end; it may come in any portions."""
        line = self._line()
        pieces = []
        while line.endswith((b"}\r\n", b"}\n")) and (announced := _LITERAL.search(line)):
            pieces += [line.rstrip(b"\r\n"), self._literal(int(announced[1]))]
            line = self._line()
        pieces.append(line.rstrip(b"\r\n"))
        return pieces

    def _line(self) -> bytes:
        line = self._stream.readline()
        if not line.endswith(b"\n"):
            raise IMAP4.abort("the connection ended")
        return line

    def _literal(self, size: int) -> bytes:
        data = self._stream.read(size) if size <= LARGEST else b""
        if len(data) != size:
            raise IMAP4.abort("a literal was cut off, or is beyond all measure")
        return data

    def _take(self, pieces: list[bytes]) -> None:
        begin = pieces[0][:6]
        if begin.startswith(b"* "):
            if b" FETCH " in pieces[0][:24].upper():
                self._keep(pieces)
            elif begin.upper() == b"* BYE " or pieces[0].upper() == b"* BYE":
                raise IMAP4.abort(pieces[0].decode("latin-1"))
            elif self._flying:
                self._flying[0].lines.append(pieces[0])
        elif not begin.startswith(b"+"):
            self._end(pieces[0])

    def _keep(self, pieces: list[bytes]) -> None:
        answer = plain(pieces)
        if answer is None:
            self.closer_looks += 1
            answer = tolerant(pieces)
        uid = answer.get(b"UID") if answer else None
        for request in self._flying:
            if answer and isinstance(uid, int) and uid in request.uids:
                request.answers.setdefault(uid, {}).update(answer)
                return

    def _end(self, line: bytes) -> None:
        tag, _, said = line.partition(b" ")
        request = next((one for one in self._flying if one.tag == tag), None)
        if request is None:
            raise IMAP4.abort("an answer to nothing that was asked")
        request.said = said
        self._flying.remove(request)
