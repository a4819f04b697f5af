"""How far down a folder was read: the newest mail comes first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; until now a folder was read from its beginning."""
    op.add_column("bookmark", sa.Column("floor", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("bookmark", sa.Column("since", sa.BigInteger))
