"""Come in to a session: the code on the wall, its square to scan, and a first name."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.collectives.models import Collective
from app.db import db
from app.qr import qr
from app.web import committed, current_actor, everyone, render, requires
from app.workshops import codes, limits, seats
from app.workshops.forms import NameForm, RoomCodeForm
from app.workshops.models import Workshop
from app.workshops.services import arriving

bp = Blueprint("rooms", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/s")
@requires(everyone)
def door() -> Answer:
    """Type the code of a room."""
    return render("workshops/door.html", form=RoomCodeForm(formdata=None))


@bp.post("/s")
@requires(everyone)
def open_door() -> Answer:
    """The code leads to the room's own door, with the name already typed."""
    form = RoomCodeForm()
    form.name.validators = []
    if form.validate():
        workshop = find(form.code.data or "")
        if workshop is not None:
            return redirect(url_for("rooms.enter", code=workshop.code, name=form.name.data or None), 303)
        form.code.errors = [wrong_code()]
    return render("workshops/door.html", form=form), 422


def wrong_code() -> str:
    """What is said of a code that opens no room."""
    return _("Ce code n’ouvre aucune séance. Il a six signes, sans 0, 1, I, L, O ni U : regardez le mur.")


@bp.get("/s/<code>")
@requires(everyone)
def enter(code: str) -> Answer:
    """Where the square on the wall leads: one's first name is all that is asked."""
    workshop = find(code)
    if workshop is None:
        return render(
            "workshops/door.html", form=RoomCodeForm(formdata=None, code=code[:40]), wrong=True
        ), 404
    if seats.holder(workshop) is not None:
        return redirect(_phone(workshop), 303)
    return _page(workshop, NameForm(formdata=None, name=request.args.get("name", "")[:60]))


@bp.post("/s/<code>")
@requires(everyone)
def come_in(code: str) -> Answer:
    """Come in under a name; a member who is signed in comes in as themselves."""
    workshop = find(code)
    if workshop is None:
        return render(
            "workshops/door.html", form=RoomCodeForm(formdata=None, code=code[:40]), wrong=True
        ), 404
    actor = current_actor()
    if request.form.get("as") == "member" and seats.follows_member(workshop, actor) and actor is not None:
        arriving.arrive_as(workshop, actor)
        return committed(_phone(workshop))
    form = NameForm()
    token = seats.token_of(form.key.data or "")
    participant = seats.taken_with(workshop, token)
    if participant is None:
        if not form.validate():
            return _page(workshop, form), 422
        try:
            participant = arriving.arrive(workshop, form.name.data or "")
        except arriving.NameTaken as taken:
            db.session.rollback()
            workshop = _again(code)
            # Taken by the same form, sent twice at the same instant: then it is theirs.
            participant = seats.taken_with(workshop, token)
            if participant is None:
                return _page(workshop, form, free=taken.free), 409
    seats.take(participant, workshop, token)
    # Not `committed`: sent again, the form must bring the cookie again.
    db.session.commit()
    return redirect(_phone(workshop), 303)


def find(typed: str) -> Workshop | None:
    """The session of a code as people type it, and its collective with it; wrong codes are counted."""
    limits.before_code()
    code = codes.read(typed)
    found = db.session.scalar(sa.select(Workshop).filter_by(code=code)) if code else None
    if found is None:
        limits.count_wrong_code()
        return None
    g.collective = db.session.get_one(Collective, found.collective_id)
    return found


def lead(typed: str) -> str | None:
    """Where a code typed at the door of slips leads, when it has the shape of a room's."""
    code = codes.read(typed)
    return url_for("rooms.enter", code=code) if code else None


def square(workshop: Workshop) -> Markup:
    """The square on the wall, that a phone scans to come in."""
    return qr(_site() + url_for("rooms.enter", code=workshop.code))


def address() -> str:
    """Where a phone that does not scan types the code, as it is read aloud: `exemple.fr/s`."""
    return _site().partition("://")[2] + url_for("rooms.door")


def _site() -> str:
    base: str = current_app.config["BASE_URL"] or request.url_root
    return base.rstrip("/")


def _again(code: str) -> Workshop:
    found = find(code)
    assert found is not None  # noqa: S101 - it was there before the name was refused
    return found


def _phone(workshop: Workshop) -> str:
    return url_for("workshops.take_part", workshop_id=workshop.id, slug=g.collective.slug)


def _page(workshop: Workshop, form: NameForm, free: str | None = None) -> str:
    return render(
        "workshops/enter.html",
        workshop=workshop,
        form=form,
        free=free,
        is_member=seats.follows_member(workshop, current_actor()),
    )
