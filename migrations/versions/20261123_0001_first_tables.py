"""Every table of the first version, the triggers that keep what was adopted, the full-text index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = ("register_entries", "blason_versions", "charter_versions")


def _sqlite_extras() -> list[str]:
    remove = (
        "INSERT INTO search_index(search_index, rowid, title_words, words) "
        "VALUES ('delete', old.id, old.title_words, old.words);"
    )
    add = "INSERT INTO search_index(rowid, title_words, words) VALUES (new.id, new.title_words, new.words);"
    triggers = [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ]
    return [
        *triggers,
        "CREATE VIRTUAL TABLE search_index USING fts5(title_words, words, content='search_documents', "
        "content_rowid='id', tokenize='ascii', prefix='2 3')",
        f"CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN {add} END",
        f"CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN {remove} END",
        f"CREATE TRIGGER search_documents_changed AFTER UPDATE ON search_documents BEGIN {remove} {add} END",
    ]


def _postgresql_extras() -> list[str]:
    statements = []
    for table in APPEND_ONLY:
        statements += [
            f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()",
        ]
    vector = "array_to_tsvector(array_remove(string_to_array(words, ' '), ''))"
    return [
        *statements,
        f"CREATE INDEX ix_search_documents_words_gin ON search_documents USING gin ({vector})",
    ]


def _extras() -> list[str]:
    """What models do not describe: triggers, and each engine's full-text index."""
    return _sqlite_extras() if op.get_bind().dialect.name == "sqlite" else _postgresql_extras()


def upgrade() -> None:
    op.create_table(
        "collectives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("territory", sa.String(length=120), nullable=False),
        sa.Column("presentation", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("show_open_points", sa.Boolean(), nullable=False),
        sa.Column("is_fictitious", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectives")),
        sa.UniqueConstraint("slug", name=op.f("uq_collectives_slug")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_idempotency_keys")),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_keys_accepted_at"), ["accepted_at"], unique=False)

    op.create_table(
        "first_founding",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_first_founding_only_one")),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_first_founding_collective_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_founding")),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("folded_name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "facilitator",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "left",
                "erased",
                name="memberstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("previous_visit_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["collective_id"], ["collectives.id"], name=op.f("fk_members_collective_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("collective_id", "email", name=op.f("uq_members_collective_id_email")),
        sa.UniqueConstraint(
            "collective_id", "folded_name", name=op.f("uq_members_collective_id_folded_name")
        ),
    )
    op.create_table(
        "register_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_register_entries_collective_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entries")),
        sa.UniqueConstraint(
            "collective_id", "position", name=op.f("uq_register_entries_collective_id_position")
        ),
    )
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.create_index("ix_register_entries_kind", ["collective_id", "kind"], unique=False)
        batch_op.create_index(
            "ix_register_entries_subject", ["collective_id", "subject_kind", "subject_id"], unique=False
        )

    op.create_table(
        "register_heads",
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_register_heads_collective_id")
        ),
        sa.PrimaryKeyConstraint("collective_id", name=op.f("pk_register_heads")),
    )
    op.create_table(
        "search_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_search_documents_collective_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_documents")),
        sa.UniqueConstraint(
            "collective_id",
            "kind",
            "subject_id",
            name=op.f("uq_search_documents_collective_id_kind_subject_id"),
        ),
    )
    op.create_table(
        "access_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_access_sessions_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_sessions_token_hash")),
    )
    with op.batch_alter_table("access_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_sessions_member_id"), ["member_id"], unique=False)

    op.create_table(
        "access_slips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["members.id"], name=op.f("fk_access_slips_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_access_slips_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_slips")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_access_slips_code_hash")),
    )
    with op.batch_alter_table("access_slips", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_slips_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "uq_access_slips_active_member",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("has_device", sa.Boolean(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_attendances_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint("member_id", "day", name=op.f("uq_attendances_member_id_day")),
    )
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendances_day"), ["day"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "blason",
                "charter",
                "accreditation",
                "ordinary",
                name="questionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "consensus",
                "consent",
                "open_majority",
                "secret_majority",
                name="decisionmode",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "adopt",
                "choose_one",
                "approval",
                "majority_judgment",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("effect_summary", sa.Text(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                "cancelled",
                name="decisionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "phase",
            sa.Enum(
                "present",
                "clarify",
                "react",
                "amend",
                "objections",
                "integrate",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.String(length=40), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("link_reason", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (digest IS NOT NULL)", name=op.f("ck_decisions_digest_when_closed")
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_decisions_outcome_when_closed")
        ),
        sa.CheckConstraint(
            "eligible >= 0 AND present >= 0 AND step >= 0", name=op.f("ck_decisions_counts_not_negative")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["members.id"], name=op.f("fk_decisions_closed_by_id")),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_decisions_collective_id")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["members.id"], name=op.f("fk_decisions_opened_by_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["decisions.id"], name=op.f("fk_decisions_previous_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index("ix_decisions_collective_state", ["collective_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_previous_id"), ["previous_id"], unique=False)

    op.create_table(
        "deliberations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                name="deliberationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)",
            name=op.f("ck_deliberations_closed_at_when_closed"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_deliberations_version_from_one")),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_deliberations_author_id")),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_deliberations_collective_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliberations")),
    )
    with op.batch_alter_table("deliberations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deliberations_latest", ["collective_id", "state", "active_at"], unique=False
        )

    op.create_table(
        "magic_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "sign_in",
                "invitation",
                name="linkpurpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_key", sa.String(length=64), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_magic_links_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_magic_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_magic_links_token_hash")),
    )
    with op.batch_alter_table("magic_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_magic_links_member_id"), ["member_id"], unique=False)

    op.create_table(
        "proxies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("principal_id <> holder_id", name=op.f("ck_proxies_not_oneself")),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["members.id"], name=op.f("fk_proxies_holder_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["principal_id"], ["members.id"], name=op.f("fk_proxies_principal_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxies")),
    )
    with op.batch_alter_table("proxies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proxies_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(
            "uq_proxies_active_principal",
            ["principal_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "blason_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_blason_versions_number_from_one")),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_blason_versions_author_id")),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_blason_versions_collective_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_blason_versions_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blason_versions")),
        sa.UniqueConstraint("collective_id", "number", name=op.f("uq_blason_versions_collective_id_number")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_blason_versions_decision_id")),
    )
    op.create_table(
        "charter_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_charter_versions_number_from_one")),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_charter_versions_collective_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_charter_versions_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_versions")),
        sa.UniqueConstraint("collective_id", "number", name=op.f("uq_charter_versions_collective_id_number")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_charter_versions_decision_id")),
    )
    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deliberation_id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "argument",
                "question",
                "experience",
                name="argumentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "side",
            sa.Enum(
                "for", "against", "neutral", name="side", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("assisted_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "removal",
            sa.Enum(
                "withdrawn",
                "disrespect",
                "personal_data",
                "off_topic",
                "repeated",
                name="removal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("removal_note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "removal IS NULL OR text = ''", name=op.f("ck_contributions_removed_without_text")
        ),
        sa.CheckConstraint(
            "side IS NULL OR (kind IS NOT NULL AND kind = 'argument')",
            name=op.f("ck_contributions_sides_of_arguments"),
        ),
        sa.CheckConstraint(
            "(parent_id IS NULL) = (root_id IS NULL)", name=op.f("ck_contributions_answers_have_a_root")
        ),
        sa.CheckConstraint(
            "(removal IS NULL) = (removed_at IS NULL)", name=op.f("ck_contributions_removed_for_a_reason")
        ),
        sa.CheckConstraint(
            "(removal IS NULL) = (removed_by_id IS NULL)", name=op.f("ck_contributions_removed_by_someone")
        ),
        sa.CheckConstraint(
            "kind IS NOT NULL OR root_id IS NOT NULL", name=op.f("ck_contributions_threads_have_a_kind")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_contributions_version_from_one")),
        sa.ForeignKeyConstraint(
            ["assisted_by_id"], ["members.id"], name=op.f("fk_contributions_assisted_by_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_contributions_author_id")),
        sa.ForeignKeyConstraint(
            ["deliberation_id"], ["deliberations.id"], name=op.f("fk_contributions_deliberation_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["contributions.id"], name=op.f("fk_contributions_parent_id")),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["members.id"], name=op.f("fk_contributions_removed_by_id")
        ),
        sa.ForeignKeyConstraint(["root_id"], ["contributions.id"], name=op.f("fk_contributions_root_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
    )
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.create_index("ix_contributions_answers", ["root_id", "path"], unique=False)
        batch_op.create_index(batch_op.f("ix_contributions_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_contributions_news", ["deliberation_id", "created_at"], unique=False)
        batch_op.create_index("ix_contributions_threads", ["deliberation_id", "root_id", "id"], unique=False)

    op.create_table(
        "deliberation_versions",
        sa.Column("deliberation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(length=80), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["deliberation_id"], ["deliberations.id"], name=op.f("fk_deliberation_versions_deliberation_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["members.id"], name=op.f("fk_deliberation_versions_replaced_by_id")
        ),
        sa.PrimaryKeyConstraint("deliberation_id", "number", name=op.f("pk_deliberation_versions")),
    )
    op.create_table(
        "follows",
        sa.Column("deliberation_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["deliberation_id"], ["deliberations.id"], name=op.f("fk_follows_deliberation_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_follows_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deliberation_id", "member_id", name=op.f("pk_follows")),
    )
    with op.batch_alter_table("follows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follows_member_id"), ["member_id"], unique=False)

    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "raised",
                "integrated",
                "withdrawn",
                "standing",
                name="objectionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("offered_amendment", sa.Text(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_objections_author_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_objections_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint("decision_id", "author_id", name=op.f("uq_objections_decision_id_author_id")),
    )
    op.create_table(
        "phase_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "present",
                "clarify",
                "react",
                "amend",
                "objections",
                "integrate",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["members.id"], name=op.f("fk_phase_changes_actor_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_phase_changes_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_changes")),
    )
    with op.batch_alter_table("phase_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phase_changes_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("deliberation_id", sa.Integer(), nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("effect_kind", sa.String(length=40), nullable=False),
        sa.Column("effect_payload", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "in_decision",
                "adopted",
                "unapplied",
                "rejected",
                "withdrawn",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("obstacle", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_proposals_version_from_one")),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_proposals_collective_id")
        ),
        sa.ForeignKeyConstraint(
            ["deliberation_id"], ["deliberations.id"], name=op.f("fk_proposals_deliberation_id")
        ),
        sa.ForeignKeyConstraint(["proposer_id"], ["members.id"], name=op.f("fk_proposals_proposer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_deliberation_id"), ["deliberation_id"], unique=False)
        batch_op.create_index("ix_proposals_latest", ["collective_id", "state", "edited_at"], unique=False)

    op.create_table(
        "room_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("confirmed_by_id <> typed_by_id", name=op.f("ck_room_counts_two_people")),
        sa.CheckConstraint("total > 0", name=op.f("ck_room_counts_total_positive")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["members.id"], name=op.f("fk_room_counts_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_room_counts_decision_id")),
        sa.ForeignKeyConstraint(["typed_by_id"], ["members.id"], name=op.f("fk_room_counts_typed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_counts")),
    )
    with op.batch_alter_table("room_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_counts_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "round_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "present",
                "clarify",
                "react",
                "amend",
                "objections",
                "integrate",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_round_notes_author_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_round_notes_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_notes")),
    )
    with op.batch_alter_table("round_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_notes_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "rulebook_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("adopted_by_id", sa.Integer(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["adopted_by_id"], ["members.id"], name=op.f("fk_rulebook_versions_adopted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collectives.id"], name=op.f("fk_rulebook_versions_collective_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_rulebook_versions_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebook_versions")),
        sa.UniqueConstraint(
            "collective_id", "number", name=op.f("uq_rulebook_versions_collective_id_number")
        ),
    )
    op.create_table(
        "secret_ballots",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_secret_ballots_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", "key_hash", name=op.f("pk_secret_ballots")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voter_rolls",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("is_recused", sa.Boolean(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("has_voted", sa.Boolean(), nullable=False),
        sa.Column("is_assisted", sa.Boolean(), nullable=False),
        sa.Column("in_room", sa.Boolean(), nullable=False),
        sa.CheckConstraint("NOT (has_voted AND weight = 0)", name=op.f("ck_voter_rolls_voters_only")),
        sa.CheckConstraint(
            "NOT (is_recused AND weight > 0)", name=op.f("ck_voter_rolls_recused_without_weight")
        ),
        sa.CheckConstraint(
            "holder_id IS NULL OR weight = 0", name=op.f("ck_voter_rolls_held_without_weight")
        ),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_voter_rolls_weight_not_negative")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_voter_rolls_decision_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["members.id"], name=op.f("fk_voter_rolls_holder_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_voter_rolls_member_id")),
        sa.PrimaryKeyConstraint("decision_id", "member_id", name=op.f("pk_voter_rolls")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "suggested",
                "accepted",
                "declined",
                "withdrawn",
                name="amendmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_amendments_author_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_amendments_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
    )
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendments_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "checklist_answers",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("prohibition", sa.Text(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "respects",
                "to_discuss",
                "breaks",
                name="compliance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_checklist_answers_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "code", name=op.f("pk_checklist_answers")),
    )
    op.create_table(
        "contribution_versions",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "argument",
                "question",
                "experience",
                name="argumentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "side",
            sa.Enum(
                "for", "against", "neutral", name="side", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("replaced_by_id", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_contribution_versions_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["members.id"], name=op.f("fk_contribution_versions_replaced_by_id")
        ),
        sa.PrimaryKeyConstraint("contribution_id", "number", name=op.f("pk_contribution_versions")),
    )
    op.create_table(
        "expressions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=400), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("assisted_by_id", sa.Integer(), nullable=True),
        sa.Column("expressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_expressions_weight_positive")),
        sa.ForeignKeyConstraint(
            ["assisted_by_id"], ["members.id"], name=op.f("fk_expressions_assisted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id", "voter_id"],
            ["voter_rolls.decision_id", "voter_rolls.member_id"],
            name="on_the_roll",
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_expressions_decision_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["members.id"], name=op.f("fk_expressions_voter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expressions")),
        sa.UniqueConstraint("decision_id", "voter_id", name=op.f("uq_expressions_decision_id_voter_id")),
    )
    with op.batch_alter_table("expressions", schema=None) as batch_op:
        batch_op.create_index("ix_expressions_tally", ["decision_id", "choice", "weight"], unique=False)

    op.create_table(
        "objection_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "raised",
                "amendment_offered",
                "test_asked",
                "test_result",
                "integrated",
                "withdrawn",
                "standing",
                name="objectionact",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["members.id"], name=op.f("fk_objection_events_actor_id")),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_objection_events_objection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_events")),
    )
    with op.batch_alter_table("objection_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_events_objection_id"), ["objection_id"], unique=False)

    op.create_table(
        "proposal_versions",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("effect_kind", sa.String(length=40), nullable=False),
        sa.Column("effect_payload", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("credit_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_proposal_versions_author_id")),
        sa.ForeignKeyConstraint(["credit_id"], ["members.id"], name=op.f("fk_proposal_versions_credit_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_versions_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "number", name=op.f("pk_proposal_versions")),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_rounds_decision_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id", "version"],
            ["proposal_versions.proposal_id", "proposal_versions.number"],
            name="of_a_version",
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_rounds_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_rounds_decision_id")),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_rounds_proposal_id_number")),
    )

    for statement in _extras():
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    op.drop_table("rounds")
    op.drop_table("proposal_versions")
    with op.batch_alter_table("objection_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_events_objection_id"))

    op.drop_table("objection_events")
    with op.batch_alter_table("expressions", schema=None) as batch_op:
        batch_op.drop_index("ix_expressions_tally")

    op.drop_table("expressions")
    op.drop_table("contribution_versions")
    op.drop_table("checklist_answers")
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendments_proposal_id"))

    op.drop_table("amendments")
    op.drop_table("voter_rolls")
    op.drop_table("secret_ballots")
    op.drop_table("rulebook_versions")
    with op.batch_alter_table("round_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_notes_decision_id"))

    op.drop_table("round_notes")
    with op.batch_alter_table("room_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_counts_decision_id"))

    op.drop_table("room_counts")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index("ix_proposals_latest")
        batch_op.drop_index(batch_op.f("ix_proposals_deliberation_id"))

    op.drop_table("proposals")
    with op.batch_alter_table("phase_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_changes_decision_id"))

    op.drop_table("phase_changes")
    op.drop_table("objections")
    with op.batch_alter_table("follows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follows_member_id"))

    op.drop_table("follows")
    op.drop_table("deliberation_versions")
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.drop_index("ix_contributions_threads")
        batch_op.drop_index("ix_contributions_news")
        batch_op.drop_index(batch_op.f("ix_contributions_author_id"))
        batch_op.drop_index("ix_contributions_answers")

    op.drop_table("contributions")
    op.drop_table("charter_versions")
    op.drop_table("blason_versions")
    with op.batch_alter_table("proxies", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_proxies_active_principal",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_proxies_holder_id"))

    op.drop_table("proxies")
    with op.batch_alter_table("magic_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_magic_links_member_id"))

    op.drop_table("magic_links")
    with op.batch_alter_table("deliberations", schema=None) as batch_op:
        batch_op.drop_index("ix_deliberations_latest")

    op.drop_table("deliberations")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_previous_id"))
        batch_op.drop_index("ix_decisions_collective_state")

    op.drop_table("decisions")
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendances_day"))

    op.drop_table("attendances")
    with op.batch_alter_table("access_slips", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_access_slips_active_member",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_access_slips_member_id"))

    op.drop_table("access_slips")
    with op.batch_alter_table("access_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_sessions_member_id"))

    op.drop_table("access_sessions")
    op.drop_table("search_documents")
    op.drop_table("register_heads")
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_register_entries_subject")
        batch_op.drop_index("ix_register_entries_kind")

    op.drop_table("register_entries")
    op.drop_table("members")
    op.drop_table("first_founding")
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_keys_accepted_at"))

    op.drop_table("idempotency_keys")
    op.drop_table("collectives")
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
