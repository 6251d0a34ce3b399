"""Voting credentials made by members, in their browser, in a window of time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("urn_scrutineers", sa.Column("seal_key", sa.Text(), nullable=True))
    op.create_table(
        "urn_windows",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keeper", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_urn_windows_opens_first")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["urns.decision_id"], name=op.f("fk_urn_windows_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_urn_windows")),
    )
    op.create_table(
        "urn_registrations",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["urns.decision_id"], name=op.f("fk_urn_registrations_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", "digest", name=op.f("pk_urn_registrations")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("urn_registrations")
    op.drop_table("urn_windows")
    op.drop_column("urn_scrutineers", "seal_key")
