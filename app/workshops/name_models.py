"""Names that people propose for the collective."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now
from app.members.models import Member
from app.workshops.models import Channel, Participant


class NameIdea(Base):
    """A name proposed, once in an item however it is written; `author_id` is NULL for the room as a whole.

    A hidden one keeps its text and says who hid it and why: moderation leaves a trace.
    """

    __tablename__ = "name_ideas"
    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(sa.String(60))
    folded: Mapped[str] = mapped_column(sa.String(120))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("participants.id", ondelete="SET NULL"))
    channel: Mapped[Channel] = mapped_column(enum_type(Channel), default=Channel.PHONE)
    typed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    hidden_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    author: Mapped[Participant | None] = relationship()
    hidden_by: Mapped[Member | None] = relationship(foreign_keys=[hidden_by_id])
    __table_args__ = (
        sa.UniqueConstraint("item_id", "folded"),
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_by_id IS NULL)", name="hidden_by_someone"),
    )
