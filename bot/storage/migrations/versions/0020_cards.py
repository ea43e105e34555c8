"""What learners' memories are; what is there already is gone through as due work, so that no school waits for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("marks", sa.Column("usual", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("solos", sa.Column("review", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "cards",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("reviewed_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("ready_until", sa.BigInteger(), nullable=False),
        sa.Column("lead", sa.BigInteger(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_cards_class_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "class_id", "question", name="pk_cards"),
    )
    op.create_index("ix_cards_due", "cards", ["person", "class_id", "ready_until", "due_at", "lead", "reviewed_at"])
    op.create_index("ix_mock_marks_question_sitting_id", "mock_marks", ["question", "sitting_id"])
    op.create_index("ix_cards_class_id", "cards", ["class_id"])
    op.create_table(
        "own_words",
        sa.Column(
            "response", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["response"], ["responses.seq"], name="fk_own_words_response", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("response", name="pk_own_words"),
    )
    # Text columns take what they are told, and so does `leased_until`: nobody holds it.
    due = "INSERT INTO due (id, kind, subject, step, at, bulk, owner, leased_until, attempts)"
    free = "0, true, '', 0, 0"
    op.execute(f"{due} SELECT 'review.fill:marks:0', 'review.fill', 'marks', '0', {free} WHERE EXISTS (SELECT 1 FROM marks)")
    op.execute(
        f"{due} SELECT 'review.mock:' || id || ':', 'review.mock', id, '', {free} FROM mocks WHERE state = 'released'"
    )
