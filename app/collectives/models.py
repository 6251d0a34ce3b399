"""A collective, and the mark of the first one founded here."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UTCDateTime, now


class Collective(Base):
    """Who decides. `slug` is its address; `member_label` is what it calls its members."""

    __tablename__ = "collectives"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    territory: Mapped[str] = mapped_column(sa.String(120), default="")
    presentation: Mapped[str] = mapped_column(sa.Text, default="")
    timezone: Mapped[str] = mapped_column(sa.String(40), default="Europe/Paris")
    show_open_points: Mapped[bool] = mapped_column(default=True)
    is_fictitious: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class FirstFounding(Base):
    """One row at most: which collective was founded first here. Two founders at once cannot both be."""

    __tablename__ = "first_founding"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"))
    __table_args__ = (sa.CheckConstraint("id = 1", name="only_one"),)
