"""Two notes about one human, made one."""

from __future__ import annotations

from rules.model import PersonNote


def joined(old: PersonNote, new: PersonNote) -> PersonNote:
    """All their addresses, and the newer word wherever there is one."""
    return PersonNote(
        addresses=tuple(dict.fromkeys(old.addresses + new.addresses)),
        name=new.name or old.name,
        organisation=new.organisation or old.organisation,
        contact_type=new.contact_type or old.contact_type,
        note=new.note or old.note,
        position=new.position or old.position,
        profile=new.profile or old.profile,
        from_book=new.from_book and old.from_book,
        elements=tuple(sorted({**dict(old.elements), **dict(new.elements)}.items())),
        inside=new.inside or old.inside,
    )
