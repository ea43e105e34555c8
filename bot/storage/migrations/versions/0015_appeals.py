"""Disputed marks, and reported questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False, server_default=""),
        sa.Column("form", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("log", sa.Text(), nullable=False, server_default=""),
        sa.Column("comment", sa.Text(), nullable=False, server_default=""),
        sa.Column("decided_by", sa.Text(), nullable=False, server_default=""),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("class_id", "question", "answer"),
    )
    op.create_index("ix_disputes_class_id_state_opened_at", "disputes", ["class_id", "state", "opened_at"])
    op.create_table(
        "appeals",
        sa.Column("response", _NUMBER, sa.ForeignKey("responses.seq", ondelete="CASCADE"), nullable=False),
        sa.Column("dispute_id", sa.Text(), sa.ForeignKey("disputes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("response"),
    )
    op.create_index("ix_appeals_dispute_id", "appeals", ["dispute_id"])
    op.create_index("ix_appeals_person", "appeals", ["person"])
    op.create_table(
        "reported",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False, server_default=""),
        sa.Column("decided_by", sa.Text(), nullable=False, server_default=""),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reported_class_id_decision_opened_at", "reported", ["class_id", "decision", "opened_at"])
    op.create_index("ix_reported_class_id_question", "reported", ["class_id", "question"])
    op.create_table(
        "reports",
        sa.Column("reported_id", sa.Text(), sa.ForeignKey("reported.id", ondelete="CASCADE"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("reported_id", "person"),
    )
    op.create_index("ix_reports_person", "reports", ["person"])
