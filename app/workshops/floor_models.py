"""Raised hands: who asks for the floor, who has it, how long they kept it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, now
from app.workshops.models import Participant

_UP = sa.text("ended_at IS NULL AND lowered_at IS NULL")
_SPEAKING = sa.text("given_at IS NOT NULL AND ended_at IS NULL AND lowered_at IS NULL")


class Hand(Base):
    """A hand raised once: lowered by its owner, or given the floor, which ends.

    `seconds` is how long they spoke; `added_by_id` who raised it for someone without a device.
    """

    __tablename__ = "hands"
    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("participants.id", ondelete="CASCADE"))
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    lowered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    given_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seconds: Mapped[int] = mapped_column(default=0)
    participant: Mapped[Participant] = relationship()
    __table_args__ = (
        sa.CheckConstraint("ended_at IS NULL OR given_at IS NOT NULL", name="ends_once_given"),
        sa.CheckConstraint("seconds >= 0", name="seconds_not_negative"),
        sa.Index(
            "uq_hands_up",
            "workshop_id",
            "participant_id",
            unique=True,
            sqlite_where=_UP,
            postgresql_where=_UP,
        ),
        sa.Index(
            "uq_hands_speaking",
            "workshop_id",
            unique=True,
            sqlite_where=_SPEAKING,
            postgresql_where=_SPEAKING,
        ),
    )

    @property
    def is_speaking(self) -> bool:
        return self.given_at is not None and self.ended_at is None
