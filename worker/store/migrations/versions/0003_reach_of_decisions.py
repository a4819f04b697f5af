"""How far a decision reaches, and the second address of one about people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns; what was decided before reaches no further than its case."""
    op.add_column("decision", sa.Column("scope", sa.Text, nullable=False, server_default="case"))
    op.add_column("decision", sa.Column("other", sa.Text, nullable=False, server_default=""))
