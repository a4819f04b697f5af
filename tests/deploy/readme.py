"""What deploy/README.md tells people to type, to be typed."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "deploy" / "README.md"


def lines_to_type(beginning: str) -> str:
    """The block of commands whose first line begins like this."""
    blocks = re.findall(r"^```\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (block,) = [block for block in blocks if block.startswith(beginning)]
    return str(block)
