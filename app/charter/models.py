"""The versions of a collective's charter: immutable, chained by hash, each written by a decision."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.charter.document import Charter
from app.db import Base, UTCDateTime, now
from app.members.models import Member
from app.register.append_only import protect
from app.votes.models import Decision


@lru_cache(maxsize=64)
def _read(document: str) -> Charter:
    """A stored document never changes: the charters read last are kept as read."""
    return Charter.from_document(json.loads(document))


class CharterVersion(Base):
    """One adopted state. `document` is canonical JSON, `summary` what changed, in a sentence."""

    __tablename__ = "charter_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"))
    number: Mapped[int]
    document: Mapped[str] = mapped_column(sa.Text)
    prev_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"))
    summary: Mapped[str] = mapped_column(sa.Text)
    adopted_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    decision: Mapped[Decision] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("collective_id", "number"),
        sa.UniqueConstraint("decision_id"),
        sa.CheckConstraint("number > 0", name="number_from_one"),
        sa.Index("ix_charter_versions_adopted", "collective_id", "adopted_at"),
    )

    @property
    def charter(self) -> Charter:
        """What this version says."""
        return _read(self.document)


class VersionClause(Base):
    """A clause that a version added, changed, moved or removed: where the life of the clause is found."""

    __tablename__ = "charter_version_clauses"
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("charter_versions.id"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), primary_key=True, index=True)


class VoteOrder(Base):
    """The order in which a facilitator puts to the vote the amendments that touch `code` (see `contest.py`).

    `proposals` are their ids; without one, the furthest from the text comes first.
    """

    __tablename__ = "vote_orders"
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    proposals: Mapped[list[int]] = mapped_column(sa.JSON)
    set_by_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    set_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    set_by: Mapped[Member] = relationship()


protect(CharterVersion.__table__)  # type: ignore[arg-type]  # a Table, declared as FromClause
