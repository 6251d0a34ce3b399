"""What screens follow: topics, and the version at which each of their regions last changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_topics",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_live_topics")),
    )
    op.create_table(
        "live_regions",
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["topic"], ["live_topics.name"], name=op.f("fk_live_regions_topic")),
        sa.PrimaryKeyConstraint("topic", "region", name=op.f("pk_live_regions")),
    )


def downgrade() -> None:
    op.drop_table("live_regions")
    op.drop_table("live_topics")
