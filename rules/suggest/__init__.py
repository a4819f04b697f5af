"""Cases to suggestions: the next step of every open case, in the digest's order, with its drafts."""

from rules.suggest.choose import suggest
from rules.suggest.desk import Desk, correspondence

__all__ = ["Desk", "correspondence", "suggest"]
