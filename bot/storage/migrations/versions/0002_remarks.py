"""Re-marking: what was gone over and why, which marks came out otherwise, and an index to find marks by question."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_marks_question_response', 'marks', ['question', 'response'])
    op.create_table('remarks',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('rule', sa.Integer(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('confirmed', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remarks'))
    )
    op.create_table('remarked',
    sa.Column('response', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('old_verdict', sa.Text(), nullable=False),
    sa.Column('old_earned', sa.Integer(), nullable=False),
    sa.Column('old_bonus', sa.Integer(), nullable=False),
    sa.Column('old_rule', sa.Integer(), nullable=False),
    sa.Column('old_revision', sa.Integer(), nullable=False),
    sa.Column('new_verdict', sa.Text(), nullable=False),
    sa.Column('new_earned', sa.Integer(), nullable=False),
    sa.Column('new_bonus', sa.Integer(), nullable=False),
    sa.Column('new_rule', sa.Integer(), nullable=False),
    sa.Column('new_revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['remark'], ['remarks.id'], name=op.f('fk_remarked_remark'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['response'], ['responses.seq'], name=op.f('fk_remarked_response'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('response', 'remark', name=op.f('pk_remarked'))
    )
    op.create_index(op.f('ix_remarked_remark'), 'remarked', ['remark'])
