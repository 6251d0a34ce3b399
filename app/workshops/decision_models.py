"""Formal decisions taken in the room: the link between a session and a decision of `app/votes`."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, now
from app.votes.models import Decision


class WorkshopDecision(Base):
    """A decision opened in a session, at the item where the room was.

    `held_at` is when the room really decided, for what was decided on paper and typed afterwards.
    """

    __tablename__ = "workshop_decisions"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"), primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="SET NULL"))
    linked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    held_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decision: Mapped[Decision] = relationship()
