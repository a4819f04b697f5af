"""Who can open a company: the one that is named, or each target of the configuration."""

from __future__ import annotations

from dataclasses import replace

from rules.model import Owner
from worker.ports import IntroloopError


class NoTarget(IntroloopError):
    """No company is named, and the configuration has none."""


def aimed_at(owner: Owner, company: str) -> Owner:
    """The owner with that company as their only target, or with those of the configuration; or NoTarget."""
    if company.strip():
        return replace(owner, targets=(company.strip(),))
    if not owner.targets:
        raise NoTarget(
            "no company is named, and the configuration has no targets",
            advice='introloop paths "Delta Works" names one; [owner] targets in the settings keep several.',
        )
    return owner
