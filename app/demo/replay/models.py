"""How far an evening that is played again has come."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.workshops.models import Workshop


class Replay(Base):
    """A session that plays itself; `step` is the number of steps already done."""

    __tablename__ = "replays"
    workshop_id: Mapped[int] = mapped_column(
        sa.ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True
    )
    step: Mapped[int] = mapped_column(default=0)
    workshop: Mapped[Workshop] = relationship()
    __table_args__ = (sa.CheckConstraint("step >= 0", name="step_not_negative"),)
