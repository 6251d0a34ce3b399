"""Decisions, the roll frozen at their opening, what people expressed, and the rules they decide by.

Consent rounds (phases, notes, objections) are in `round_models.py`.
"""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now
from app.members.models import Member
from app.votes.rules import DecisionMode, Method, QuestionKind, Step
from app.votes.tally import MODES


class DecisionState(enum.Enum):
    """Open to expressions; closed with an outcome; or cancelled, which voids what was expressed."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Phase(enum.Enum):
    """The phases of a consent round, in their order."""

    PRESENT = "present"
    CLARIFY = "clarify"
    REACT = "react"
    AMEND = "amend"
    OBJECTIONS = "objections"
    INTEGRATE = "integrate"


def _open_enum(kind: type[enum.Enum]) -> sa.Enum:
    """Like `enum_type`, without a CHECK: a further mode must not need a migration."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class RulebookVersion(Base):
    """The collective's rules of decision, as adopted: for each kind of question, its cascade."""

    __tablename__ = "rulebook_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    decision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decisions.id"))
    adopted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    adopted_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    __table_args__ = (sa.UniqueConstraint("collective_id", "number"),)


class Standing:
    """Where a decision stands, from its facts, whether they were read as a `Decision` or as a plain row."""

    if TYPE_CHECKING:
        state: Any
        mode: Any
        closes_at: Any
        options: Any

    @property
    def is_open(self) -> bool:
        return self.state is DecisionState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state is DecisionState.CLOSED

    @property
    def is_overdue(self) -> bool:
        """Still open although its deadline has passed: it takes no more expressions."""
        return self.is_open and self.closes_at is not None and self.closes_at <= now()

    @property
    def takes_expressions(self) -> bool:
        return self.is_open and not self.is_overdue

    @property
    def is_secret(self) -> bool:
        """Whether nobody may know who expressed what."""
        return MODES[self.mode].SECRET

    @property
    def option_keys(self) -> list[str]:
        """The keys of the options, in their order: `o1`, `o2`, …"""
        return [f"o{number}" for number in range(1, len(self.options) + 1)]


_URNS = sa.table("urns", sa.column("decision_id"))


class Decision(Standing, Base):
    """One question put to one electorate. Text, rules and roll never change after opening,
    but for who steps aside.

    `rules` is the document of the step (`Step.to_document()`); `eligible` and `present` are weights of the
    roll, recused people left out; `outcome` is the document of the outcome; `document` is the decision
    file, in canonical JSON, and `digest` its SHA-256. `day` is that of the attendance sheet it follows, when
    it is not today's; `has_urn` says that its urn is a verifiable one; `topic` is that of the event stream
    whose screens show it, when some do.
    """

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"))
    kind: Mapped[QuestionKind] = mapped_column(_open_enum(QuestionKind))
    mode: Mapped[DecisionMode] = mapped_column(_open_enum(DecisionMode))
    method: Mapped[Method] = mapped_column(enum_type(Method), default=Method.ADOPT)
    step: Mapped[int] = mapped_column(default=0)
    question: Mapped[str] = mapped_column(sa.String(300))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    effect_summary: Mapped[str | None] = mapped_column(sa.Text)
    options: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    rules: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    eligible: Mapped[int]
    present: Mapped[int]
    salt: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[DecisionState] = mapped_column(enum_type(DecisionState), default=DecisionState.OPEN)
    phase: Mapped[Phase | None] = mapped_column(enum_type(Phase))
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    close_reason: Mapped[str | None] = mapped_column(sa.String(40))
    result: Mapped[str | None] = mapped_column(sa.String(20))
    outcome: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    document: Mapped[str | None] = mapped_column(sa.Text)
    digest: Mapped[str | None] = mapped_column(sa.String(64))
    topic: Mapped[str | None] = mapped_column(sa.String(80))
    review_on: Mapped[date | None] = mapped_column(sa.Date)
    day: Mapped[date | None] = mapped_column(sa.Date)
    previous_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decisions.id"), index=True)
    link_reason: Mapped[str | None] = mapped_column(sa.String(20))
    previous: Mapped[Decision | None] = relationship(remote_side=[id])
    following: Mapped[Decision | None] = relationship(
        foreign_keys=[previous_id], uselist=False, viewonly=True, remote_side=[previous_id]
    )
    opened_by: Mapped[Member | None] = relationship(foreign_keys=[opened_by_id])
    has_urn: Mapped[bool] = column_property(
        sa.select(sa.literal(1)).select_from(_URNS).where(_URNS.c.decision_id == id).exists()
    )
    __table_args__ = (
        sa.CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="outcome_when_closed"),
        sa.CheckConstraint("(state = 'closed') = (digest IS NOT NULL)", name="digest_when_closed"),
        sa.CheckConstraint("eligible >= 0 AND present >= 0 AND step >= 0", name="counts_not_negative"),
        sa.Index("ix_decisions_collective_state", "collective_id", "state"),
    )

    @property
    def frozen_step(self) -> Step:
        """The rules as they were at opening."""
        return Step.from_document(self.rules)


class _Facts(NamedTuple):
    id: int
    mode: DecisionMode
    method: Method
    options: list[str]
    rules: dict[str, Any]
    state: DecisionState
    phase: Phase | None
    closes_at: datetime | None
    topic: str | None


class DecisionFacts(_Facts, Standing):
    """What casting needs to know of a decision: a crowd casts at once, and none of it is written to."""


class VoterRoll(Base):
    """A person on the roll of a decision, as frozen at opening; `has_voted` is the émargement.

    `weight` is 1 plus the proxies held; 0 for someone whose vote is held by `holder_id`, and for a recused
    person. No time and no order is kept, and SQLite gives the table no hidden rowid: in a secret decision
    it must not pair with the ballots.
    """

    __tablename__ = "voter_rolls"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"), primary_key=True)
    weight: Mapped[int] = mapped_column(default=1)
    holder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    is_recused: Mapped[bool] = mapped_column(default=False)
    is_present: Mapped[bool] = mapped_column(default=False)
    has_voted: Mapped[bool] = mapped_column(default=False)
    is_assisted: Mapped[bool] = mapped_column(default=False)
    in_room: Mapped[bool] = mapped_column(default=False)
    member: Mapped[Member] = relationship(foreign_keys=[member_id])
    __table_args__ = (
        sa.CheckConstraint("weight >= 0", name="weight_not_negative"),
        sa.CheckConstraint("NOT (is_recused AND weight > 0)", name="recused_without_weight"),
        sa.CheckConstraint("holder_id IS NULL OR weight = 0", name="held_without_weight"),
        sa.CheckConstraint("NOT (has_voted AND weight = 0)", name="voters_only"),
        {"sqlite_with_rowid": False},
    )


class Expression(Base):
    """What someone on the roll says, in a mode whose names members see; the last one counts."""

    __tablename__ = "expressions"
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"))
    voter_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    choice: Mapped[str] = mapped_column(sa.String(400))
    weight: Mapped[int]
    reason: Mapped[str | None] = mapped_column(sa.Text)
    assisted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    expressed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    changes: Mapped[int] = mapped_column(default=0)
    __table_args__ = (
        sa.UniqueConstraint("decision_id", "voter_id"),
        sa.CheckConstraint("weight > 0", name="weight_positive"),
        sa.Index("ix_expressions_tally", "decision_id", "choice", "weight"),
        sa.ForeignKeyConstraint(
            ["decision_id", "voter_id"],
            ["voter_rolls.decision_id", "voter_rolls.member_id"],
            name="on_the_roll",
        ),
    )


class SecretBallot(Base):
    """A paper in the simple urn: a choice under the hash of a code only the voter has.

    No voter, no time, no order, no weight; no hidden rowid. Who holds proxies puts several papers in.
    """

    __tablename__ = "secret_ballots"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"), primary_key=True)
    key_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    choice: Mapped[str] = mapped_column(sa.String(400))
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read once by the mapper


class RoomCount(Base):
    """Hands counted in the room, or papers: typed by one, good once confirmed by another.

    `blank` and `spoiled` say how many of the abstentions were such papers.
    """

    __tablename__ = "room_counts"
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"), index=True)
    counts: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    total: Mapped[int]
    blank: Mapped[int] = mapped_column(default=0, server_default="0")
    spoiled: Mapped[int] = mapped_column(default=0, server_default="0")
    typed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    typed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    typed_by: Mapped[Member] = relationship(foreign_keys=[typed_by_id])
    confirmed_by: Mapped[Member | None] = relationship(foreign_keys=[confirmed_by_id])
    __table_args__ = (
        sa.CheckConstraint("confirmed_by_id <> typed_by_id", name="two_people"),
        sa.CheckConstraint("total > 0", name="total_positive"),
    )
