"""Delivery reports: which addresses failed for good (RFC 3464).

Policy: only a final failure counts (action "failed", or status 5.x.x without another action); a delay
notice names nobody.
"""

from __future__ import annotations

from rules.model import Header
from worker.mime.parts import Part


def failed_addresses(root: Part, header: Header, text: str) -> tuple[str, ...]:
    """The addresses a report names with a final failure, in their order."""
    return ()
