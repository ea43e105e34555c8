"""Threads below messages, private threads for desks, and where each message stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("stands_in", sa.Text(), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("beneath", sa.Text(), nullable=False, server_default=""))
    op.add_column("rounds", sa.Column("threaded", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "desks",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
