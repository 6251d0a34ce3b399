"""What was found of a venue, sub-criterion by sub-criterion: rows are only added, the latest counts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accreditation.findings import Finding
from app.accreditation.models import Venue
from app.db import Base, UTCDateTime, enum_type, now
from app.members.models import Member


class Assessment(Base):
    """What `author` found for one clause of a charter version, and on what evidence."""

    __tablename__ = "assessments"
    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venues.id"))
    charter_version: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(20))
    finding: Mapped[Finding] = mapped_column(enum_type(Finding))
    evidence: Mapped[str] = mapped_column(sa.Text, default="")
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    assessed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    venue: Mapped[Venue] = relationship()
    author: Mapped[Member] = relationship()
    __table_args__ = (sa.Index("ix_assessments_latest", "venue_id", "code", "id"),)
