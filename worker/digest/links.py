"""The links of a digest: they write a mail (RFC 6068) or open a thread; to follow one does nothing else."""

from __future__ import annotations

from urllib.parse import quote

from rules.model import Draft
from worker.digest.token import line_of, token
from worker.digest.values import Issue, MailProgram

_GMAIL = "https://mail.google.com/mail/"
_MADE_UP = "@missing.invalid>"  # stands for a Message-ID that the mail itself lacks: no program knows it


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


def answer_link(words: str, *, issue: Issue, subject: str) -> str:
    """A reply to this issue that says one thing, like "done 2"; it acts only once the owner has sent it.

    Few mail programs heed In-Reply-To in a link, so a code for that word and that item stands below it.
    """
    verb, number, *_ = words.split()
    code = line_of(token(issue.key, issue.message_id, int(number), verb)) if issue.key else ""
    body = "\n\n".join(line for line in (words, code) if line)
    return mailto((issue.to,), subject=f"Re: {subject}", in_reply_to=issue.message_id, body=f"{body}\n")


def thread_link(message_id: str, issue: Issue) -> str:
    """Opens the thread that holds a message; "" where the mail program knows no such link.

    Gmail searches by Message-ID, in the account named; Apple Mail has a scheme of its own. Only the
    Message-ID comes from mail, percent-encoded behind a fixed beginning: it can lead nowhere else.
    """
    if not message_id.strip("<>") or message_id.endswith(_MADE_UP):
        return ""
    match issue.program:
        case MailProgram.GMAIL:
            account = f"?authuser={quote(issue.account, safe='@')}" if "@" in issue.account else ""
            return f"{_GMAIL}{account}#search/rfc822msgid%3A{quote(message_id.strip('<>'), safe='')}"
        case MailProgram.APPLE:
            return f"message://{quote(message_id, safe='@')}"
    return ""


def mailto(to: tuple[str, ...], **fields: str) -> str:
    """A mailto: URI. Everything is percent-encoded, so that no field can smuggle in another one."""
    names = {"in_reply_to": "In-Reply-To"}
    pairs = [f"{names.get(name, name)}={_encoded(value)}" for name, value in fields.items() if value]
    return f"mailto:{','.join(map(_encoded, to))}" + (f"?{'&'.join(pairs)}" if pairs else "")


def _encoded(text: str) -> str:
    return quote(text.replace("\n", "\r\n"), safe="@")
