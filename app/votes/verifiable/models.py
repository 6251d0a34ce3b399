"""What is kept of a verifiable urn. No row says who voted, when, from where, or with which slip."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now
from app.members.models import Member
from app.votes.models import Decision

SCRUTINEERS = 3


class UrnPhase(enum.Enum):
    """Keys and slips are made; ballots come in; scrutineers decrypt; the result is known."""

    PREPARING = "preparing"
    VOTING = "voting"
    COUNTING = "counting"
    COUNTED = "counted"


class Urn(Base):
    """The urn of a decision. `election`, `trustees` and `credentials` are published texts, exact to the byte.

    `server_key` is the fourth part of the key, without which three scrutineers could open the public archive
    before the closing. `began_at` is the one timestamp of the archive. `result` is the published text.
    """

    __tablename__ = "urns"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"), primary_key=True)
    uuid: Mapped[str] = mapped_column(sa.String(40), unique=True)
    phase: Mapped[UrnPhase] = mapped_column(enum_type(UrnPhase), default=UrnPhase.PREPARING)
    server_key: Mapped[str] = mapped_column(sa.String(80))
    server_public: Mapped[str] = mapped_column(sa.Text)
    slips_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    credentials: Mapped[str | None] = mapped_column(sa.Text)
    election: Mapped[str | None] = mapped_column(sa.Text)
    trustees: Mapped[str | None] = mapped_column(sa.Text)
    began_at: Mapped[int | None]
    encrypted_tally: Mapped[str | None] = mapped_column(sa.Text)
    server_part: Mapped[str | None] = mapped_column(sa.Text)
    result: Mapped[str | None] = mapped_column(sa.Text)
    decision: Mapped[Decision] = relationship(Decision)
    scrutineers: Mapped[list[UrnScrutineer]] = relationship(
        lambda: UrnScrutineer, order_by=lambda: UrnScrutineer.position, cascade="all, delete-orphan"
    )
    window: Mapped[UrnWindow | None] = relationship(lambda: UrnWindow, cascade="all, delete-orphan")
    __table_args__ = (
        sa.CheckConstraint("(phase = 'preparing') = (election IS NULL)", name="election_once_prepared"),
        sa.CheckConstraint("(phase = 'counted') = (result IS NOT NULL)", name="result_once_counted"),
    )

    @property
    def takes_ballots(self) -> bool:
        """Whether a ballot may be put in now."""
        return self.phase is UrnPhase.VOTING and self.decision.takes_expressions


class UrnScrutineer(Base):
    """A person who holds a part of the key: its public half, then what it takes away from the count.

    `position` is their number in the archive, from 1; `arrival` the rank in which parts came. `seal_key` is
    the public half of another key of the same phrase: what members register is sealed with it.
    """

    __tablename__ = "urn_scrutineers"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("urns.decision_id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    public_key: Mapped[str | None] = mapped_column(sa.Text)
    seal_key: Mapped[str | None] = mapped_column(sa.Text)
    part: Mapped[str | None] = mapped_column(sa.Text)
    arrival: Mapped[int | None]
    member: Mapped[Member] = relationship(Member)
    __table_args__ = (
        sa.UniqueConstraint("decision_id", "member_id"),
        sa.CheckConstraint(f"position BETWEEN 1 AND {SCRUTINEERS}", name="so_many_scrutineers"),
        sa.CheckConstraint("(part IS NULL) = (arrival IS NULL)", name="arrival_of_a_part"),
    )


class UrnWindow(Base):
    """From when to when members make their credential in their own browser, instead of drawing a slip.

    `keeper` is the position of the one scrutineer who can open what they register.
    """

    __tablename__ = "urn_windows"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("urns.decision_id"), primary_key=True)
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    keeper: Mapped[int]
    __table_args__ = (sa.CheckConstraint("closes_at > opens_at", name="opens_first"),)

    @property
    def is_over(self) -> bool:
        """Whether nobody registers any more."""
        return self.closes_at <= now()

    @property
    def is_open(self) -> bool:
        """Whether members register now."""
        return self.opens_at <= now() and not self.is_over


class UrnRegistration(Base):
    """A public credential sealed for the keeper by a member's browser: the server cannot read it.

    No person, no time, no hidden rowid; forgotten once the list of credentials is made of it.
    """

    __tablename__ = "urn_registrations"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("urns.decision_id"), primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    sealed: Mapped[str] = mapped_column(sa.Text)
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read once by the mapper


class UrnBallot(Base):
    """A ballot, at its place in the public chain. No voter, no address, no time, no hidden rowid.

    `credential` is the SHA-256 of the public half of the slip that signed it; the last of each counts.
    """

    __tablename__ = "urn_ballots"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("urns.decision_id"), primary_key=True)
    height: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tracker: Mapped[str] = mapped_column(sa.String(43))
    credential: Mapped[str] = mapped_column(sa.String(64))
    text: Mapped[str] = mapped_column(sa.Text)
    event_hash: Mapped[str] = mapped_column(sa.String(64))
    __table_args__ = (
        sa.UniqueConstraint("decision_id", "tracker"),
        sa.CheckConstraint("height > 0", name="after_the_setup"),
        {"sqlite_with_rowid": False},
    )


class UrnCredential(Base):
    """The SHA-256 of a public credential, to know at once whether a slip is on the list; of nobody."""

    __tablename__ = "urn_credentials"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("urns.decision_id"), primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read once by the mapper
