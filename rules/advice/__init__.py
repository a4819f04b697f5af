"""What stands beside the duties, by pure functions: each piece with its evidence, yes, no or unknown.

grounds.py               what all advice stands on, and who somebody is in it
houses.py                whether two names, or an address, mean one company
contact_types.py         what may be asked of whom; an ask that does not fit its person
readiness.py             the six elements of an endorsement
ask_load.py              whom to leave in peace, and until when
ledger.py                help given and received, and something to give back
application_conflict.py  an application where a conversation is under way
paths.py                 who can open a company
advise.py                all of it for one review

Unknown is asked, never guessed from warmth (DOMAIN.md section 6).
"""

from rules.advice.advise import advise
from rules.advice.contact_types import GOOD_FOR
from rules.advice.grounds import Grounds

__all__ = ["GOOD_FOR", "Grounds", "advise"]
