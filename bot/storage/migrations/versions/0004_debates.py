"""Debates that classes have begun, and where people stood at each stage."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('debates',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.Column('debate', sa.Text(), nullable=False),
    sa.Column('stage', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_debates_class_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_debates'))
    )
    op.create_index(op.f('ix_debates_class_id'), 'debates', ['class_id'])
    op.create_table('debate_votes',
    sa.Column('debate_id', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('stage', sa.Integer(), nullable=False),
    sa.Column('side', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['debate_id'], ['debates.id'], name=op.f('fk_debate_votes_debate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('debate_id', 'person', 'stage', name=op.f('pk_debate_votes'))
    )
