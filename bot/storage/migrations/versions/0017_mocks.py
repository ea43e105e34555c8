"""Mock exams: what is set, who sits it, what it earned, and papers of a class's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INSTANT = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "mocks",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("room", "way", "title")),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("opens_at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("grace", sa.Integer(), nullable=False),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("paused_at", INSTANT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_ends_at", INSTANT, nullable=False),
        sa.Column("boundaries", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("set_at", "ended_at", "released_at")),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_mocks_class_id", "mocks", ["class_id"])
    op.create_table(
        "mock_learners",
        sa.Column("mock_id", sa.Text(), sa.ForeignKey("mocks.id", ondelete="CASCADE"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mock_id", "person"),
    )
    op.create_index("ix_mock_learners_person", "mock_learners", ["person"])
    op.create_table(
        "sittings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("mock_id", sa.Text(), sa.ForeignKey("mocks.id", ondelete="CASCADE"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("extra", sa.Integer(), nullable=False),
        sa.Column("may_rest", sa.Boolean(), nullable=False),
        sa.Column("resting", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("stopped_at", INSTANT, nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("handed_at", INSTANT, nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("mock_id", "person"),
    )
    op.create_index("ix_sittings_person", "sittings", ["person"])
    op.create_table(
        "mock_marks",
        sa.Column("sitting_id", sa.Text(), sa.ForeignKey("sittings.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mock_id", sa.Text(), sa.ForeignKey("mocks.id", ondelete="CASCADE"), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("earned", sa.Integer()),
        sa.Column("level", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("comment", "marker", "reason")),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("twice", sa.Boolean(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=False),
        sa.Column("claimed_until", INSTANT, nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sitting_id", "position"),
    )
    op.create_index("ix_mock_marks_mock_id_position_place", "mock_marks", ["mock_id", "position", "place"])
    op.create_table(
        "mock_markings",
        sa.Column("sitting_id", sa.Text(), sa.ForeignKey("sittings.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("marker", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("earned", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sitting_id", "position", "marker"),
    )
    op.create_table(
        "own_papers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_own_papers_class_id", "own_papers", ["class_id"])
