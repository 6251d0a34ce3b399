"""Read the list of collectives; settle what one shows of itself."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.register.services import record

SETTINGS = ("territory", "presentation", "timezone", "show_open_points")


def collectives() -> list[Collective]:
    """Every collective of this instance, by name."""
    return list(db.session.scalars(sa.select(Collective).order_by(Collective.name, Collective.id)))


def settle(collective: Collective, actor: Member, **settings: Any) -> list[str]:
    """Change settings among SETTINGS; record and return the names of those that really changed."""
    changed = {name: settings[name] for name in SETTINGS if getattr(collective, name) != settings[name]}
    for name, value in changed.items():
        setattr(collective, name, value)
    if changed:
        record(
            collective.id,
            "collective.settled",
            actor_id=actor.id,
            subject=("collective", collective.id),
            changed=changed,
        )
    return sorted(changed)
