"""Whose a stored answer was, messages that go once they are shown, how long classes keep what, sealed tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("person", sa.Text(), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("last", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "retention",
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("keeps", sa.Text(), nullable=False, server_default="term"),
        sa.Column("noticed", sa.Text(), nullable=False, server_default=""),
        sa.Column("noticed_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("class_id"),
    )
    op.create_table(
        "forgotten_lists",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "installations",
        sa.Column("space", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("installed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("space"),
    )
