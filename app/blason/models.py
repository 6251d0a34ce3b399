"""The versions of a collective's blason: immutable, chained by hash, kept by the database itself."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.blason.document import Blason
from app.db import Base, UTCDateTime, now
from app.register.append_only import protect


@lru_cache(64)
def read(document: str) -> Blason:
    """A version never changes, and every page of a proposal asks for the one in force."""
    return Blason.from_document(json.loads(document))


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
        return read(self.document)


protect(BlasonVersion.__table__)  # type: ignore[arg-type]  # a Table, declared as FromClause
