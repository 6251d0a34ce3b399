"""Topics and their regions: not a log of what happened, but how recent each part of a screen is."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UTCDateTime


class LiveTopic(Base):
    """What people follow together, as "workshop/12", and how many times it changed."""

    __tablename__ = "live_topics"
    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    version: Mapped[int]


class LiveRegion(Base):
    """A part of the screens of a topic; `version` is the topic's when the part last changed."""

    __tablename__ = "live_regions"
    topic: Mapped[str] = mapped_column(sa.ForeignKey("live_topics.name"), primary_key=True)
    region: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
