"""« Le mur »: what the projector shows to the whole room."""

from __future__ import annotations

from app.errors import Unseen
from app.live.reading import start_following
from app.web import render, requires
from app.workshops import policies, reading, screens
from app.workshops.routes import Answer, bp, load


@bp.get("/<int:workshop_id>/mur")
@requires(policies.in_the_room)
def wall(workshop_id: int) -> Answer:
    """The wall, for whoever is in the room."""
    following = start_following("workshop", workshop_id, "wall")
    workshop = load(workshop_id)
    if not policies.may_follow(workshop, "wall"):
        raise Unseen
    room = reading.room_of(workshop)
    return render(
        "workshops/wall.html",
        following=following,
        workshop=workshop,
        wall=screens.wall(room),
    )
