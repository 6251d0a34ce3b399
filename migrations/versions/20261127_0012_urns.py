"""The verifiable urn of a secret decision: scrutineers, slips, ballots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "urns",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=40), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "preparing",
                "voting",
                "counting",
                "counted",
                name="urnphase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("server_key", sa.String(length=80), nullable=False),
        sa.Column("server_public", sa.Text(), nullable=False),
        sa.Column("slips_by_id", sa.Integer(), nullable=True),
        sa.Column("credentials", sa.Text(), nullable=True),
        sa.Column("election", sa.Text(), nullable=True),
        sa.Column("trustees", sa.Text(), nullable=True),
        sa.Column("began_at", sa.Integer(), nullable=True),
        sa.Column("encrypted_tally", sa.Text(), nullable=True),
        sa.Column("server_part", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(phase = 'preparing') = (election IS NULL)", name=op.f("ck_urns_election_once_prepared")
        ),
        sa.CheckConstraint("(phase = 'counted') = (result IS NOT NULL)", name=op.f("ck_urns_result_once_counted")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_urns_decision_id")),
        sa.ForeignKeyConstraint(["slips_by_id"], ["members.id"], name=op.f("fk_urns_slips_by_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_urns")),
        sa.UniqueConstraint("uuid", name=op.f("uq_urns_uuid")),
    )
    op.create_table(
        "urn_scrutineers",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=True),
        sa.Column("part", sa.Text(), nullable=True),
        sa.Column("arrival", sa.Integer(), nullable=True),
        sa.CheckConstraint("position BETWEEN 1 AND 3", name=op.f("ck_urn_scrutineers_so_many_scrutineers")),
        sa.CheckConstraint(
            "(part IS NULL) = (arrival IS NULL)", name=op.f("ck_urn_scrutineers_arrival_of_a_part")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["urns.decision_id"], name=op.f("fk_urn_scrutineers_decision_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_urn_scrutineers_member_id")),
        sa.PrimaryKeyConstraint("decision_id", "position", name=op.f("pk_urn_scrutineers")),
        sa.UniqueConstraint(
            "decision_id", "member_id", name=op.f("uq_urn_scrutineers_decision_id_member_id")
        ),
    )
    op.create_table(
        "urn_ballots",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tracker", sa.String(length=43), nullable=False),
        sa.Column("credential", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("event_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("height > 0", name=op.f("ck_urn_ballots_after_the_setup")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["urns.decision_id"], name=op.f("fk_urn_ballots_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", "height", name=op.f("pk_urn_ballots")),
        sa.UniqueConstraint("decision_id", "tracker", name=op.f("uq_urn_ballots_decision_id_tracker")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "urn_credentials",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["urns.decision_id"], name=op.f("fk_urn_credentials_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", "digest", name=op.f("pk_urn_credentials")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("urn_credentials")
    op.drop_table("urn_ballots")
    op.drop_table("urn_scrutineers")
    op.drop_table("urns")
