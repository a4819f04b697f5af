"""What address books say of people, apart from what the owner typed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SAID = ("addresses", "name", "organisation", "contact_type", "note", "position", "profile")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "book_entry",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in SAID),
    )
    op.create_index("book_entry_owner", "book_entry", ["owner"])
