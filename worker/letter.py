"""A message described as data, made the mail it stands for: bytes that take the way of any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.message import Message as Mime
from email.mime.multipart import MIMEMultipart
from email.utils import format_datetime, formataddr
from typing import Any

Label = Mapping[str, Any]
"""`message_id`, `date` (ISO 8601), `from`, `to`, `cc`, `bcc`, `subject`, `body`, and where there are any
`in_reply_to`, `references`, `headers`, `html` and `ics`. Of a labelled story or message, the whole line."""

_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP  # readable for a curious person, unlike base64
_LINES = (("From", "from"), ("To", "to"), ("Cc", "cc"), ("Bcc", "bcc"))


def letter(label: Label) -> bytes:
    """The whole message as a mail server would hold it (RFC 5322, RFC 2045)."""
    root = _content(label)
    for name, key in _LINES:
        if people := _list(label.get(key)):
            root[name] = ", ".join(_address(who) for who in people)
    root["Subject"] = _text(label.get("subject") or "")
    root["Date"] = format_datetime(datetime.fromisoformat(label["date"]))
    root["Message-ID"] = label["message_id"]
    for name, key in (("In-Reply-To", "in_reply_to"), ("References", "references")):
        if ids := _list(label.get(key)):
            root[name] = " ".join(ids)
    for name, value in _own_headers(label):
        root[name] = _text(value)
    return root.as_bytes()


def _own_headers(label: Label) -> Iterable[tuple[str, str]]:
    """Further header fields of the label; Content-Type is the shape of the content, not a line of its own."""
    headers = label.get("headers") or {}
    return [(name, value) for name, value in headers.items() if name.lower() != "content-type"]


def _content(label: Label) -> Mime:
    """The parts, nested as mail clients nest them: alternatives of one text, an invitation beside it."""
    parts = [
        _part(label[key], subtype)
        for key, subtype in (("body", "plain"), ("html", "html"), ("ics", "calendar"))
        if label.get(key)
    ] or [_part("", "plain")]
    wrapper = _wrapper(label)
    if wrapper is None and len(parts) == 1:
        return parts[0]
    root = wrapper or MIMEMultipart("alternative")
    for part in parts:
        root.attach(part)
    return root


def _wrapper(label: Label) -> MIMEMultipart | None:
    """The multipart a label asks for by its Content-Type header, e.g. multipart/report of a bounce."""
    named = {name.lower(): value for name, value in (label.get("headers") or {}).items()}
    if not str(named.get("content-type", "")).lower().startswith("multipart/"):
        return None
    asked = Mime()
    asked["Content-Type"] = named["content-type"]
    wrapper = MIMEMultipart(asked.get_content_subtype())
    for name, value in (asked.get_params() or [])[1:]:
        if name.lower() != "boundary":
            wrapper.set_param(name, value)
    return wrapper


def _part(text: str, subtype: str) -> Mime:
    part = Mime()
    part["Content-Type"] = f"text/{subtype}"
    part.set_payload(text.encode("utf-8", "replace").decode("utf-8"), _UTF8)
    method = next((line[7:].strip() for line in text.splitlines() if line.startswith("METHOD:")), "")
    if subtype == "calendar" and method:
        part.set_param("method", method)
    return part


def _address(who: str) -> str:
    """'Name <address>' with the name quoted or encoded; the address is what the last brackets hold."""
    name, bracket, rest = who.rpartition("<")
    if not bracket:
        return who
    try:
        return formataddr((name.strip().strip('"'), rest.strip().rstrip(">")))
    except UnicodeEncodeError:  # an address beyond ASCII (RFC 6532) has no encoded form
        return who


def _text(value: str) -> str:
    one_line = " ".join(value.split())
    return one_line if one_line.isascii() else Header(one_line, "utf-8").encode()


def _list(value: str | Iterable[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())
