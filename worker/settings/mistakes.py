"""What is wrong with a setting, in words, with the nearest known name.

The value itself is never shown: a password may have slipped into the wrong place.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel
from pydantic_core import ValidationError

from worker.settings.models import Settings, Table
from worker.settings.wording import did_you_mean, nearest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

NOT_IN_THIS_FILE = (
    "does not belong in this file: say where the password is with password_credential, password_keyring,"
    " password_file or password_command; and change the password, if others could read this one"
)

_SECRETS = frozenset({"password", "passwd", "pass", "secret", "token", "app_password"})

# What pydantic calls it -> what the owner is told; {…} is its own context.
_WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "string_type": "must be a text in quotes",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": 'must be a list in brackets, like ["one", "two"]',
    "path_type": "must be a path in quotes",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "value_error": "{error}",
    "string_too_long": "must be at most {max_length} letters",
    "string_pattern_mismatch": "holds a character that cannot stand there",
    "date_type": "must be a date, like 2026-12-25",
    "date_parsing": "must be a date, like 2026-12-25",
    "date_from_datetime_parsing": "must be a date, like 2026-12-25",
    "date_from_datetime_inexact": "must be a date without a time, like 2026-12-25",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong at a place of the file, e.g. ("account", 0, "port")."""

    where: tuple[str | int, ...]
    text: str


def found_in(error: ValidationError) -> Iterator[Mistake]:
    """All that pydantic found."""
    return map(_mistake, error.errors(include_url=False, include_input=False))


def _mistake(detail: ErrorDetails) -> Mistake:
    where = _in_the_file(detail["loc"])
    if detail["type"] == "extra_forbidden":
        return Mistake(where, _unknown(where))
    words = _WORDS.get(detail["type"], "is not understood")
    return Mistake(where, words.format_map(detail.get("ctx", {})))


def _in_the_file(location: Sequence[str | int]) -> tuple[str | int, ...]:
    """The part of pydantic's location that the owner wrote."""
    return tuple(step for step in location if step != "[key]")


def _unknown(where: tuple[str | int, ...]) -> str:
    *above, name = where
    known = _names(_table_at(above))
    if name in _SECRETS:
        return NOT_IN_THIS_FILE
    if near := did_you_mean(str(name), known):
        return f"is no setting{near}"
    elsewhere = {name: table for table, names in _everywhere() for name in names}
    found = nearest(str(name), elsewhere)
    return f"is no setting here; did you mean {found} in [{elsewhere[found]}]?" if found else "is no setting"


# ── What the models know ────────────────────────────────────────────────────────────────────


def _names(table: type[BaseModel] | None) -> list[str]:
    """The settings of a table, as the file calls them."""
    return [field.alias or name for name, field in table.model_fields.items()] if table else []


def _table_at(where: Sequence[str | int]) -> type[BaseModel] | None:
    """The model of the table at a place, None where something else stands."""
    table: type[BaseModel] | None = Settings
    for step in where:
        if isinstance(step, str):
            fields = {
                field.alias or name: field for name, field in (table.model_fields if table else {}).items()
            }
            table = _model_in(fields[step].annotation) if step in fields else None
    return table


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model in "Model", "Model | None" or "tuple[Model, ...]"."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, Table) else None
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)


def _everywhere() -> Iterator[tuple[str, list[str]]]:
    for name, field in Settings.model_fields.items():
        yield field.alias or name, _names(_model_in(field.annotation))
