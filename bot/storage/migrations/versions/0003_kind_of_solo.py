"""A solo quiz may be of one kind of question."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('solos', sa.Column('kind', sa.Text(), nullable=False, server_default=''))
