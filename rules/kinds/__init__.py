"""Matters to cases: how each stands at `now`, what is owed, by whom and until when.

One file a kind, each reading like its table in DOMAIN.md section 5. A kind says how a matter starts,
how a message moves it, and what the passing of days does.
"""

from rules.kinds.once import told_once
from rules.kinds.reconnect import reconnects
from rules.kinds.stand import stand
from rules.kinds.standing import not_put_away, told_in_person
from rules.kinds.update import updates

__all__ = ["not_put_away", "reconnects", "stand", "told_in_person", "told_once", "updates"]
