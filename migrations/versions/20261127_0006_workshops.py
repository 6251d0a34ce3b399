"""Sessions of the collective: agenda, people in the room, moves, groups, notes, polls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workshops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("intention", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("welcomes_members", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "running",
                "ended",
                name="workshopstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("version >= 0", name=op.f("ck_workshops_version_not_negative")),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_workshops_collective_id")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["members.id"], name=op.f("fk_workshops_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops")),
        sa.UniqueConstraint("code", name=op.f("uq_workshops_code")),
    )
    op.create_index(op.f("ix_workshops_collective_id"), "workshops", ["collective_id"], unique=False)
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "welcome",
                "presentation",
                "icebreaker",
                "composition_quiz",
                "group_work",
                "blason",
                "vote",
                "name",
                "tables",
                "restitution",
                "break",
                name="itemkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timer_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timer_left", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR started_at IS NOT NULL", name=op.f("ck_agenda_items_ends_once_begun")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name=op.f("ck_agenda_items_minutes_of_a_day")),
        sa.CheckConstraint(
            "timer_left IS NULL OR timer_ends_at IS NULL", name=op.f("ck_agenda_items_timer_runs_or_waits")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_agenda_items_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("workshop_id", "position", name=op.f("uq_agenda_items_workshop_id_position")),
    )
    op.create_index(
        "uq_agenda_items_current",
        "agenda_items",
        ["workshop_id"],
        unique=True,
        sqlite_where=sa.text("started_at IS NOT NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("started_at IS NOT NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "participants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("folded_name", sa.String(length=80), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("has_device", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "signed_on",
            sa.Enum(
                "phone",
                "scribe",
                "paper",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["members.id"], name=op.f("fk_participants_added_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_participants_member_id")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_participants_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_participants_token_hash")),
        sa.UniqueConstraint(
            "workshop_id", "folded_name", name=op.f("uq_participants_workshop_id_folded_name")
        ),
        sa.UniqueConstraint("workshop_id", "member_id", name=op.f("uq_participants_workshop_id_member_id")),
    )
    op.create_index(op.f("ix_participants_member_id"), "participants", ["member_id"], unique=False)
    op.create_table(
        "common_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("axis", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=280), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_common_items_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_common_items_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_common_items")),
    )
    op.create_index(op.f("ix_common_items_item_id"), "common_items", ["item_id"], unique=False)
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_groups_number_from_one")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_groups_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_groups_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_groups_item_id_number")),
    )
    op.create_index(op.f("ix_groups_workshop_id"), "groups", ["workshop_id"], unique=False)
    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "choice",
                "approval",
                "number",
                name="pollkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "closed",
                name="pollstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("shows_results", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_polls_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_polls_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sa.UniqueConstraint("item_id", "name", name=op.f("uq_polls_item_id_name")),
    )
    op.create_index(op.f("ix_polls_workshop_id"), "polls", ["workshop_id"], unique=False)
    op.create_table(
        "workshop_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["members.id"], name=op.f("fk_workshop_moves_actor_id")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_workshop_moves_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_workshop_moves_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_moves")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_workshop_moves_workshop_id_number")),
    )
    op.create_table(
        "group_members",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "member",
                "scribe",
                "reporter",
                name="grouppart",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_group_members_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_group_members_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_group_members_participant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "rotation", "participant_id", name=op.f("pk_group_members")),
    )
    op.create_index(op.f("ix_group_members_group_id"), "group_members", ["group_id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
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
        sa.Column("provenance", sa.String(length=120), nullable=False),
        sa.Column("axis", sa.String(length=40), nullable=False),
        sa.Column("row", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "consensus",
                "dissensus",
                "question",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("common_item_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_by_id IS NULL)", name=op.f("ck_notes_hidden_by_someone")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["participants.id"], name=op.f("fk_notes_author_id")),
        sa.ForeignKeyConstraint(
            ["common_item_id"], ["common_items.id"], name=op.f("fk_notes_common_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_notes_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["members.id"], name=op.f("fk_notes_hidden_by_id")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_notes_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["typed_by_id"], ["members.id"], name=op.f("fk_notes_typed_by_id")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_notes_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_common_item_id"), "notes", ["common_item_id"], unique=False)
    op.create_index(op.f("ix_notes_group_id"), "notes", ["group_id"], unique=False)
    op.create_index(op.f("ix_notes_item_id"), "notes", ["item_id"], unique=False)
    op.create_index(op.f("ix_notes_workshop_id"), "notes", ["workshop_id"], unique=False)
    op.create_table(
        "poll_answers",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
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
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_poll_answers_participant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_poll_answers_poll_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["typed_by_id"], ["members.id"], name=op.f("fk_poll_answers_typed_by_id")),
        sa.PrimaryKeyConstraint("poll_id", "participant_id", name=op.f("pk_poll_answers")),
    )
    op.create_table(
        "poll_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("confirmed_by_id <> typed_by_id", name=op.f("ck_poll_counts_two_people")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["members.id"], name=op.f("fk_poll_counts_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_poll_counts_poll_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["typed_by_id"], ["members.id"], name=op.f("fk_poll_counts_typed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_counts")),
    )
    op.create_index(op.f("ix_poll_counts_poll_id"), "poll_counts", ["poll_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_poll_counts_poll_id"), table_name="poll_counts")
    op.drop_table("poll_counts")
    op.drop_table("poll_answers")
    op.drop_index(op.f("ix_notes_workshop_id"), table_name="notes")
    op.drop_index(op.f("ix_notes_item_id"), table_name="notes")
    op.drop_index(op.f("ix_notes_group_id"), table_name="notes")
    op.drop_index(op.f("ix_notes_common_item_id"), table_name="notes")
    op.drop_table("notes")
    op.drop_index(op.f("ix_group_members_group_id"), table_name="group_members")
    op.drop_table("group_members")
    op.drop_table("workshop_moves")
    op.drop_index(op.f("ix_polls_workshop_id"), table_name="polls")
    op.drop_table("polls")
    op.drop_index(op.f("ix_groups_workshop_id"), table_name="groups")
    op.drop_table("groups")
    op.drop_index(op.f("ix_common_items_item_id"), table_name="common_items")
    op.drop_table("common_items")
    op.drop_index(op.f("ix_participants_member_id"), table_name="participants")
    op.drop_table("participants")
    op.drop_index(
        "uq_agenda_items_current",
        table_name="agenda_items",
        sqlite_where=sa.text("started_at IS NOT NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("started_at IS NOT NULL AND ended_at IS NULL"),
    )
    op.drop_table("agenda_items")
    op.drop_index(op.f("ix_workshops_collective_id"), table_name="workshops")
    op.drop_table("workshops")
