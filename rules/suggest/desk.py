"""What suggestions are made from beside the cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.drafts import Wordings, first_name
from rules.model import Address, Case, Header, Owner

_LAST_RESORT = "en"


@dataclass(frozen=True, slots=True)
class Desk:
    """The owner, the day, and what is known of mail and people by their labels: addresses, or bare names."""

    owner: Owner
    today: date
    headers: Mapping[str, Header]  # by Message-ID
    names: Mapping[str, str]  # of people, by address
    said: Mapping[str, Wordings]  # by language
    languages: Mapping[str, str]  # of messages, by Message-ID

    def address(self, label: str) -> Address:
        """An address with the name it goes by; a bare name where no address is known."""
        return Address(label, self.names.get(label, "")) if "@" in label else Address("", label)

    def name(self, label: str) -> str:
        """What the digest calls somebody."""
        who = self.address(label)
        return who.name or who.email

    def called(self, label: str | None) -> str:
        """What a letter calls somebody: by their first name, or the bare name that is all we know."""
        who = self.address(label) if label else Address("")
        return first_name(who) if who.email else who.name

    def about(self, case: Case) -> str:
        """Whom or what a case is about: its first target who is not the owner, else its company; maybe ""."""
        named = (target for target in case.targets if target not in self.owner.addresses)
        target = next(named, None)
        return self.name(target) if target else case.organisation or ""

    def wording(self, case: Case) -> Wordings:
        """In the newest language of the case that there are drafts in; else in English."""
        spoken = [self.languages.get(message_id, "") for message_id in reversed(case.messages)]
        known = (language for language in (*spoken, _LAST_RESORT) if language in self.said)
        with_texts = (self.said[language] for language in known if self.said[language].texts)
        return next(with_texts, Wordings(_LAST_RESORT, {}))
