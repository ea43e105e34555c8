"""Whether a message is posted again of which nobody knows if it arrived."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('outbox', sa.Column('repeats', sa.Boolean(), nullable=False, server_default=sa.false()))
