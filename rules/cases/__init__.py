"""Readings to matters: which messages belong together, and who is what in them."""

from rules.cases.assemble import assemble, refusals
from rules.cases.openings import may_open
from rules.cases.single import single

__all__ = ["assemble", "may_open", "refusals", "single"]
