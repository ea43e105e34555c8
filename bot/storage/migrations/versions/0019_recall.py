"""How long an answer took, and at which try it was given."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("marks", sa.Column("took", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("marks", sa.Column("tries", sa.Integer(), nullable=False, server_default="1"))
