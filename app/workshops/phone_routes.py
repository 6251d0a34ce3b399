"""« Participer »: what one can do now on one's phone; coming in, sharing the phone, going."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.addresses import identifier
from app.db import db
from app.errors import Forbidden, Refused, Unseen
from app.live.reading import Following, start_following
from app.web import acting_member, committed, current_actor, render, requires
from app.workshops import policies, reading, screens, seats
from app.workshops.forms import NameForm
from app.workshops.models import Channel, Participant, Workshop
from app.workshops.routes import Answer, bp, load
from app.workshops.services import arriving


@bp.get("/<int:workshop_id>/participer")
@requires(policies.in_the_room)
def take_part(workshop_id: int) -> Answer:
    """The phone's page: the room's stage, and what is one's own."""
    following = start_following("workshop", workshop_id, "phone")
    workshop = load(workshop_id)
    holder = seats.holder(workshop)
    if holder is None:
        return _no_place(workshop)
    return _page(workshop, holder, following)


def _page(workshop: Workshop, holder: Participant, following: Following, **more: Any) -> str:
    room = reading.room_of(workshop)
    told = {**_mine(workshop, room, holder), **more}
    return render("workshops/take_part.html", following=following, stage=screens.stage(room), **told)


def _no_place(workshop: Workshop) -> Answer:
    """Who left, and a member, are asked whether they are here; others come in with the code."""
    gone = seats.gone(workshop)
    if not gone and not policies.may_follow(workshop, "phone"):
        raise Unseen(_("Pour entrer dans une séance, tapez son code ou scannez le carré affiché au mur."))
    return render("workshops/not_yet_here.html", workshop=workshop, gone=gone)


@bp.get("/<int:workshop_id>/participer/moi")
@requires(policies.in_the_room)
def mine(workshop_id: int) -> Answer:
    """The part of the phone's page that is one's own."""
    workshop = load(workshop_id)
    return render("workshops/_mine.html", **_mine(workshop, reading.room_of(workshop), here(workshop)))


def _mine(workshop: Workshop, room: reading.Room, holder: Participant) -> dict[str, object]:
    item = room.current
    return {
        "workshop": workshop,
        "room": room,
        "item": item,
        "holder": holder,
        "own": screens.templates_of(item, "_mine"),
        **screens.told("mine", workshop, item, holder),
    }


@bp.post("/<int:workshop_id>/participer/arrivee")
@requires(policies.can_see_sessions)
def arrive(workshop_id: int) -> Answer:
    """« Me voici »: a member comes in."""
    workshop = load(workshop_id)
    arriving.arrive_as(workshop, acting_member())
    return committed(phone_url(workshop))


@bp.post("/<int:workshop_id>/participer/depart")
@requires(policies.in_the_room)
def leave(workshop_id: int) -> Answer:
    """« Je m’en vais »: whoever holds the phone."""
    workshop = load(workshop_id)
    arriving.leave(workshop, here(workshop), current_actor())
    return committed(url_for("collectives.home"), _("Merci d’être venu·e. À bientôt !"))


@bp.post("/<int:workshop_id>/participer/retour")
@requires(policies.in_the_room)
def come_back(workshop_id: int) -> Answer:
    """« Je suis là »: who left with this phone, or was noted as gone by mistake."""
    workshop = load(workshop_id)
    who = _asked(seats.everyone(workshop))
    arriving.come_back(workshop, who, current_actor())
    seats.pass_to(who, workshop)
    return committed(phone_url(workshop))


def _asked(ours: list[Participant]) -> Participant:
    """The one the form names, among those of this phone. Raises Unseen."""
    try:
        number = identifier(request.form.get("to", ""))
    except ValueError:
        raise Unseen from None
    found = next((one for one in ours if one.id == number), None)
    if found is None:
        raise Unseen(_("Cette personne n’a pas de place sur ce téléphone."))
    return found


@bp.post("/<int:workshop_id>/participer/signature")
@requires(policies.in_the_room)
def sign(workshop_id: int) -> Answer:
    """Sign the attendance sheet on the screen."""
    workshop = load(workshop_id)
    arriving.sign(workshop, here(workshop), Channel.PHONE)
    return back_to_phone(workshop)


@bp.get("/<int:workshop_id>/participer/telephone")
@requires(policies.in_the_room)
def share(workshop_id: int) -> Answer:
    """Pass the phone: to someone who shares it already, or to someone new."""
    workshop = load(workshop_id)
    return _sharing_page(workshop, NameForm(formdata=None))


@bp.post("/<int:workshop_id>/participer/telephone")
@requires(policies.in_the_room)
def share_with(workshop_id: int) -> Answer:
    """Someone new comes in with this phone, and holds it."""
    workshop, form = load(workshop_id), NameForm()
    here(workshop)
    token = seats.token_of(form.key.data or "")
    joined = seats.taken_with(workshop, token)
    if joined is None:
        if not form.validate():
            return _sharing_page(workshop, form), 422
        try:
            joined = arriving.arrive(workshop, form.name.data or "")
        except arriving.NameTaken as taken:
            db.session.rollback()
            return _sharing_page(load(workshop_id), form, free=taken.free), 409
    seats.take(joined, workshop, token)
    db.session.commit()  # sent again, the form must bring the cookie again
    return _handed_to(joined, workshop)


def _sharing_page(workshop: Workshop, form: NameForm, free: str | None = None) -> str:
    return render(
        "workshops/share.html",
        workshop=workshop,
        form=form,
        free=free,
        holder=here(workshop),
        sharing=seats.sharing(workshop),
    )


@bp.post("/<int:workshop_id>/participer/passage")
@requires(policies.in_the_room)
def pass_on(workshop_id: int) -> Answer:
    """Pass the phone to someone who shares it."""
    workshop = load(workshop_id)
    to = _asked(seats.sharing(workshop))
    seats.pass_to(to, workshop)
    return _handed_to(to, workshop)


def _handed_to(participant: Participant, workshop: Workshop) -> Response:
    flash(_("Le téléphone est à %(name)s.", name=participant.name))
    return redirect(phone_url(workshop), 303)


# --- shared with the routes of what is done during items ---------------------------------------------


def here(workshop: Workshop) -> Participant:
    """Whoever holds this phone. Raises Unseen for someone who did not come in."""
    holder = seats.holder(workshop)
    if holder is None:
        raise Unseen(_("Pour entrer dans une séance, tapez son code ou scannez le carré affiché au mur."))
    return holder


def kept_on_phone(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Have what an act of the phone refuses be said on the phone's own page, with what was typed."""

    @wraps(view)
    def kept(workshop_id: int, **parts: Any) -> Answer:
        try:
            return view(workshop_id=workshop_id, **parts)
        except (Unseen, Forbidden):
            raise
        except Refused as refusal:
            db.session.rollback()
            following = start_following("workshop", workshop_id, "phone")
            workshop = load(workshop_id)
            page = _page(workshop, here(workshop), following, refusal=refusal, typed=request.form)
            return page, refusal.status

    return kept


def phone_url(workshop: Workshop) -> str:
    """The address of the phone's page."""
    return url_for("workshops.take_part", workshop_id=workshop.id, slug=g.collective.slug)


def back_to_phone(workshop: Workshop, message: str | None = None) -> Response:
    """End an act of the phone: scripts get the part that changed, others the whole page."""
    if request.headers.get("HX-Request"):
        return committed(url_for("workshops.mine", workshop_id=workshop.id))
    return committed(phone_url(workshop), message)
