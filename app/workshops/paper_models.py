"""Papers of a secret vote, counted in the room by two tellers who enter each batch apart."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, now
from app.members.models import Member


class PaperEntry(Base):
    """What one teller counted in one batch; `blank` and `spoiled` papers apart. The last entry stands."""

    __tablename__ = "paper_entries"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"), primary_key=True)
    batch: Mapped[int] = mapped_column(primary_key=True)
    teller_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"), primary_key=True)
    counts: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    blank: Mapped[int] = mapped_column(default=0)
    spoiled: Mapped[int] = mapped_column(default=0)
    entered_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    teller: Mapped[Member] = relationship()
    __table_args__ = (
        sa.CheckConstraint("batch BETWEEN 1 AND 50", name="batch_of_a_hall"),
        sa.CheckConstraint("blank >= 0 AND spoiled >= 0", name="papers_not_negative"),
    )
