"""Who may follow a session on the event stream."""

from __future__ import annotations

from app.addresses import identifier
from app.db import db
from app.workshops import policies
from app.workshops.models import Workshop


def may_follow(key: str, audience: str) -> bool:
    """Whether this browser may follow the session numbered `key`, as "desk", "wall" or "phone"."""
    try:
        number = identifier(key)
    except ValueError:
        return False
    return policies.may_follow(db.session.get(Workshop, number), audience)
