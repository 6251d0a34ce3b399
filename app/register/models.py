"""Register entries, chained by SHA-256, and the head that shows when the tail was cut."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UTCDateTime
from app.register.append_only import protect

GENESIS = "0" * 64


class RegisterEntry(Base):
    """One act. `payload` is canonical JSON; `hash` covers it and everything before it."""

    __tablename__ = "register_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"))
    position: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(sa.String(60))
    subject_kind: Mapped[str | None] = mapped_column(sa.String(40))
    subject_id: Mapped[int | None]
    payload: Mapped[str] = mapped_column(sa.Text)
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))
    __table_args__ = (
        sa.UniqueConstraint("collective_id", "position"),
        sa.Index("ix_register_entries_kind", "collective_id", "kind"),
        sa.Index("ix_register_entries_subject", "collective_id", "subject_kind", "subject_id"),
    )


class RegisterHead(Base):
    """Where a collective's chain stands: one row, locked by whoever appends."""

    __tablename__ = "register_heads"
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"), primary_key=True)
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(64))


protect(RegisterEntry.__table__)  # type: ignore[arg-type]  # a Table, declared as FromClause
