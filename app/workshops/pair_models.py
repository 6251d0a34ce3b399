"""Pairs of people who found what they have in common."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now
from app.workshops.models import Channel, Participant


class Pair(Base):
    """Binôme: two people and their common point; said by one, formed when the other agrees.

    `number` is the order in which pairs of an item were formed; NULL as long as one of the two is awaited.
    """

    __tablename__ = "pairs"
    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="CASCADE"))
    low_id: Mapped[int] = mapped_column(sa.ForeignKey("participants.id", ondelete="CASCADE"))
    high_id: Mapped[int] = mapped_column(sa.ForeignKey("participants.id", ondelete="CASCADE"))
    said_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("participants.id", ondelete="CASCADE"))
    typed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    channel: Mapped[Channel] = mapped_column(enum_type(Channel), default=Channel.PHONE)
    common_point: Mapped[str] = mapped_column(sa.String(140))
    number: Mapped[int | None]
    said_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    low: Mapped[Participant] = relationship(foreign_keys=[low_id])
    high: Mapped[Participant] = relationship(foreign_keys=[high_id])
    __table_args__ = (
        sa.UniqueConstraint("item_id", "low_id", "high_id"),
        sa.UniqueConstraint("item_id", "number"),
        sa.CheckConstraint("low_id < high_id", name="two_people"),
    )

    @property
    def is_formed(self) -> bool:
        return self.number is not None and self.withdrawn_at is None

    def other(self, participant_id: int) -> Participant:
        """The one of the two who is not `participant_id`."""
        return self.high if participant_id == self.low_id else self.low
