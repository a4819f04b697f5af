"""The little configuration of a mailbox on this disk, which lies in its state directory."""

from __future__ import annotations

import json
from pathlib import Path

from worker.places import LOCAL


def set_up_local(
    state: Path, *, mailbox: Path, identities: tuple[str, ...], name: str = "", time_zone: str = ""
) -> Path:
    """Write the little configuration of a mailbox on this disk into its state directory; its path."""
    owner = (("addresses", list(identities)), ("name", name), ("time_zone", time_zone))
    lines = [f"{key} = {_toml(value)}" for key, value in owner if value]
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = state / LOCAL
    file.touch(mode=0o600)
    file.write_text(
        "# Written by `introloop scan --mailbox`; `introloop init` writes one for an account.\n"
        f"[owner]\n{chr(10).join(lines)}\n\n[[account]]\npath = {_toml(str(mailbox.absolute()))}\n",
        "utf-8",
    )
    return file


def _toml(value: object) -> str:
    """A text or a list of texts as TOML: JSON's strings are TOML's basic strings."""
    return json.dumps(value, ensure_ascii=False)
