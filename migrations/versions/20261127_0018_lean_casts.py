"""What a cast reads and writes, made smaller: keys of forms in one place, the topic beside the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("topic", sa.String(80), nullable=True))
    op.execute(
        "UPDATE decisions SET topic = (SELECT 'workshop/' || workshop_id FROM workshop_decisions "
        "WHERE decision_id = decisions.id)"
    )
    _rewrite_keys(sa.String(64), sa.LargeBinary(32), bytes.fromhex, sqlite_with_rowid=False)


def downgrade() -> None:
    _rewrite_keys(sa.LargeBinary(32), sa.String(64), bytes.hex)
    op.create_index(op.f("ix_idempotency_keys_accepted_at"), "idempotency_keys", ["accepted_at"])
    op.drop_column("decisions", "topic")


def _rewrite_keys(
    before: sa.types.TypeEngine[Any],
    after: sa.types.TypeEngine[Any],
    rewritten: Callable[[Any], Any],
    **options: bool,
) -> None:
    """A form accepted before is still known after: a phone that was away may send it again."""
    accepted = op.get_bind().execute(sa.select(*_columns(before)).select_from(sa.table("idempotency_keys")))
    kept = [{**row, "digest": rewritten(row["digest"])} for row in accepted.mappings()]
    op.drop_table("idempotency_keys")
    keys = op.create_table(
        "idempotency_keys",
        *_columns(after),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_idempotency_keys")),
        **options,
    )
    op.bulk_insert(keys, kept)


def _columns(digest: sa.types.TypeEngine[Any]) -> list[sa.Column[Any]]:
    return [
        sa.Column("digest", digest, nullable=False),
        sa.Column("location", sa.String(500), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
    ]
