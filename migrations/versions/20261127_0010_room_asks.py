"""What the room is asked: names proposed, pairs, what it says of itself without names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "composition_answers",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_composition_answers_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "question", "key", name=op.f("pk_composition_answers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "composition_marks",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_composition_marks_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_composition_marks_participant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "participant_id", name=op.f("pk_composition_marks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "compositions",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "guess",
                "tell",
                "reveal",
                name="compositionphase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_compositions_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_compositions_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_compositions")),
    )
    op.create_table(
        "name_ideas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=60), nullable=False),
        sa.Column("folded", sa.String(length=120), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "phone",
                "scribe",
                "paper",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("typed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_by_id IS NULL)", name=op.f("ck_name_ideas_hidden_by_someone")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participants.id"], name=op.f("fk_name_ideas_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["members.id"], name=op.f("fk_name_ideas_hidden_by_id")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_name_ideas_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["typed_by_id"], ["members.id"], name=op.f("fk_name_ideas_typed_by_id")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_name_ideas_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_ideas")),
        sa.UniqueConstraint("item_id", "folded", name=op.f("uq_name_ideas_item_id_folded")),
    )
    with op.batch_alter_table("name_ideas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_name_ideas_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.Column("typed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "phone",
                "scribe",
                "paper",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("common_point", sa.String(length=140), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_pairs_two_people")),
        sa.ForeignKeyConstraint(
            ["high_id"], ["participants.id"], name=op.f("fk_pairs_high_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_pairs_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["low_id"], ["participants.id"], name=op.f("fk_pairs_low_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["participants.id"], name=op.f("fk_pairs_said_by_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["typed_by_id"], ["members.id"], name=op.f("fk_pairs_typed_by_id")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_pairs_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairs")),
        sa.UniqueConstraint("item_id", "low_id", "high_id", name=op.f("uq_pairs_item_id_low_id_high_id")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_pairs_item_id_number")),
    )
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairs_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "paper_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sheets > 0", name=op.f("ck_paper_batches_some_sheets")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_paper_batches_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["typed_by_id"], ["members.id"], name=op.f("fk_paper_batches_typed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batches")),
    )
    with op.batch_alter_table("paper_batches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_batches_item_id"), ["item_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("paper_batches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_batches_item_id"))

    op.drop_table("paper_batches")
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairs_workshop_id"))

    op.drop_table("pairs")
    with op.batch_alter_table("name_ideas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_name_ideas_workshop_id"))

    op.drop_table("name_ideas")
    op.drop_table("compositions")
    op.drop_table("composition_marks")
    op.drop_table("composition_answers")
