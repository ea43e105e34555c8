"""First tables: classes, rounds, solo quizzes, responses and marks, due work and the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('classes',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('zone', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_classes'))
    )
    op.create_table('deliveries',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries'))
    )
    op.create_index(op.f('ix_deliveries_at'), 'deliveries', ['at'])
    op.create_table('drafts',
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('fields', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('person', 'action', name=op.f('pk_drafts'))
    )
    op.create_table('due',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('owner', sa.Text(), nullable=False),
    sa.Column('leased_until', sa.BigInteger(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_due'))
    )
    op.create_index(op.f('ix_due_at'), 'due', ['at'])
    op.create_table('outbox',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('room', sa.Text(), nullable=False),
    sa.Column('view', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('next_at', sa.BigInteger(), nullable=True),
    sa.Column('owner', sa.Text(), nullable=False),
    sa.Column('leased_until', sa.BigInteger(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('trouble', sa.Text(), nullable=False),
    sa.Column('queued_at', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_outbox'))
    )
    op.create_index(op.f('ix_outbox_next_at'), 'outbox', ['next_at'])
    op.create_index('ix_outbox_room_place', 'outbox', ['room', 'place'])
    op.create_table('class_rooms',
    sa.Column('room', sa.Text(), nullable=False),
    sa.Column('space', sa.Text(), nullable=False),
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_class_rooms_class_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('room', name=op.f('pk_class_rooms'))
    )
    op.create_index(op.f('ix_class_rooms_class_id'), 'class_rooms', ['class_id'])
    op.create_index(op.f('ix_class_rooms_space'), 'class_rooms', ['space'])
    op.create_table('members',
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('shows_name', sa.Boolean(), nullable=False),
    sa.Column('seen_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_members_class_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('class_id', 'person', name=op.f('pk_members'))
    )
    op.create_index('ix_members_person_seen_at', 'members', ['person', 'seen_at'])
    op.create_table('responses',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('delivery', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.Column('session', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('given', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_responses_class_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_responses')),
    sa.UniqueConstraint('delivery', name=op.f('uq_responses_delivery')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_responses_session_position_person_seq', 'responses', ['session', 'position', 'person', 'seq'])
    op.create_table('rounds',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.Column('room', sa.Text(), nullable=False),
    sa.Column('starter', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('questions', sa.Text(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('speed', sa.Boolean(), nullable=False),
    sa.Column('phase', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.Column('closes_at', sa.BigInteger(), nullable=False),
    sa.Column('silent', sa.Integer(), nullable=False),
    sa.Column('closed', sa.Integer(), nullable=False),
    sa.Column('ended', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_rounds_class_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rounds'))
    )
    op.create_index('ix_rounds_class_id_created_at', 'rounds', ['class_id', 'created_at'])
    op.create_index('uq_rounds_live_room', 'rounds', ['room'], unique=True, sqlite_where=sa.text("phase <> 'over'"), postgresql_where=sa.text("phase <> 'over'"))
    op.create_table('solos',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('topic', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('questions', sa.Text(), nullable=False),
    sa.Column('practice', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('settled', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('touched_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_solos_class_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_solos'))
    )
    op.create_index('ix_solos_person_touched_at', 'solos', ['person', 'touched_at'])
    op.create_table('teachers',
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('named_by', sa.Text(), nullable=False),
    sa.Column('named_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_teachers_class_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('class_id', 'person', name=op.f('pk_teachers'))
    )
    op.create_table('told_facts',
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.Column('fact', sa.Text(), nullable=False),
    sa.Column('deck', sa.Integer(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_told_facts_class_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('class_id', 'fact', 'deck', name=op.f('pk_told_facts'))
    )
    op.create_table('marks',
    sa.Column('response', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('class_id', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('verdict', sa.Text(), nullable=False),
    sa.Column('earned', sa.Integer(), nullable=False),
    sa.Column('bonus', sa.Integer(), nullable=False),
    sa.Column('counts', sa.Boolean(), nullable=False),
    sa.Column('rule', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('marker', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['response'], ['responses.seq'], name=op.f('fk_marks_response'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('response', name=op.f('pk_marks'))
    )
    op.create_index('ix_marks_class_id_at', 'marks', ['class_id', 'at'])
    op.create_index('ix_marks_person_question', 'marks', ['person', 'question'])
