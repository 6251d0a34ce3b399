"""Common items: what each became in the blason, or the proposal that would write it there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("common_items") as table:
        table.add_column(sa.Column("blason_code", sa.String(length=10), nullable=False, server_default=""))
        table.add_column(sa.Column("proposal_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_common_items_proposal_id"), "proposals", ["proposal_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("common_items") as table:
        table.alter_column("blason_code", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("common_items") as table:
        table.drop_constraint(op.f("fk_common_items_proposal_id"), type_="foreignkey")
        table.drop_column("proposal_id")
        table.drop_column("blason_code")
