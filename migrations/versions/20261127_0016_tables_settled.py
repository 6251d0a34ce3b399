"""The rows of a table's worksheet stand with the table, where they are changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ITEMS = sa.table("agenda_items", sa.column("id", sa.Integer), sa.column("settings", sa.JSON))
GROUPS = sa.table(
    "groups",
    sa.column("item_id", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("rows", sa.JSON),
)


def upgrade() -> None:
    op.add_column("groups", sa.Column("rows", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("groups", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    bind = op.get_bind()
    for item_id, settings in bind.execute(sa.select(ITEMS.c.id, ITEMS.c.settings)).all():
        for number, told in enumerate((settings or {}).get("tables") or (), 1):
            bind.execute(
                sa.update(GROUPS)
                .where(GROUPS.c.item_id == item_id, GROUPS.c.number == number)
                .values(rows=told.get("rows") or [])
            )


def downgrade() -> None:
    for name in ("version", "rows"):
        op.drop_column("groups", name)
