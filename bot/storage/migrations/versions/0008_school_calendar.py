"""Terms, exams, the country whose holidays a class has, and what becomes of what was missed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('classes', sa.Column('country', sa.Text(), nullable=False, server_default=''))
    op.add_column('classes', sa.Column('catch_up', sa.Integer(), nullable=False, server_default='240'))
    op.add_column('classes', sa.Column('repeats', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table('terms',
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.Column('first', sa.Text(), nullable=False),
    sa.Column('last', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_terms_class_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('class_id', 'first', 'last', name=op.f('pk_terms'))
    )
    op.create_table('exams',
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.Column('day', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_exams_class_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('class_id', 'day', 'name', name=op.f('pk_exams'))
    )
