"""Where learners stand, as rows; what was earned before is gone through as due work, so that no school waits for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("marks", sa.Column("share", sa.Integer()))
    op.add_column("marks", sa.Column("worth", sa.Integer()))
    # What nobody owns any more can't be gone through again: it counts what it has counted so far.
    op.execute(
        "UPDATE marks SET share = CASE WHEN counts THEN 100 ELSE 0 END,"
        " worth = CASE WHEN counts THEN earned + bonus ELSE 0 END WHERE person = 'gone'"
    )
    op.create_index("ix_marks_class_id_person_at", "marks", ["class_id", "person", "at"])
    op.create_table(
        "standings",
        sa.Column("class_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("points", "better", "days", "earned", "answers", "earned_before", "answers_before")
        ),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_standings_class_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("class_id", "person", "span", name="pk_standings"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_standings_person", "standings", ["person"])
    for by in ("points", "better", "days"):
        op.create_index(
            f"ix_standings_named_{by}",
            "standings",
            ["class_id", "span", "since", sa.text(f"{by} DESC"), "person"],
            sqlite_where=sa.text("named = 1"),
            postgresql_where=sa.text("named"),
        )
    op.create_table(
        "standing_counts",
        sa.Column("class_id", sa.Text(), nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("width", "figure", "learners", "named")),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_standing_counts_class_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("class_id", "span", "since", "by", "width", "figure", name="pk_standing_counts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "team_members",
        sa.Column("class_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_team_members_class_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("class_id", "person", name="pk_team_members"),
    )
    op.create_index("ix_team_members_person", "team_members", ["person"])
    op.execute(
        "INSERT INTO due (id, kind, subject, step, at, bulk, owner, leased_until, attempts)"
        " SELECT 'standings.count:' || id || ':', 'standings.count', id, '', 0, true, '', 0, 0 FROM classes"
        " WHERE EXISTS (SELECT 1 FROM marks WHERE marks.class_id = classes.id)"
    )
