"""Roles beside teachers, the log of what they do, accounts that are one human, the register, rooms that are twins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    roles = op.create_table(
        "roles",
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("named_by", sa.Text(), nullable=False),
        sa.Column("named_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "holder"),
    )
    teachers = sa.table("teachers", *(sa.column(name) for name in ("class_id", "person", "named_by", "named_at")))
    taught = sa.select(
        teachers.c.class_id, teachers.c.person, sa.literal("teacher"), teachers.c.named_by, teachers.c.named_at
    )
    op.execute(sa.insert(roles).from_select(["class_id", "holder", "role", "named_by", "named_at"], taught))
    op.drop_table("teachers")
    op.create_table(
        "deeds",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_deeds_class_id_at", "deeds", ["class_id", "at"])
    op.create_table(
        "accounts",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("human", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_index("ix_accounts_human", "accounts", ["human"])
    op.create_table(
        "chosen_classes",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "link_codes",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "register",
        sa.Column("class_id", sa.Text(), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("real_name", sa.Text(), nullable=False),
        sa.Column("candidate", sa.Text(), nullable=False),
        sa.Column("extra_time", sa.Integer(), nullable=False),
        sa.Column("rest_breaks", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "person"),
    )
    op.add_column("classes", sa.Column("opened_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("class_rooms", sa.Column("twins", sa.Text(), nullable=False, server_default=""))
    op.add_column("members", sa.Column("left", sa.Boolean(), nullable=False, server_default=sa.false()))
