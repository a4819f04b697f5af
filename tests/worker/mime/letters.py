"""Mail as bytes, written the way mail programs write it, right and wrong."""

from __future__ import annotations

from rules.model import Body, Message, SpanKind
from worker.mime import read_message

FROM = "Dana Okoye <dana@okoye.example>"


def letter(body: str | bytes = "", *, kind: str = "text/plain; charset=utf-8", **fields: str) -> bytes:
    """A message with a body of one type; a keyword adds a field or replaces one (`reply_to` is Reply-To)."""
    named = {"from": FROM, "to": "mara@lindqvist.example", "subject": "Coffee", "content-type": kind}
    named["date"] = "Tue, 03 Mar 2026 10:00:00 +0100"
    named |= {name.rstrip("_").replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name.title()}: {value}\n" for name, value in named.items() if value)
    return head.encode() + b"\n" + (body.encode() if isinstance(body, str) else body)


def mixed(*parts: str | bytes, kind: str = "mixed") -> bytes:
    """A multipart message; each part brings its own header and an empty line."""
    raw = [part.encode() if isinstance(part, str) else part for part in parts]
    body = b"".join(b"--edge\n" + part + b"\n" for part in raw) + b"--edge--\n"
    return letter(body, kind=f'multipart/{kind}; boundary="edge"')


def read(body: str | bytes, *, kind: str = "text/plain; charset=utf-8", **fields: str) -> Message:
    return read_message(letter(body, kind=kind, **fields))


def new(body: Body) -> str:
    return body.of(SpanKind.NEW).strip()


def quoted(body: Body) -> str:
    return body.of(SpanKind.QUOTE).strip()


def signed(body: Body) -> str:
    return body.of(SpanKind.SIGNATURE).strip()
