"""The people around the owner, as of the message being read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache

from rules.matter import Directory, Who
from rules.model import Address, Owner, Person, Reading
from rules.who.addresses import company_of
from rules.who.names import fold, folded_words, human_name

_PARTY = 8  # people on a mail who can be said to have met on it


class Circle:
    """Whom the owner knows, who has met whom, and who is a colleague (DOMAIN.md sections 4 and 5)."""

    def __init__(self, owner: Owner, people: Directory) -> None:
        self.owner = owner
        self.people = people
        self.introduced: set[str] = set()
        self._written_to: set[str] = set()
        self._heard_from: set[str] = set()
        self._together: dict[str, set[str]] = defaultdict(set)
        self._houses = houses = {fold(company_of(a)) for a in owner.addresses} - {""}
        self._is_of_my_house = cache(lambda email: fold(company_of(email)) in houses)
        self._colleagues_called: set[str] = set()
        self._known: dict[Address, Who] = {}  # a few people stand on most lines

    def note(self, sender: Who, everybody: Collection[Who]) -> None:
        """Remember who wrote to whom, after the message has been read; `everybody` is on it but the owner."""
        if sender.label in self.owner.addresses:
            self._written_to.update(who.person for who in everybody)
        else:
            self._heard_from.add(sender.person)
        if 1 < len(everybody) <= _PARTY:
            persons = [who.person for who in everybody]
            for person in persons:
                self._together[person].update(persons)
        for who in filter(self.is_colleague, everybody):
            self._colleagues_called.update((fold(who.name), *folded_words(who.name)))

    def knows(self, who: Who) -> bool:
        """Introduced to the owner, or with mail in both directions before."""
        person = who.person
        return person in self.introduced or (person in self._written_to and person in self._heard_from)

    def has_met(self, who: Who) -> bool:
        """Whether there was any mail with them before, in one direction at least."""
        person = who.person
        return person in self.introduced or person in self._written_to or person in self._heard_from

    def are_together(self, one: Who, other: Who) -> bool:
        """Whether two others have stood on one mail before."""
        return one.person != other.person and other.person in self._together.get(one.person, ())

    def is_me(self, address: Address) -> bool:
        """Whether it is one of the owner's addresses."""
        return address.email in self.owner.addresses

    def is_colleague(self, who: Who) -> bool:
        """Whether somebody works where the owner does; a bare name, as one of them is called."""
        if "@" in who.label:
            return self._is_of_my_house(who.label)
        return fold(who.name) in self._colleagues_called

    def is_own_company(self, name: str) -> bool:
        """Whether a name is that of the owner's organisation, or of a part of it."""
        folded = fold(name)
        return folded in self._houses or not self._houses.isdisjoint(folded.split())

    def me(self, reading: Reading) -> Who:
        """The owner, under the address this message has for them."""
        header = reading.header
        mine = [a.email for a in (header.sender, *header.to, *header.cc, *header.bcc) if self.is_me(a)]
        return Who((mine or sorted(self.owner.addresses))[0], "me", self.owner.name)

    def who(self, address: Address) -> Who:
        """Somebody on a header line."""
        who = self._known.get(address)
        if who is None:
            person = self.people.of(address)
            who = self._known[address] = Who(address.email, person.id, human_name(address) or person.name)
        return who

    def named(self, name: str) -> Who:
        """Somebody named in a text: an address, a person we can tell, or a bare name."""
        person: Person | None = self.people.find(name)
        if "@" in name:
            return Who(name, person.id if person else name, person.name if person else "")
        if person and person.addresses:
            return Who(person.addresses[0], person.id, person.name)
        return Who(name, f"name:{fold(name)}", name)

    def others(self, addresses: Iterable[Address]) -> tuple[Who, ...]:
        """Everybody of some header lines but the owner, one of each person, in order."""
        found: dict[str, Who] = {}
        mine = self.owner.addresses
        for address in addresses:
            if address.email not in mine:
                who = self.who(address)
                found.setdefault(who.person, who)
        return tuple(found.values())
