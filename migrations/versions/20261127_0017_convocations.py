"""How and when people were convened to a session, and who takes its notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workshops") as table:
        table.add_column(sa.Column("convened_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("convened_by", sa.String(length=200), nullable=False, server_default=""))
        table.add_column(sa.Column("secretary_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_workshops_secretary_id"), "members", ["secretary_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("workshops") as table:
        table.drop_constraint(op.f("fk_workshops_secretary_id"), type_="foreignkey")
        for name in ("secretary_id", "convened_by", "convened_on"):
            table.drop_column(name)
