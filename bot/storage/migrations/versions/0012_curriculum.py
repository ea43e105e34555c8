"""What a class works from: the packs it chose, what it leaves out, what it accepts beside the keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "class_packs",
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "pack"),
    )
    op.create_table(
        "left_out",
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "question"),
    )
    op.create_table(
        "accepted_forms",
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "question", "form"),
    )
    op.add_column("classes", sa.Column("content_version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("marks", sa.Column("override", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("remarked", sa.Column("old_override", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("remarked", sa.Column("new_override", sa.Integer(), nullable=False, server_default="0"))
