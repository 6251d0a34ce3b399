"""What a room says of itself, without names: who answered is kept apart from what was answered."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UTCDateTime, enum_type, now


class CompositionPhase(enum.Enum):
    """People guess; then they answer about themselves; then all is revealed."""

    GUESS = "guess"
    TELL = "tell"
    REVEAL = "reveal"


class Composition(Base):
    """Where the quiz of an item is. Once `is_sealed`, no answer comes any more, revealed or not.

    An answer that came after a first reveal would be known by the difference.
    """

    __tablename__ = "compositions"
    item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("agenda_items.id", ondelete="CASCADE"), primary_key=True
    )
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"))
    phase: Mapped[CompositionPhase] = mapped_column(enum_type(CompositionPhase))
    is_sealed: Mapped[bool] = mapped_column(default=False)


class CompositionMark(Base):
    """Someone who answered about themselves, or said that they prefer not to. No time, no hidden rowid."""

    __tablename__ = "composition_marks"
    item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("agenda_items.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        sa.ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read once by the mapper


class CompositionAnswer(Base):
    """One answer to one question, under a random key: no person, no time, no order, no channel.

    The answers of one person to several questions are apart, so that together they name nobody.
    """

    __tablename__ = "composition_answers"
    item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("agenda_items.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(20))
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read once by the mapper


class PaperBatch(Base):
    """Answers on paper, typed together: how many sheets, and by whom."""

    __tablename__ = "paper_batches"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="CASCADE"), index=True)
    sheets: Mapped[int]
    typed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    typed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    __table_args__ = (sa.CheckConstraint("sheets > 0", name="some_sheets"),)
