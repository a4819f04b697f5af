"""A matter while it is gathered."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import datetime

from rules.cases.naming import naming_words
from rules.matter import Event, Matter, Role, Who
from rules.model import Act, Kind
from rules.reading.mentions import any_short_of
from rules.who.names import fold
from rules.who.things import is_no_person


@dataclass(slots=True, eq=False)
class Gathering:
    """One matter in the making."""

    id: str
    opening: Kind
    roles: dict[Role, Who]
    last: datetime  # the newest message that was about it: the window runs from there
    form: str = ""
    purpose: str = ""
    organisation: str = ""
    aliases: dict[str, Role] = field(default_factory=dict)  # persons who turned out to be somebody of it
    newly_met: set[str] = field(default_factory=set)  # persons first met through this matter
    threads: set[str] = field(default_factory=set)
    message_ids: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)

    @property
    def sought(self) -> Role:
        """Who is to be met: the target; where I am the target, whoever wants to meet me."""
        target = self.roles.get(Role.TARGET)
        return Role.REQUESTER if target and target.person == "me" else Role.TARGET

    def persons(self) -> set[str]:
        return {who.person for who in self.roles.values()} | self.aliases.keys()

    def is_on(self, persons: Set[str]) -> bool:
        """Whether somebody of it is among these."""
        held = any([who.person in persons for who in self.roles.values()])  # noqa: C419 - they are few
        return held or not persons.isdisjoint(self.aliases)

    def role_of(self, person: str) -> Role | None:
        own = next((role for role, who in self.roles.items() if who.person == person), None)
        return own or self.aliases.get(person)

    def is_made_by_me(self) -> bool:
        """Whether I have introduced the two: on one mail, or by handing one of them on to the other."""
        two = {Role.REQUESTER, Role.TARGET}
        return any(e.by is Role.ME and (two <= e.to or e.says(Act.INTRODUCES)) for e in self.events)

    def spoken_of(self, said: frozenset[str], *, but: Role | None = None) -> bool:
        """Whether folded words name somebody of the matter (beside one role), or its company.

        The owner's own name stands in every greeting and under every mail of theirs: it says nothing.
        """
        others = (who for role, who in self.roles.items() if role is not but and who.person != "me")
        names = {w for who in others for w in naming_words(who)}
        names |= {w for w in fold(self.organisation).split() if len(w) > 2 and not is_no_person(w)}
        return any_short_of(names, said)

    def names(self, role: Role, said: frozenset[str]) -> bool:
        """Whether folded words name whoever has this role."""
        return role in self.roles and any_short_of(naming_words(self.roles[role]), said)

    def finish(self) -> Matter:
        return Matter(
            self.id,
            self.opening,
            dict(self.roles),
            tuple(self.events),
            self.organisation,
            self.purpose,
            self.form,
        )
