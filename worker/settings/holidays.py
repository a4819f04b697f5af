"""The public holidays of the owner's country, by an extra."""

from __future__ import annotations

from datetime import date

from worker.ports import ConfigurationError


def public_holidays(country: str | None, year: int) -> frozenset[date]:
    """The country's own, around this year; "DE-BY" is a country and a part of it (ISO 3166-2)."""
    if not country:
        return frozenset()
    try:
        import holidays
    except ImportError as error:
        raise ConfigurationError(
            f"[owner] country = {country!r} needs an extra that is not installed",
            advice='python3 -m pip install "introloop[holidays]", or list the days in holidays.',
        ) from error
    land, _, part = country.partition("-")
    try:
        return frozenset(
            holidays.country_holidays(land, subdiv=part or None, years=range(year - 1, year + 3))
        )
    except NotImplementedError as error:
        raise ConfigurationError(
            f"[owner] country = {country!r}: its holidays are not known",
            advice="Leave it out and list the days in holidays.",
        ) from error
