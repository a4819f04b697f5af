"""A letter of the owner's: what of it can be a command, and what shows where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rules.model import Body, Header, Mark, SpanKind
from worker.digest.token import codes_in
from worker.mime import read_message
from worker.mime.fields import Fields, lines_of, split

_AUTOMATIC = frozenset(
    {Mark.AUTO_REPLY, Mark.AUTO_GENERATED, Mark.LIST, Mark.BULK, Mark.REPORT, Mark.CALENDAR, Mark.OWN_DIGEST}
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One copy of a mail, as it lay in the mailbox."""

    header: Header
    froms: tuple[str, ...]  # every From field as it stands there
    vouched: tuple[str, ...]  # every Authentication-Results, the topmost first
    text: str  # typed for this mail, above the first quote
    codes: tuple[str, ...]  # there, too
    arrived: datetime

    @property
    def named(self) -> frozenset[str]:
        """The messages it says it answers."""
        return frozenset((*self.header.in_reply_to, *self.header.references))

    @property
    def is_automatic(self) -> bool:
        """Whether a machine, a list or a calendar sent it."""
        return not _AUTOMATIC.isdisjoint(self.header.marks)


def read_letter(content: bytes, *, header: Header | None = None, arrived: datetime) -> Letter:
    """Read a mail, whatever the bytes; `header` where it was read before, under the id it is kept by."""
    message = read_message(content, header=header, arrived=arrived)
    fields = _plain_fields(content)
    above = tuple(_above_quotes(message.body))
    return Letter(
        header=message.header,
        froms=tuple(fields.texts("from")),
        vouched=tuple(fields.texts("authentication-results")),
        text="\n".join(said for kind, said in above if kind is SpanKind.NEW),
        codes=codes_in("\n".join(said for _, said in above)),
        arrived=arrived,
    )


def _plain_fields(content: bytes) -> Fields:
    """The fields whose word counts; none at all where a bare CR or a NUL could smuggle one in.

    Mail is read with a bare CR as a line break, as old programs wrote it; no server vouches for such a line.
    """
    head, _, _ = content.replace(b"\r\n", b"\n").partition(b"\n\n")
    fields, _ = split(b"" if b"\r" in head or b"\0" in head else lines_of(content))
    return fields


def _above_quotes(body: Body) -> Iterator[tuple[SpanKind, str]]:
    """The spans before anybody is quoted: what is typed below or between is not looked at."""
    for span in body.spans:
        if span.kind in (SpanKind.ATTRIBUTION, SpanKind.QUOTE):
            return
        yield span.kind, body.text[span.start : span.end]
