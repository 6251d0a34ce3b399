"""Papers of a secret vote, entered by two tellers; blank and spoiled ones shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("blank", "spoiled"):
        op.add_column("room_counts", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "paper_entries",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("teller_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("blank", sa.Integer(), nullable=False),
        sa.Column("spoiled", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("batch BETWEEN 1 AND 50", name=op.f("ck_paper_entries_batch_of_a_hall")),
        sa.CheckConstraint("blank >= 0 AND spoiled >= 0", name=op.f("ck_paper_entries_papers_not_negative")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_paper_entries_decision_id")),
        sa.ForeignKeyConstraint(["teller_id"], ["members.id"], name=op.f("fk_paper_entries_teller_id")),
        sa.PrimaryKeyConstraint("decision_id", "batch", "teller_id", name=op.f("pk_paper_entries")),
    )


def downgrade() -> None:
    op.drop_table("paper_entries")
    for name in ("spoiled", "blank"):
        op.drop_column("room_counts", name)
