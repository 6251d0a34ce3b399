"""Minutes of sessions: their editions, the sections of each; and who said they could not come."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now
from app.members.models import Member
from app.votes.models import Decision
from app.workshops.minutes.document import Section, fingerprint
from app.workshops.models import Workshop


class MinutesState(enum.Enum):
    """Being written; put to approval, and no longer edited; approved, for ever."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class Minutes(Base):
    """Procès-verbal: an edition of the minutes of a session, numbered from 1.

    Approved ones never change: they are corrected by a further edition, for a `reason`, approved in its turn.
    `approved_in` is the later session that approved them, `decision` the decision that did, `digest` the
    fingerprint of what was approved, `remarks` what people wanted noted then.
    """

    __tablename__ = "minutes"
    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[MinutesState] = mapped_column(enum_type(MinutesState), default=MinutesState.DRAFT)
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    approved_in_id: Mapped[int | None] = mapped_column(sa.ForeignKey("workshops.id"))
    decision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decisions.id"))
    remarks: Mapped[str] = mapped_column(sa.String(500), default="")
    digest: Mapped[str | None] = mapped_column(sa.String(64))
    written_by: Mapped[Member] = relationship(foreign_keys=[written_by_id])
    approved_by: Mapped[Member | None] = relationship(foreign_keys=[approved_by_id])
    workshop: Mapped[Workshop] = relationship(foreign_keys=[workshop_id])
    approved_in: Mapped[Workshop | None] = relationship(foreign_keys=[approved_in_id])
    decision: Mapped[Decision | None] = relationship()
    sections: Mapped[list[MinutesSection]] = relationship(
        order_by="MinutesSection.position", cascade="all, delete-orphan"
    )
    __table_args__ = (
        sa.UniqueConstraint("workshop_id", "number"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
        sa.CheckConstraint("(state = 'approved') = (digest IS NOT NULL)", name="digest_when_approved"),
        sa.CheckConstraint(
            "state <> 'approved' OR approved_in_id IS NOT NULL OR decision_id IS NOT NULL",
            name="approved_somewhere",
        ),
        sa.Index(
            "uq_minutes_unapproved",
            "workshop_id",
            unique=True,
            sqlite_where=sa.text("state <> 'approved'"),
            postgresql_where=sa.text("state <> 'approved'"),
        ),
    )

    @property
    def is_draft(self) -> bool:
        return self.state is MinutesState.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.state is MinutesState.SUBMITTED

    @property
    def is_approved(self) -> bool:
        return self.state is MinutesState.APPROVED

    @property
    def document(self) -> list[Section]:
        """Its sections as plain values."""
        return [section.plain for section in self.sections]

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what it says now."""
        return fingerprint(self.document)


class MinutesSection(Base):
    """A section; `version` counts its wordings from 1, `edited_by_id` is who wrote the last one."""

    __tablename__ = "minutes_sections"
    minutes_id: Mapped[int] = mapped_column(sa.ForeignKey("minutes.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    edited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    edited_by: Mapped[Member | None] = relationship()
    __table_args__ = (sa.CheckConstraint("version >= 1", name="version_from_one"),)

    @property
    def plain(self) -> Section:
        """The section as a value of the rules."""
        return Section(self.key, self.title, self.text, self.edited_by_id is not None)


class Excuse(Base):
    """Someone who said they could not come; `noted_by_id` is the facilitator who noted it, if not they."""

    __tablename__ = "excuses"
    workshop_id: Mapped[int] = mapped_column(
        sa.ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    noted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    member: Mapped[Member] = relationship(foreign_keys=[member_id])
