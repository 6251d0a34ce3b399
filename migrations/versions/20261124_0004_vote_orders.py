"""The order in which a facilitator puts competing amendments to the vote."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vote_orders",
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("proposals", sa.JSON(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_vote_orders_collective_id")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["members.id"], name=op.f("fk_vote_orders_set_by_id")),
        sa.PrimaryKeyConstraint("collective_id", "code", name=op.f("pk_vote_orders")),
    )


def downgrade() -> None:
    op.drop_table("vote_orders")
