"""Draft -> ShownDraft: a draft as it is seen before it is opened."""

from __future__ import annotations

from dataclasses import dataclass

from rules.model import Address, Draft
from worker.digest.links import draft_link


@dataclass(frozen=True, slots=True)
class Room:
    """How much an issue shows, so that no mail program cuts it off: of drafts, and items in all."""

    letters: int
    drafts: int
    items: int = 1000


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """A draft as it is seen before it is opened. `fields` are its header lines."""

    fields: tuple[tuple[str, str], ...]
    text: str
    link: str
    language: str


def shown(address: Address) -> str:
    """ "Ines Carvalho <ines@example.org>", or as much of it as is known."""
    return (
        f"{address.name} <{address.email}>"
        if address.name and address.email
        else address.email or address.name
    )


def shown_draft(draft: Draft, room: Room) -> ShownDraft:
    """The draft, cut where the issue has no room; a draft that was cut cannot be opened."""
    fields = (("To", draft.to), ("Cc", draft.cc), ("Bcc", draft.bcc))
    lines = [(name, ", ".join(map(shown, people))) for name, people in fields if people]
    text = draft.text if len(draft.text) <= room.letters else draft.text[: room.letters].rstrip() + "…"
    return ShownDraft(
        fields=(*lines, ("Subject", draft.subject)),
        text=text,
        link=draft_link(draft) if text == draft.text else "",
        language=draft.language,
    )
