"""Émargement: who is here today, with a device of their own or without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.db import db, now
from app.members.models import Attendance, Member, MemberStatus
from app.register.services import record


def local_day(zone: str) -> date:
    """Today, where the collective lives; `zone` is a name of the IANA database."""
    return now().astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True)
class Line:
    """A member on the sheet of a day; `attendance` is None for who has not come."""

    member: Member
    attendance: Attendance | None

    @property
    def is_present(self) -> bool:
        """Arrived and not gone."""
        return self.attendance is not None and self.attendance.left_at is None

    @property
    def lacks_device(self) -> bool:
        """Here, without a device of their own: counted by a show of hands in the room."""
        return self.attendance is not None and self.is_present and not self.attendance.has_device


def sheet(collective_id: int, day: date) -> list[Line]:
    """Every active member, by name, and whether they are here. One SQL statement."""
    rows = db.session.execute(
        sa.select(Member, Attendance)
        .outerjoin(Attendance, sa.and_(Attendance.member_id == Member.id, Attendance.day == day))
        .where(Member.collective_id == collective_id, Member.status == MemberStatus.ACTIVE)
        .order_by(Member.folded_name)
    )
    return [Line(member, attendance) for member, attendance in rows]


def present_ids(collective_id: int, day: date) -> set[int]:
    """The members who are here now."""
    return set(
        db.session.scalars(
            sa.select(Attendance.member_id)
            .join(Member)
            .where(Member.collective_id == collective_id, Attendance.day == day, Attendance.left_at.is_(None))
        )
    )


def arrive(member: Member, day: date, *, has_device: bool, actor: Member) -> bool:
    """Note that `member` is here; False when that was already noted. Two people may note it at once."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    key: dict[str, Any] = {"member_id": member.id, "day": day}
    added = db.session.execute(
        dialect.insert(Attendance)
        .values(**key, has_device=has_device, arrived_at=now())
        .on_conflict_do_nothing(index_elements=list(key))
        .returning(Attendance.id)
    ).first()
    if added is None and not _change(
        member,
        day,
        sa.or_(Attendance.has_device != has_device, Attendance.left_at.is_not(None)),
        has_device=has_device,
        left_at=None,
    ):
        return False
    _record("attendance.arrived", member, day, actor, has_device=has_device)
    return True


def leave(member: Member, day: date, *, actor: Member) -> bool:
    """Note that `member` left before the end; False when they were not here."""
    if not _change(member, day, Attendance.left_at.is_(None), left_at=now()):
        return False
    _record("attendance.left", member, day, actor)
    return True


def undo(member: Member, day: date, *, actor: Member) -> bool:
    """Take back a line noted by mistake; False when there was none."""
    removed = db.session.execute(
        sa.delete(Attendance).filter_by(member_id=member.id, day=day).returning(Attendance.id)
    ).first()
    if removed is None:
        return False
    _record("attendance.undone", member, day, actor)
    return True


def _change(member: Member, day: date, condition: Any, **values: Any) -> bool:
    changed = db.session.execute(
        sa.update(Attendance)
        .filter_by(member_id=member.id, day=day)
        .where(condition)
        .values(**values)
        .returning(Attendance.id)
    ).first()
    return changed is not None


def _record(kind: str, member: Member, day: date, actor: Member, **payload: Any) -> None:
    record(
        member.collective_id,
        kind,
        actor_id=actor.id,
        subject=("member", member.id),
        day=day.isoformat(),
        assisted=actor.id != member.id,
        **payload,
    )
