"""Readings to matters: which messages belong together, and who is what in them."""

from rules.cases.arrival import said_in
from rules.cases.assemble import assemble, examine
from rules.cases.openings import may_open
from rules.cases.single import single

__all__ = ["assemble", "examine", "may_open", "said_in", "single"]
