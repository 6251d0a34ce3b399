"""« Animer »: the desk of those who facilitate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial, wraps
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.addresses import identifier
from app.db import db
from app.errors import Forbidden, Refused, Unseen
from app.live.reading import start_following
from app.members.models import Member
from app.web import acting_member, committed, render, requires
from app.workshops import policies, reading, screens
from app.workshops.models import AgendaItem, Workshop
from app.workshops.routes import Answer, bp, load
from app.workshops.services import leading, moves
from app.workshops.wording import ELSEWHERE


@bp.get("/<int:workshop_id>/animer")
@requires(policies.can_lead_session)
def lead(workshop_id: int) -> Answer:
    """The desk: what runs, what comes, who is here."""
    following = start_following("workshop", workshop_id, "desk")
    return render("workshops/lead.html", following=following, **_told(load(workshop_id)))


@bp.get("/<int:workshop_id>/animer/pupitre")
@requires(policies.can_lead_session)
def desk(workshop_id: int) -> Answer:
    """The part of the desk that follows the room."""
    return render("workshops/_desk.html", **_told(load(workshop_id)))


def _told(workshop: Workshop) -> dict[str, object]:
    room = reading.room_of(workshop)
    item = room.current
    own = screens.told("desk", workshop, item)  # first: what it reads, the last move needs too
    return {
        "workshop": workshop,
        "room": room,
        "item": item,
        "last": moves.last(workshop),
        "own": screens.templates_of(item, "_desk"),
        **own,
    }


@bp.post("/<int:workshop_id>/animer/passage")
@requires(policies.can_lead_session)
def go(workshop_id: int) -> Answer:
    """Go to an item: the next, the one before, any; or to the end."""
    workshop = load(workshop_id)
    to = None if request.form.get("to") == "end" else reading.find_item(workshop, number("to"))
    done = leading.go(workshop, acting_member(), to, seen())
    return back_to_desk(workshop, None if done else str(ELSEWHERE))


@bp.post("/<int:workshop_id>/animer/annulation")
@requires(policies.can_lead_session)
def undo(workshop_id: int) -> Answer:
    """Take back the last move."""
    workshop = load(workshop_id)
    done = moves.undo(workshop, number("move"), acting_member())
    return back_to_desk(workshop, _("Le dernier geste est annulé.") if done else str(ELSEWHERE))


@bp.post("/<int:workshop_id>/animer/duree")
@requires(policies.can_lead_session)
def adjust(workshop_id: int) -> Answer:
    """Give what runs more minutes, or fewer; the rest slides."""
    workshop = load(workshop_id)
    minutes = {"-5": -5, "-1": -1, "1": 1, "5": 5}.get(request.form.get("minutes", ""))
    if minutes is None:
        raise Refused(_("On ajoute ou on retire une ou cinq minutes à la fois."), 422)
    item = reading.find_item(workshop, number("item"))
    done = leading.adjust(workshop, acting_member(), item, minutes, seen())
    return back_to_desk(workshop, None if done else str(ELSEWHERE))


@bp.post("/<int:workshop_id>/animer/minuteur")
@requires(policies.can_lead_session)
def timer(workshop_id: int) -> Answer:
    """Start the timer, pause it, give it minutes, take it away."""
    workshop = load(workshop_id)
    item, actor, act = reading.find_item(workshop, number("item")), acting_member(), request.form.get("act")
    if act == "start":
        leading.set_timer(workshop, actor, item, timedelta(minutes=number("minutes")))
    elif act in _TIMER_ACTS:
        _TIMER_ACTS[act](workshop, actor, item)
    else:
        raise Refused(_("Un minuteur se lance, se met en pause, se prolonge ou s’arrête."), 422)
    return back_to_desk(workshop)


_TIMER_ACTS: dict[str, Callable[[Workshop, Member, AgendaItem], bool]] = {
    "pause": leading.pause_timer,
    "more": partial(leading.extend_timer, more=timedelta(minutes=1)),
    "more-5": partial(leading.extend_timer, more=timedelta(minutes=5)),
    "stop": leading.stop_timer,
}


# --- shared with the routes of what is done during items ---------------------------------------------


def number(name: str) -> int:
    """A number of the form. Raises Refused for what is none."""
    try:
        return identifier(request.form.get(name, ""))
    except ValueError:
        raise Refused(_("Cette page n’est plus à jour : rechargez-la, rien n’est perdu."), 422) from None


def seen() -> int | None:
    """The version of the session that the form was made for; None when it does not say."""
    return number("seen") if "seen" in request.form else None


def kept_at_desk(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Have what an act of the desk refuses be said at the desk itself, with what was typed."""

    @wraps(view)
    def kept(workshop_id: int, **parts: Any) -> Answer:
        try:
            return view(workshop_id=workshop_id, **parts)
        except (Unseen, Forbidden):
            raise
        except Refused as refusal:
            db.session.rollback()
            following = start_following("workshop", workshop_id, "desk")
            page = "_desk" if request.headers.get("HX-Request") else "lead"
            told = {**_told(load(workshop_id)), "following": following, "refusal": refusal}
            return render(f"workshops/{page}.html", typed=request.form, **told), refusal.status

    return kept


def back_to_desk(workshop: Workshop, message: str | None = None) -> Response:
    """End an act of the desk: htmx gets the part that changed, others the whole page."""
    part = "workshops.desk" if request.headers.get("HX-Request") else "workshops.lead"
    return committed(url_for(part, workshop_id=workshop.id), message)
