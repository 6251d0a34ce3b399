"""Follow a deliberation, stop following it, note that everything was seen."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.db import db, now
from app.deliberations.models import Deliberation, Follow
from app.members.models import Member


def follow(deliberation: Deliberation, member: Member) -> None:
    """Let `member` follow; nothing happens when they already do, even at the same instant."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    db.session.execute(
        dialect.insert(Follow)
        .values(deliberation_id=deliberation.id, member_id=member.id, since=now())
        .on_conflict_do_nothing()
    )


def unfollow(deliberation: Deliberation, member: Member) -> None:
    """Let `member` follow no longer."""
    db.session.execute(sa.delete(Follow).filter_by(deliberation_id=deliberation.id, member_id=member.id))


def mark_seen(member: Member) -> None:
    """What happened until now is no longer new to `member`."""
    member.previous_visit_at = member.last_seen_at = now()
    db.session.flush()
