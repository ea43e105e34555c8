"""What classes want said at local times, where, and what became of each slot."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('timed_posts',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('minute', sa.Integer(), nullable=False),
    sa.Column('weekdays', sa.Text(), nullable=False),
    sa.Column('topics', sa.Text(), nullable=False),
    sa.Column('slot', sa.Text(), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_timed_posts_class_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timed_posts'))
    )
    op.create_index(op.f('ix_timed_posts_class_id'), 'timed_posts', ['class_id'])
    op.create_table('timed_rooms',
    sa.Column('post_id', sa.Text(), nullable=False),
    sa.Column('room', sa.Text(), nullable=False),
    sa.Column('trouble', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['timed_posts.id'], name=op.f('fk_timed_rooms_post_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('post_id', 'room', name=op.f('pk_timed_rooms'))
    )
    op.create_index(op.f('ix_timed_rooms_room'), 'timed_rooms', ['room'])
    op.create_table('occurrences',
    sa.Column('post_id', sa.Text(), nullable=False),
    sa.Column('slot', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['timed_posts.id'], name=op.f('fk_occurrences_post_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('post_id', 'slot', name=op.f('pk_occurrences'))
    )
