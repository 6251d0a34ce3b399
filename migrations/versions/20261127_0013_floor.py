"""Raised hands, and the round of speech of a session."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_UP = sa.text("ended_at IS NULL AND lowered_at IS NULL")
_SPEAKING = sa.text("given_at IS NOT NULL AND ended_at IS NULL AND lowered_at IS NULL")


def upgrade() -> None:
    op.add_column("workshops", sa.Column("circle", sa.JSON(), nullable=True))
    op.add_column("workshops", sa.Column("hands_up", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "hands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lowered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_at IS NULL OR given_at IS NOT NULL", name=op.f("ck_hands_ends_once_given")),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_hands_seconds_not_negative")),
        sa.ForeignKeyConstraint(["added_by_id"], ["members.id"], name=op.f("fk_hands_added_by_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_hands_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_hands_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hands")),
    )
    op.create_index(op.f("ix_hands_workshop_id"), "hands", ["workshop_id"], unique=False)
    op.create_index(
        "uq_hands_up",
        "hands",
        ["workshop_id", "participant_id"],
        unique=True,
        sqlite_where=_UP,
        postgresql_where=_UP,
    )
    op.create_index(
        "uq_hands_speaking",
        "hands",
        ["workshop_id"],
        unique=True,
        sqlite_where=_SPEAKING,
        postgresql_where=_SPEAKING,
    )


def downgrade() -> None:
    op.drop_index("uq_hands_speaking", table_name="hands")
    op.drop_index("uq_hands_up", table_name="hands")
    op.drop_index(op.f("ix_hands_workshop_id"), table_name="hands")
    op.drop_table("hands")
    op.drop_column("workshops", "hands_up")
    op.drop_column("workshops", "circle")
