"""What nobody waits for goes behind what somebody does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, at in (('due', 'at'), ('outbox', 'next_at')):
        op.add_column(table, sa.Column('bulk', sa.Boolean(), nullable=False, server_default=sa.false()))
        op.drop_index(op.f(f'ix_{table}_{at}'), table_name=table)
        op.create_index(op.f(f'ix_{table}_bulk_{at}'), table, ['bulk', at])
