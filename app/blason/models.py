"""The versions of a collective's blason: immutable, chained by hash, kept by the database itself."""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column

from app.blason.document import Blason
from app.db import Base, UTCDateTime, now

GENESIS = "0" * 64


class BlasonVersion(Base):
    """One state of the blason. `document` is canonical JSON; `decision_id` is None for a founders' draft."""

    __tablename__ = "blason_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"))
    number: Mapped[int]
    document: Mapped[str] = mapped_column(sa.Text)
    prev_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))
    decision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decisions.id"))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    adopted_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    __table_args__ = (
        sa.UniqueConstraint("collective_id", "number"),
        sa.UniqueConstraint("decision_id"),
        sa.CheckConstraint("number > 0", name="number_from_one"),
    )

    @property
    def blason(self) -> Blason:
        """What this version says."""
        return Blason.from_document(json.loads(self.document))


# A version that was once in force is never rewritten. A migration runs these statements too.
SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER blason_versions_no_{verb.lower()} BEFORE {verb} ON blason_versions "
    "BEGIN SELECT RAISE(ABORT, 'versions of a blason are append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL_TRIGGERS = (
    "CREATE OR REPLACE FUNCTION blason_versions_are_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'versions of a blason are append-only'; END $$",
    "CREATE TRIGGER blason_versions_append_only BEFORE UPDATE OR DELETE ON blason_versions "
    "FOR EACH ROW EXECUTE FUNCTION blason_versions_are_append_only()",
)
for _statement in SQLITE_TRIGGERS:
    event.listen(BlasonVersion.__table__, "after_create", sa.DDL(_statement).execute_if(dialect="sqlite"))
for _statement in POSTGRESQL_TRIGGERS:
    event.listen(BlasonVersion.__table__, "after_create", sa.DDL(_statement).execute_if(dialect="postgresql"))
