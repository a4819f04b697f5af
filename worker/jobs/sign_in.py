"""One mail to the owner when a sign-in has ended: until they sign in again, nothing can be read."""

from __future__ import annotations

from datetime import datetime
from html import escape

from worker.digest import Digest
from worker.jobs.post import Post, Posted, deliver
from worker.ports import SIGN_IN, Planned, SignInNeeded

_TEXT = """{what}.

Introloop reads no new mail of this account until you do. On the machine it runs on:

    {how}

This is said once. introloop status says how it stands.
"""


def ask_to_sign_in(post: Post, needed: SignInNeeded) -> Posted:
    """Once for each time a sign-in ended; where nobody has signed in yet, whoever sets it up is there."""
    if not needed.since:
        return Posted.NOT_DUE
    planned = post.store.planned(SIGN_IN, needed.since)
    return deliver(post, planned or _frozen(post, needed))


def _frozen(post: Post, needed: SignInNeeded) -> Planned:
    now = post.now()
    due = datetime.fromisoformat(needed.since)
    issue = post.desk.issue(SIGN_IN, needed.since, now=now, due=due)
    text = _TEXT.format(what=needed, how=needed.advice.removeprefix("Type: "))
    text = text.replace("introloop ", f"introloop{post.desk.where} ")
    html = f'<pre style="font: inherit; white-space: pre-wrap">{escape(text)}</pre>'
    return post.freeze(Digest("Please sign in again", text, html), issue, kind=SIGN_IN, due=due)
