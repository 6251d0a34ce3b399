"""The home's panel about today: who is here, and « je suis là »."""

from __future__ import annotations

from app.collectives.home import Content
from app.collectives.models import Collective
from app.members import attendance
from app.members.models import Member


def panel(collective: Collective, actor: Member | None) -> Content | None:
    """How many are present, for members only."""
    if actor is None:
        return None
    present = attendance.present_ids(collective.id, attendance.local_day(collective.timezone))
    told = {"present": len(present), "is_here": actor.id in present}
    return "collectives/_presence_panel.html", told
