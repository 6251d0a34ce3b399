"""A session of the collective: its agenda, the people in the room, the moves of those who facilitate.

Groups and notes are in `group_models.py`, polls of the room in `poll_models.py`.
"""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now
from app.members.models import Member
from app.workshops.kinds import ItemKind


class WorkshopState(enum.Enum):
    """Prepared; running, from the first item on; ended."""

    PREPARED = "prepared"
    RUNNING = "running"
    ENDED = "ended"


class Workshop(Base):
    """Séance: an evening of the collective. `code` is what people type to come in.

    `version` counts the moves made: who acts on a state that is no longer the room's changes nothing.
    `template` names the run-sheet it was made from. When `welcomes_members`, a name that comes in becomes a
    member at once: so it is on the evening that founds the collective.
    `circle` is the round of speech that runs; `hands_up` counts the hands raised now. People were convened
    on `convened_on`, by the means that `convened_by` tells; the secretary takes the notes.
    """

    __tablename__ = "workshops"
    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    intention: Mapped[str] = mapped_column(sa.Text, default="")
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    template: Mapped[str] = mapped_column(sa.String(40), default="")
    code: Mapped[str] = mapped_column(sa.String(6), unique=True)
    welcomes_members: Mapped[bool] = mapped_column(default=False)
    state: Mapped[WorkshopState] = mapped_column(enum_type(WorkshopState), default=WorkshopState.PREPARED)
    version: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    convened_on: Mapped[date | None]
    convened_by: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    secretary_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    circle: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    hands_up: Mapped[int] = mapped_column(default=0, server_default="0")
    secretary: Mapped[Member | None] = relationship(foreign_keys=[secretary_id])
    __table_args__ = (sa.CheckConstraint("version >= 0", name="version_not_negative"),)

    @property
    def topic(self) -> str:
        """Its topic of the event stream."""
        return f"workshop/{self.id}"

    @property
    def is_prepared(self) -> bool:
        return self.state is WorkshopState.PREPARED

    @property
    def is_running(self) -> bool:
        return self.state is WorkshopState.RUNNING

    @property
    def is_ended(self) -> bool:
        return self.state is WorkshopState.ENDED


class AgendaItem(Base):
    """Séquence: a timed item of the agenda. `position` counts from 1; the current one began and is not over.

    `settings` holds what its kind needs (axes, tables, questions); `timer_ends_at` is when the timer within
    the item rings, `timer_left` its seconds left while it is paused.
    """

    __tablename__ = "agenda_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column(enum_type(ItemKind))
    title: Mapped[str] = mapped_column(sa.String(120))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    minutes: Mapped[int]
    extra_minutes: Mapped[int] = mapped_column(default=0)
    settings: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    timer_ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    timer_left: Mapped[int | None]
    __table_args__ = (
        sa.UniqueConstraint("workshop_id", "position"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name="minutes_of_a_day"),
        sa.CheckConstraint("timer_left IS NULL OR timer_ends_at IS NULL", name="timer_runs_or_waits"),
        sa.CheckConstraint("ended_at IS NULL OR started_at IS NOT NULL", name="ends_once_begun"),
        sa.Index(
            "uq_agenda_items_current",
            "workshop_id",
            unique=True,
            sqlite_where=sa.text("started_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("started_at IS NOT NULL AND ended_at IS NULL"),
        ),
    )

    @property
    def is_current(self) -> bool:
        return self.started_at is not None and self.ended_at is None


class Channel(enum.Enum):
    """How something came from the room: a phone, someone who types for others, or paper."""

    PHONE = "phone"
    SCRIBE = "scribe"
    PAPER = "paper"


class Participant(Base):
    """A person in the room, under the name they gave; a member, or not yet.

    `token_hash` is the digest of the secret in the cookie of the phone that is theirs, or that they share;
    NULL for who came without a device. `signed_on` is how they signed the attendance sheet. Who
    `goes_unnamed` asked that minutes give their initial only.
    """

    __tablename__ = "participants"
    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(80))
    folded_name: Mapped[str] = mapped_column(sa.String(80))
    member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"), index=True)
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    has_device: Mapped[bool] = mapped_column(default=True)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    arrived_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    signed_on: Mapped[Channel | None] = mapped_column(enum_type(Channel))
    goes_unnamed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    member: Mapped[Member | None] = relationship(foreign_keys=[member_id])
    __table_args__ = (
        sa.UniqueConstraint("workshop_id", "folded_name"),
        sa.UniqueConstraint("workshop_id", "member_id"),
    )

    @property
    def is_here(self) -> bool:
        return self.left_at is None


class Move(Base):
    """A move of a facilitator, in their order; `before` is what undoing it puts back.

    `number` is the version of the session that the move made.
    """

    __tablename__ = "workshop_moves"
    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="CASCADE"))
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    __table_args__ = (sa.UniqueConstraint("workshop_id", "number"),)
