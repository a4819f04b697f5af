"""What the owner wrote back, and the drafts that were laid into the mailbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def upgrade() -> None:
    """Add the tables; nothing was heard before, and nothing laid."""
    op.create_table(
        "answer",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        _text("message_id"),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("heard", sa.BigInteger, nullable=False),
        _text("digest"),
        _text("lines"),
        sa.UniqueConstraint("owner", "message_id", name="answer_identity"),
    )
    op.create_table(
        "laid_draft",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        _text("account"),
        _text("mark"),
        _text("case_id"),
        _text("phase"),
        _text("hash"),
        _text("folder"),
        sa.Column("uidvalidity", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("uid", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("owner", "account", "mark", name="laid_draft_identity"),
    )
