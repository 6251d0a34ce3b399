"""Venues, their applications, and what was decided of each: the acts, in their order, never rewritten.

Visits are in `visit_models.py`, what was found in `assessment_models.py`.
"""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accreditation.states import AccreditationAct, VenueState
from app.db import Base, UTCDateTime, enum_type, now
from app.members.models import Member
from app.register.append_only import protect
from app.votes.models import Decision


class VenueKind(enum.Enum):
    """What sort of place or trade it is; a market holds sellers, each a venue of its own."""

    SHOP = "shop"
    MARKET = "market"
    PRODUCER = "producer"
    AMAP = "amap"
    CANTEEN = "canteen"
    RESTAURANT = "restaurant"
    OTHER = "other"


class Venue(Base):
    """A place where one eats or buys. `products` are codes of the charter's product types.

    `review_version` is the charter version since which its accreditation is « à réexaminer », None when
    nothing changed for it.
    """

    __tablename__ = "venues"
    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"))
    name: Mapped[str] = mapped_column(sa.String(120))
    folded_name: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[VenueKind] = mapped_column(enum_type(VenueKind))
    market_id: Mapped[int | None] = mapped_column(sa.ForeignKey("venues.id"), index=True)
    place: Mapped[str] = mapped_column(sa.String(120), default="")
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    presentation: Mapped[str] = mapped_column(sa.Text, default="")
    website: Mapped[str] = mapped_column(sa.String(300), default="")
    products: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    state: Mapped[VenueState] = mapped_column(enum_type(VenueState), default=VenueState.APPLIED)
    review_version: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    market: Mapped[Venue | None] = relationship(remote_side=[id])
    application: Mapped[Application | None] = relationship(back_populates="venue")
    interests: Mapped[list[Interest]] = relationship(
        primaryjoin="and_(Interest.venue_id == Venue.id, Interest.ended_at.is_(None))",
        order_by="Interest.id",
        viewonly=True,
    )
    answers: Mapped[list[VenueAnswer]] = relationship(order_by="VenueAnswer.id", viewonly=True)
    __table_args__ = (
        sa.UniqueConstraint("collective_id", "folded_name"),
        sa.CheckConstraint("market_id <> id", name="not_its_own_market"),
        sa.CheckConstraint("state <> 'to_renew'", name="renewal_is_computed"),
        sa.Index("ix_venues_directory", "collective_id", "state", "folded_name"),
    )


class Application(Base):
    """What a venue sent to be accredited. Its `contact` is for those who review it, never published.

    `token_hash` is the SHA-256 of the code with which the applicant, without account, follows and answers.
    """

    __tablename__ = "applications"
    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venues.id"), unique=True)
    applicant: Mapped[str] = mapped_column(sa.String(120))
    contact: Mapped[str] = mapped_column(sa.String(200), default="")
    motivation: Mapped[str] = mapped_column(sa.Text, default="")
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    submitted_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    venue: Mapped[Venue] = relationship(back_populates="application")


class Accreditation(Base):
    """One act on a venue, as decided: under which charter version, how many criteria met, at which rates.

    `rates` maps product codes to per cent. `ends_on` is None for an act without a term.
    """

    __tablename__ = "accreditations"
    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venues.id"))
    number: Mapped[int]
    act: Mapped[AccreditationAct] = mapped_column(enum_type(AccreditationAct))
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"), unique=True)
    charter_version: Mapped[int]
    criteria_met: Mapped[int]
    rates: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
    starts_on: Mapped[date] = mapped_column(sa.Date)
    ends_on: Mapped[date | None] = mapped_column(sa.Date)
    reasons: Mapped[str] = mapped_column(sa.Text, default="")
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    venue: Mapped[Venue] = relationship()
    decision: Mapped[Decision] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("venue_id", "number"),
        sa.CheckConstraint("number > 0", name="number_from_one"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),
        sa.CheckConstraint("criteria_met >= 0", name="criteria_not_negative"),
    )


class Interest(Base):
    """What ties a member to a venue; shown on its page, and why they step aside when it is decided."""

    __tablename__ = "interests"
    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venues.id"), index=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"), index=True)
    nature: Mapped[str] = mapped_column(sa.String(200))
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    member: Mapped[Member] = relationship()


class VenueAnswer(Base):
    """What the venue answers before a decision on it; typed by its applicant, or by a member for them."""

    __tablename__ = "venue_answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venues.id"), index=True)
    body: Mapped[str] = mapped_column(sa.Text)
    by_member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    given_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    by_member: Mapped[Member | None] = relationship()


protect(Accreditation.__table__)  # type: ignore[arg-type]  # a Table, declared as FromClause
