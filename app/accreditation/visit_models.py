"""Visits: at least two people, one who produces and one who eats, who report and judge nothing on site.

Source: the participatory guarantee system of Nature & Progrès.
"""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accreditation.models import Venue
from app.db import Base, UTCDateTime, enum_type
from app.members.models import Member


class VisitState(enum.Enum):
    """Planned; then done, or cancelled."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class VisitorPart(enum.Enum):
    """As what a visitor comes."""

    PRODUCER = "producer"
    EATER = "eater"


class Visit(Base):
    """A visit to a venue, guided by the charter's version `charter_version`, and its report."""

    __tablename__ = "visits"
    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venues.id"), index=True)
    planned_on: Mapped[date] = mapped_column(sa.Date)
    state: Mapped[VisitState] = mapped_column(enum_type(VisitState), default=VisitState.PLANNED)
    charter_version: Mapped[int]
    strengths: Mapped[str] = mapped_column(sa.Text, default="")
    weaknesses: Mapped[str] = mapped_column(sa.Text, default="")
    remarks: Mapped[str] = mapped_column(sa.Text, default="")
    planned_by_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    reported_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    venue: Mapped[Venue] = relationship()
    planned_by: Mapped[Member] = relationship()
    visitors: Mapped[list[Visitor]] = relationship(order_by="Visitor.member_id")


class Visitor(Base):
    """Someone of the visit; `noted_by_id` is who noted a signature given on paper."""

    __tablename__ = "visitors"
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visits.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"), primary_key=True)
    part: Mapped[VisitorPart] = mapped_column(enum_type(VisitorPart))
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    noted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    member: Mapped[Member] = relationship(foreign_keys=[member_id])
