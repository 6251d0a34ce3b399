"""Consent rounds: the phases gone through, what was said in them, and the life of each objection."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now
from app.members.models import Member
from app.votes.models import Phase


class ObjectionState(enum.Enum):
    """Raised; then integrated or withdrawn, by its author alone; or standing at closing."""

    RAISED = "raised"
    INTEGRATED = "integrated"
    WITHDRAWN = "withdrawn"
    STANDING = "standing"


class ObjectionAct(enum.Enum):
    """What can happen to an objection."""

    RAISED = "raised"
    AMENDMENT_OFFERED = "amendment_offered"
    TEST_ASKED = "test_asked"
    TEST_RESULT = "test_result"
    INTEGRATED = "integrated"
    WITHDRAWN = "withdrawn"
    STANDING = "standing"


class PhaseChange(Base):
    """A facilitator moved the round to a phase."""

    __tablename__ = "phase_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"), index=True)
    phase: Mapped[Phase] = mapped_column(enum_type(Phase))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class RoundNote(Base):
    """A question, a reaction or a suggestion said during a phase of a round."""

    __tablename__ = "round_notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"), index=True)
    phase: Mapped[Phase] = mapped_column(enum_type(Phase))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    body: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    author: Mapped[Member] = relationship()


class Objection(Base):
    """An objection of one person in one round; its reason says the harm to the collective's aims."""

    __tablename__ = "objections"
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    reason: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[ObjectionState] = mapped_column(enum_type(ObjectionState), default=ObjectionState.RAISED)
    offered_amendment: Mapped[str | None] = mapped_column(sa.Text)
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    author: Mapped[Member] = relationship()
    events: Mapped[list[ObjectionEvent]] = relationship(order_by="ObjectionEvent.id")
    __table_args__ = (sa.UniqueConstraint("decision_id", "author_id"),)

    @property
    def is_lifted(self) -> bool:
        return self.state in (ObjectionState.INTEGRATED, ObjectionState.WITHDRAWN)


class ObjectionEvent(Base):
    """A moment in the life of an objection; `on_behalf` when a facilitator typed it for its author."""

    __tablename__ = "objection_events"
    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(sa.ForeignKey("objections.id"), index=True)
    act: Mapped[ObjectionAct] = mapped_column(enum_type(ObjectionAct))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str | None] = mapped_column(sa.Text)
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    actor: Mapped[Member | None] = relationship()
