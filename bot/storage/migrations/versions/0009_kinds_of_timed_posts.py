"""Timed posts of every kind; a question that is open for hours, beside the live round of its room."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE timed_posts RENAME COLUMN topics TO wish")
    op.execute("UPDATE timed_posts SET wish = '{\"topics\": ' || wish || '}'")
    op.add_column('timed_posts', sa.Column('paused', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE timed_posts SET paused = (slot = '')")
    op.add_column('rounds', sa.Column('kind', sa.Text(), nullable=False, server_default='live'))
    op.add_column('rounds', sa.Column('also', sa.Text(), nullable=False, server_default='[]'))
    op.drop_index('uq_rounds_live_room', table_name='rounds')
    live = sa.text("phase <> 'over' AND kind = 'live'")
    op.create_index('uq_rounds_live_room', 'rounds', ['room'], unique=True, sqlite_where=live, postgresql_where=live)
