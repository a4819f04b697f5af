"""Readings to matters: which messages belong together, and who is what in them."""

from rules.cases.assemble import assemble

__all__ = ["assemble"]
