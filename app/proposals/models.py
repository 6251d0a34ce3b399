"""Proposals, every version of their text, what was answered to prohibitions, amendments, rounds."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now
from app.deliberations.models import Deliberation
from app.members.models import Member
from app.proposals.states import EDITABLE, ProposalState
from app.votes.models import Decision


class Proposal(Base):
    """A text that says what it would change. `version` is the number of its current wording."""

    __tablename__ = "proposals"
    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"))
    deliberation_id: Mapped[int] = mapped_column(sa.ForeignKey("deliberations.id"), index=True)
    proposer_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    title: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    effect_kind: Mapped[str] = mapped_column(sa.String(40))
    effect_payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    state: Mapped[ProposalState] = mapped_column(enum_type(ProposalState), default=ProposalState.DRAFT)
    # Why an adopted effect could not be applied, for whoever reconciles it.
    obstacle: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    edited_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    proposer: Mapped[Member] = relationship()
    deliberation: Mapped[Deliberation] = relationship()
    __table_args__ = (
        sa.CheckConstraint("version >= 1", name="version_from_one"),
        sa.Index("ix_proposals_latest", "collective_id", "state", "edited_at"),
    )

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE


class ProposalVersion(Base):
    """A wording of a proposal, as it was written; `credit` names who suggested it, when someone did."""

    __tablename__ = "proposal_versions"
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposals.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    effect_kind: Mapped[str] = mapped_column(sa.String(40))
    effect_payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    credit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    author: Mapped[Member] = relationship(foreign_keys=[author_id])
    credit: Mapped[Member | None] = relationship(foreign_keys=[credit_id])


class Compliance(enum.Enum):
    """What a proposer answers to a prohibition of the blason."""

    RESPECTS = "respects"
    TO_DISCUSS = "to_discuss"
    BREAKS = "breaks"


class ChecklistAnswer(Base):
    """The answer to one prohibition, with its words as they were then."""

    __tablename__ = "checklist_answers"
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposals.id"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    prohibition: Mapped[str] = mapped_column(sa.Text)
    answer: Mapped[Compliance] = mapped_column(enum_type(Compliance))
    comment: Mapped[str] = mapped_column(sa.Text, default="")


class AmendmentState(enum.Enum):
    """Suggested; then accepted or declined by the proposer, or withdrawn by its author."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Amendment(Base):
    """Another wording of the text, suggested over the version `base`, for a reason."""

    __tablename__ = "amendments"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposals.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    base: Mapped[int]
    body: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[AmendmentState] = mapped_column(enum_type(AmendmentState), default=AmendmentState.SUGGESTED)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    suggested_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    author: Mapped[Member] = relationship()
    proposal: Mapped[Proposal] = relationship()

    @property
    def is_waiting(self) -> bool:
        return self.state is AmendmentState.SUGGESTED


class Round(Base):
    """A version of a proposal put to one decision; `number` counts the rounds from 1."""

    __tablename__ = "rounds"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposals.id"))
    number: Mapped[int]
    version: Mapped[int]
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"), unique=True)
    proposal: Mapped[Proposal] = relationship()
    decision: Mapped[Decision] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("proposal_id", "number"),
        sa.ForeignKeyConstraint(
            ["proposal_id", "version"],
            ["proposal_versions.proposal_id", "proposal_versions.number"],
            name="of_a_version",
        ),
    )
