"""What the owner says of a person's endorsement: its elements, and where they know somebody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; nothing was said before."""
    for name in ("elements", "inside"):
        op.add_column("person_note", sa.Column(name, sa.Text, nullable=False, server_default=""))
