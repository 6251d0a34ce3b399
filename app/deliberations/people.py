"""The people for whom a facilitator may type."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db
from app.members.models import Member, MemberStatus


def active_members(collective_id: int) -> list[tuple[int, str]]:
    """(id, name) of the members who are here, by name: one statement."""
    rows = db.session.execute(
        sa.select(Member.id, Member.name)
        .filter_by(collective_id=collective_id, status=MemberStatus.ACTIVE)
        .order_by(Member.folded_name, Member.id)
    )
    return [(member_id, name) for member_id, name in rows]
