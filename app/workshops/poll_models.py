"""Polls of the room: a choice, a guess, a preference. Formal decisions are those of `app/votes`."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now
from app.members.models import Member
from app.workshops.models import Channel, Participant


class PollKind(enum.Enum):
    """One option; as many options as one likes; or a number that one guesses."""

    CHOICE = "choice"
    APPROVAL = "approval"
    NUMBER = "number"


class PollState(enum.Enum):
    """Drafted, open to answers, closed. Going back to a former state is a move that can be undone."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Poll(Base):
    """A question asked to the room during an item.

    `options` is a list of `{"key", "label"}`, or for a number one `{"key", "least", "most"}`; `name` tells
    several polls of one item apart (`women`, `rule`).
    Results stay hidden while it is open unless `shows_results`.
    """

    __tablename__ = "polls"
    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[PollKind] = mapped_column(enum_type(PollKind))
    question: Mapped[str] = mapped_column(sa.String(300))
    options: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    state: Mapped[PollState] = mapped_column(enum_type(PollState), default=PollState.DRAFT)
    shows_results: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    __table_args__ = (sa.UniqueConstraint("item_id", "name"),)

    @property
    def is_open(self) -> bool:
        return self.state is PollState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state is PollState.CLOSED


class PollAnswer(Base):
    """What one person answers; the last one counts. An approval is the keys of its options, spaced."""

    __tablename__ = "poll_answers"
    poll_id: Mapped[int] = mapped_column(sa.ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        sa.ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    value: Mapped[str] = mapped_column(sa.String(400))
    channel: Mapped[Channel] = mapped_column(enum_type(Channel), default=Channel.PHONE)
    typed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    answered_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    participant: Mapped[Participant] = relationship()


class PollCount(Base):
    """Hands counted in the room for those who have no device: typed by one, good once another confirms."""

    __tablename__ = "poll_counts"
    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(sa.ForeignKey("polls.id", ondelete="CASCADE"), index=True)
    counts: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    typed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    typed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    typed_by: Mapped[Member] = relationship(foreign_keys=[typed_by_id])
    __table_args__ = (sa.CheckConstraint("confirmed_by_id <> typed_by_id", name="two_people"),)
