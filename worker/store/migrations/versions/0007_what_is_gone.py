"""What is gone from each folder, and how many bytes were read from each server on a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns; until now nothing was seen to be gone, and no bytes were counted."""
    op.add_column("bookmark", sa.Column("gone", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("bookmark", sa.Column("modseq", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("bookmark", sa.Column("doubted", sa.BigInteger))
    op.create_table(
        "traffic",
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("account", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("octets", sa.BigInteger, nullable=False, server_default="0"),
    )
