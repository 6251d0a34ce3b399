"""The members of a collective, searched, by role, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.db import db, now
from app.members.access import LIFETIME
from app.members.models import AccessSession, AccessSlip, Member, MemberStatus, Role
from app.register.search import fold

PAGE = 50


@dataclass(frozen=True)
class Filter:
    """What a reader looks for; `group` is a role's code, `without_access`, `left`, or empty for everyone."""

    query: str = ""
    group: str = ""

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The same, for SQL."""
        status = MemberStatus.LEFT if self.group == "left" else MemberStatus.ACTIVE
        found: list[sa.ColumnElement[bool]] = [Member.status == status]
        found += [Member.folded_name.contains(word, autoescape=True) for word in fold(self.query).split()[:8]]
        if self.group in {role.value for role in Role}:
            found.append(Member.role == Role(self.group))
        if self.group == "without_access":
            found.append(~has_access())
        return found


@dataclass(frozen=True)
class Line:
    """A member and whether they can come in by themselves."""

    member: Member
    has_access: bool


def has_access() -> sa.ColumnElement[bool]:
    """A member has an address, a slip, or a browser where they are signed in."""
    slip = sa.exists().where(AccessSlip.member_id == Member.id, AccessSlip.revoked_at.is_(None))
    session = sa.exists().where(
        AccessSession.member_id == Member.id,
        AccessSession.revoked_at.is_(None),
        AccessSession.created_at > now() - LIFETIME,
    )
    return sa.or_(Member.email.is_not(None), slip, session)


def page(collective_id: int, wanted: Filter, number: int) -> tuple[list[Line], int]:
    """The members of page `number` (from 1), by name, and how many there are in all. Two SQL statements."""
    conditions = [Member.collective_id == collective_id, *wanted.conditions()]
    count = db.session.scalar(sa.select(sa.func.count()).select_from(Member).where(*conditions)) or 0
    return _lines(conditions, PAGE, PAGE * (number - 1)), count


def everyone(collective_id: int) -> list[Line]:
    """Every active member, by name."""
    return _lines([Member.collective_id == collective_id, *Filter().conditions()], None, 0)


def line(member: Member) -> Line:
    """One of them."""
    return Line(member, bool(db.session.scalar(sa.select(has_access()).where(Member.id == member.id))))


def _lines(conditions: list[Any], limit: int | None, offset: int) -> list[Line]:
    rows = db.session.execute(
        sa.select(Member, has_access())
        .where(*conditions)
        .order_by(Member.folded_name, Member.id)
        .limit(limit)
        .offset(offset)
    )
    return [Line(member, bool(can_enter)) for member, can_enter in rows]
