"""Decisions taken in a session, and the day whose attendance sheet a decision follows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("day", sa.Date(), nullable=True))
    op.create_table(
        "workshop_decisions",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_workshop_decisions_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_items.id"],
            name=op.f("fk_workshop_decisions_item_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_workshop_decisions_workshop_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_workshop_decisions")),
    )
    op.create_index(
        op.f("ix_workshop_decisions_workshop_id"), "workshop_decisions", ["workshop_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_workshop_decisions_workshop_id"), table_name="workshop_decisions")
    op.drop_table("workshop_decisions")
    op.drop_column("decisions", "day")
