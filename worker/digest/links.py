"""Links that write a mail (RFC 6068): the only links a digest has. Nothing happens when one is followed."""

from __future__ import annotations

from urllib.parse import quote

from rules.model import Draft


def draft_link(draft: Draft) -> str:
    """Opens the draft in the owner's mail program, in its thread where the program can."""
    return mailto(
        tuple(a.email for a in draft.to if a.email),
        cc=",".join(a.email for a in draft.cc if a.email),
        bcc=",".join(a.email for a in draft.bcc if a.email),
        subject=draft.subject,
        in_reply_to=draft.in_reply_to,
        body=draft.text,
    )


def mailto(to: tuple[str, ...], **fields: str) -> str:
    """A mailto: URI. Everything is percent-encoded, so that no field can smuggle in another one."""
    names = {"in_reply_to": "In-Reply-To"}
    pairs = [f"{names.get(name, name)}={_encoded(value)}" for name, value in fields.items() if value]
    return f"mailto:{','.join(map(_encoded, to))}" + (f"?{'&'.join(pairs)}" if pairs else "")


def _encoded(text: str) -> str:
    return quote(text.replace("\n", "\r\n"), safe="@")
