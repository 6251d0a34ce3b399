"""Which clauses each version of a charter touched, filled for the versions there are; versions by day."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "charter_version_clauses",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["charter_versions.id"], name=op.f("fk_charter_version_clauses_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "code", name=op.f("pk_charter_version_clauses")),
    )
    op.create_index(op.f("ix_charter_version_clauses_code"), "charter_version_clauses", ["code"])
    op.create_index("ix_charter_versions_adopted", "charter_versions", ["collective_id", "adopted_at"])
    _fill()


def _fill() -> None:
    """A clause was touched when its content differs, or its place among the codes both versions hold."""
    connection = op.get_bind()
    versions = sa.table(
        "charter_versions",
        *(sa.column(name) for name in ("id", "collective_id", "number", "document")),
    )
    touched = sa.table("charter_version_clauses", sa.column("version_id"), sa.column("code"))
    former: dict[int, list[dict[str, Any]]] = {}
    for row in connection.execute(
        sa.select(versions).order_by(versions.c.collective_id, versions.c.number)
    ).all():
        clauses = json.loads(row.document)["clauses"]
        codes = _touched(former.get(row.collective_id, []), clauses)
        if codes:
            connection.execute(
                sa.insert(touched), [{"version_id": row.id, "code": code} for code in sorted(codes)]
            )
        former[row.collective_id] = clauses


def _touched(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> set[str]:
    old, new = ({clause["code"]: clause for clause in clauses} for clauses in (before, after))
    changed = {code for code in {*old, *new} if old.get(code) != new.get(code)}
    kept_before = [clause["code"] for clause in before if clause["code"] in new]
    kept_after = [clause["code"] for clause in after if clause["code"] in old]
    moved = {code for place, code in enumerate(kept_after) if kept_before[place] != code}
    return changed | moved


def downgrade() -> None:
    op.drop_index("ix_charter_versions_adopted", table_name="charter_versions")
    op.drop_index(op.f("ix_charter_version_clauses_code"), table_name="charter_version_clauses")
    op.drop_table("charter_version_clauses")
