"""Minutes of sessions, their sections, excuses; notes that become deliberations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What is approved does not change, even by a statement written by hand.
_VERBS = ("INSERT", "UPDATE", "DELETE")


def _guards() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER minutes_sections_no_{verb.lower()} BEFORE {verb} ON minutes_sections "
            f"WHEN (SELECT state FROM minutes WHERE id = {row}.minutes_id) = 'approved' "
            "BEGIN SELECT RAISE(ABORT, 'approved minutes do not change'); END"
            for verb, row in zip(_VERBS, ("NEW", "OLD", "OLD"), strict=True)
        ]
    return [
        "CREATE OR REPLACE FUNCTION minutes_sections_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF (SELECT state FROM minutes WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.minutes_id "
        "ELSE OLD.minutes_id END) = 'approved' THEN RAISE EXCEPTION 'approved minutes do not change'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER minutes_sections_guarded BEFORE INSERT OR UPDATE OR DELETE ON minutes_sections "
        "FOR EACH ROW EXECUTE FUNCTION minutes_sections_guard()",
    ]


def upgrade() -> None:
    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "approved",
                name="minutesstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_in_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("remarks", sa.String(length=500), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_minutes_number_from_one")),
        sa.CheckConstraint(
            "(state = 'approved') = (digest IS NOT NULL)", name=op.f("ck_minutes_digest_when_approved")
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR approved_in_id IS NOT NULL OR decision_id IS NOT NULL",
            name=op.f("ck_minutes_approved_somewhere"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_minutes_workshop_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["members.id"], name=op.f("fk_minutes_written_by_id")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["members.id"], name=op.f("fk_minutes_approved_by_id")),
        sa.ForeignKeyConstraint(["approved_in_id"], ["workshops.id"], name=op.f("fk_minutes_approved_in_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_minutes_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_minutes_workshop_id_number")),
    )
    op.create_index(
        "uq_minutes_unapproved",
        "minutes",
        ["workshop_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'approved'"),
        postgresql_where=sa.text("state <> 'approved'"),
    )
    op.create_table(
        "minutes_sections",
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_minutes_sections_version_from_one")),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_sections_minutes_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["members.id"], name=op.f("fk_minutes_sections_edited_by_id")
        ),
        sa.PrimaryKeyConstraint("minutes_id", "key", name=op.f("pk_minutes_sections")),
    )
    op.create_table(
        "excuses",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_excuses_workshop_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_excuses_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["noted_by_id"], ["members.id"], name=op.f("fk_excuses_noted_by_id")),
        sa.PrimaryKeyConstraint("workshop_id", "member_id", name=op.f("pk_excuses")),
    )
    op.add_column(
        "participants", sa.Column("goes_unnamed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    with op.batch_alter_table("notes") as notes:
        notes.add_column(sa.Column("deliberation_id", sa.Integer(), nullable=True))
        notes.create_unique_constraint(op.f("uq_notes_deliberation_id"), ["deliberation_id"])
        notes.create_foreign_key(
            op.f("fk_notes_deliberation_id"), "deliberations", ["deliberation_id"], ["id"]
        )
    for guard in _guards():
        op.execute(guard)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP TRIGGER minutes_sections_guarded ON minutes_sections")
        op.execute("DROP FUNCTION minutes_sections_guard()")
    with op.batch_alter_table("notes") as notes:
        notes.drop_constraint(op.f("fk_notes_deliberation_id"), type_="foreignkey")
        notes.drop_constraint(op.f("uq_notes_deliberation_id"), type_="unique")
        notes.drop_column("deliberation_id")
    op.drop_column("participants", "goes_unnamed")
    op.drop_table("excuses")
    op.drop_table("minutes_sections")
    op.drop_table("minutes")
