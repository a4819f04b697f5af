"""Mail as a test wants to tell it: who wrote whom, when, in answer to what, and what they said."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from zoneinfo import ZoneInfo

from rules.model import Calendar, Message, Owner, Reading
from rules.reading import signals
from worker.mime import read_header, read_message
from worker.packs import packs

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MARA = "Mara Lindqvist <mara@lindqvist.example>"
"""Whose mailbox it is, unless a test says otherwise."""

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Addresses = str | Sequence[str]
NO_HEADERS: Mapping[str, str] = {}


def when(text: str, zone: ZoneInfo = STOCKHOLM) -> datetime:
    """The instant of "Mon 2026-11-02 09:00", or without day or hour; a wrong weekday is a mistake."""
    day, iso = (text[:3], text[4:]) if text[:3] in DAYS else ("", text)
    instant = datetime.fromisoformat(iso).replace(tzinfo=zone)
    if day not in ("", DAYS[instant.weekday()]):
        raise ValueError(f"{iso} is a {DAYS[instant.weekday()]}, not a {day}")
    return instant


def owner(who: str = MARA, *, zone: ZoneInfo = STOCKHOLM) -> Owner:
    """An owner of one address, with Saturday and Sunday off."""
    name, address = parseaddr(who)
    return Owner(addresses=frozenset({address}), calendar=Calendar(zone), name=name)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: its bytes as a server holds them, and what an answer to it needs."""

    content: bytes
    message_id: str
    references: tuple[str, ...]
    sender: str
    on: datetime
    subject: str
    says: str

    @property
    def message(self) -> Message:
        return read_message(self.content, header=read_header(self.content, arrived=None), arrived=None)

    def reading(self, by: Owner) -> Reading:
        return signals.read(self.message, owner=by, packs=packs())


def mail(
    sender: str,
    says: str = "",
    *,
    on: str | datetime,
    to: Addresses = MARA,
    cc: Addresses = (),
    bcc: Addresses = (),
    subject: str = "",
    answers: Mail | None = None,
    headers: Mapping[str, str] = NO_HEADERS,
    part: EmailMessage | None = None,
) -> Mail:
    """A mail as an ordinary client writes it: an answer quotes below, and keeps subject and thread."""
    at = when(on) if isinstance(on, str) else on
    subject = subject or (_re(answers.subject) if answers else "")
    message_id = _message_id(sender, at, subject, says)
    references = (*answers.references, answers.message_id) if answers else ()
    root = EmailMessage()
    fields = {
        "From": sender,
        "To": _line(to),
        "Cc": _line(cc),
        "Bcc": _line(bcc),
        "Subject": subject,
        "Date": format_datetime(at),
        "Message-ID": message_id,
        "In-Reply-To": " ".join(references[-1:]),
        "References": " ".join(references),
        **headers,
    }
    for name, value in fields.items():
        if value:
            root[name] = value
    root.set_content(says.strip() + "\n" + (_quoted(answers) if answers else ""), cte="8bit")
    if part:
        root.make_mixed()
        root.attach(part)
    return Mail(root.as_bytes(), message_id, references, sender, at, subject, says)


def bounce(of: Mail, *, failed: str, on: str | datetime) -> Mail:
    """The report that one address could not be reached (RFC 3464)."""
    _, address = parseaddr(failed)
    server, recipient = EmailMessage(), EmailMessage()
    server["Reporting-MTA"] = "dns; mx.postal.example"
    recipient["Final-Recipient"] = f"rfc822; {address}"
    recipient["Action"], recipient["Status"] = "failed", "5.1.1"
    part = EmailMessage()
    part["Content-Type"] = "message/delivery-status"
    part.set_payload([server, recipient])
    told = mail(
        "Mail Delivery System <MAILER-DAEMON@postal.example>",
        f"Your message could not be delivered to {address}: no such user.",
        on=on,
        to=of.sender,
        subject="Undelivered Mail Returned to Sender",
        headers={"In-Reply-To": of.message_id, "Auto-Submitted": "auto-replied"},
        part=part,
    )
    content = told.content.replace(b"multipart/mixed", b"multipart/report; report-type=delivery-status", 1)
    return Mail(content, told.message_id, (), told.sender, told.on, told.subject, told.says)


def invitation(
    at: datetime, *, organizer: str, guests: Sequence[str], accepted: bool = False
) -> EmailMessage:
    """A calendar part (RFC 5545): an hour at `at`, proposed by the organizer, or accepted by the guests."""
    state = "ACCEPTED" if accepted else "NEEDS-ACTION"
    method = "REPLY" if accepted else "REQUEST"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", f"METHOD:{method}", "BEGIN:VEVENT"]
    lines += [
        f"UID:{at:%Y%m%dT%H%M}-{parseaddr(organizer)[1]}",
        f"ORGANIZER:mailto:{parseaddr(organizer)[1]}",
    ]
    lines += [f"ATTENDEE;PARTSTAT={state}:mailto:{parseaddr(guest)[1]}" for guest in guests]
    lines += [f"{name}:{_utc(time)}" for name, time in (("DTSTART", at), ("DTEND", at + timedelta(hours=1)))]
    part = EmailMessage()
    text = "\r\n".join([*lines, f"DTSTAMP:{_utc(at)}", "END:VEVENT", "END:VCALENDAR", ""])
    part.set_content(text, subtype="calendar", params={"method": method})
    return part


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"


def _line(addresses: Addresses) -> str:
    people = [addresses] if isinstance(addresses, str) else addresses
    return ", ".join(formataddr(parseaddr(person)) for person in people)


def _re(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _quoted(parent: Mail) -> str:
    lines = "\n".join(f"> {line}" for line in parent.says.strip().splitlines())
    return f"\nOn {parent.on:%a, %d %b %Y at %H:%M}, {parent.sender} wrote:\n{lines}\n"


def _message_id(sender: str, at: datetime, *rest: str) -> str:
    left = hashlib.sha256("\0".join((sender, at.isoformat(), *rest)).encode()).hexdigest()[:16]
    return f"<{left}@{parseaddr(sender)[1].partition('@')[2]}>"
