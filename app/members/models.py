"""People of a collective, how they come in, who is present, who holds whose vote.

A member belongs to one collective: the same person in two collectives is two members, under two names if
they wish. Only a name or pseudonym is required.
"""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now

if TYPE_CHECKING:
    from app.collectives.models import Collective


class Role(enum.Enum):
    """What a member may do; each role may do what the one before it may."""

    MEMBER = "member"
    FACILITATOR = "facilitator"
    ADMINISTRATOR = "administrator"


class MemberStatus(enum.Enum):
    """Active, gone of their own will (the name stays on past acts), or erased (the name is gone too)."""

    ACTIVE = "active"
    LEFT = "left"
    ERASED = "erased"


class Member(Base):
    """A person of a collective; `name` is what others see."""

    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    folded_name: Mapped[str] = mapped_column(sa.String(80))
    email: Mapped[str | None] = mapped_column(sa.String(254))
    role: Mapped[Role] = mapped_column(enum_type(Role), default=Role.MEMBER)
    status: Mapped[MemberStatus] = mapped_column(enum_type(MemberStatus), default=MemberStatus.ACTIVE)
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    previous_visit_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    collective: Mapped[Collective] = relationship("Collective", viewonly=True)
    __table_args__ = (
        sa.UniqueConstraint("collective_id", "folded_name"),
        sa.UniqueConstraint("collective_id", "email"),
    )

    # What Flask-Login asks of a user. The session's token, not the member, is what the cookie holds.
    is_authenticated: ClassVar = True
    is_anonymous: ClassVar = False

    @property
    def is_active(self) -> bool:
        return self.status is MemberStatus.ACTIVE

    @property
    def session_token(self) -> str:
        """The secret of the browser this member was loaded for; empty elsewhere."""
        return str(self.__dict__.get("_session_token", ""))

    @session_token.setter
    def session_token(self, token: str) -> None:
        self.__dict__["_session_token"] = token

    def get_id(self) -> str:
        return self.session_token

    @property
    def is_facilitator(self) -> bool:
        """Facilitators run sessions and decisions; administrators may do all they do."""
        return self.role in (Role.FACILITATOR, Role.ADMINISTRATOR)

    @property
    def is_administrator(self) -> bool:
        return self.role is Role.ADMINISTRATOR


class AccessSession(Base):
    """A signed-in browser: listed to its owner, revocable. The token itself is only in the cookie."""

    __tablename__ = "access_sessions"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    device: Mapped[str] = mapped_column(sa.String(80), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    last_used_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)


class AccessSlip(Base):
    """A printed slip: QR and short code, good until revoked; a member has one at most.

    Only a keyed hash of the code is stored: a stolen database does not open a door.
    """

    __tablename__ = "access_slips"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    member: Mapped[Member] = relationship(foreign_keys=[member_id])
    __table_args__ = (
        sa.Index(
            "uq_access_slips_active_member",
            "member_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )


class LinkPurpose(enum.Enum):
    """Why a link was sent: asked for by the person, or to invite them."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"


class MagicLink(Base):
    """A link sent by e-mail, good once and for a time; consumed by a POST: scanners open links.

    `used_key` is a digest of the form that used it: the same form sent twice enters twice.
    """

    __tablename__ = "magic_links"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(enum_type(LinkPurpose), default=LinkPurpose.SIGN_IN)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    used_key: Mapped[str | None] = mapped_column(sa.String(64))
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    member: Mapped[Member] = relationship()


class Attendance(Base):
    """Émargement: a member is here today, with a device of their own or without."""

    __tablename__ = "attendances"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(sa.Date, index=True)
    has_device: Mapped[bool] = mapped_column(default=True)
    arrived_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    member: Mapped[Member] = relationship()
    __table_args__ = (sa.UniqueConstraint("member_id", "day"),)


class Proxy(Base):
    """Pouvoir: `principal` (mandant) gives their vote to `holder` (mandataire) until revoked."""

    __tablename__ = "proxies"
    id: Mapped[int] = mapped_column(primary_key=True)
    principal_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id", ondelete="CASCADE"))
    holder_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id", ondelete="CASCADE"), index=True)
    given_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    principal: Mapped[Member] = relationship(foreign_keys=[principal_id])
    holder: Mapped[Member] = relationship(foreign_keys=[holder_id])
    __table_args__ = (
        sa.CheckConstraint("principal_id <> holder_id", name="not_oneself"),
        sa.Index(
            "uq_proxies_active_principal",
            "principal_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )
