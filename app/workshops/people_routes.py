"""« Qui est là »: people without a device, departures, signatures on paper, names that become members."""

from __future__ import annotations

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.db import db
from app.errors import Unseen
from app.web import acting_member, committed, render, requires
from app.workshops import policies, reading
from app.workshops.forms import SomeonesNameForm
from app.workshops.models import Channel, Participant, Workshop
from app.workshops.routes import Answer, bp, load
from app.workshops.services import arriving


@bp.get("/<int:workshop_id>/personnes")
@requires(policies.can_lead_session)
def people(workshop_id: int) -> Answer:
    """Everyone who came."""
    return _page(load(workshop_id), SomeonesNameForm(formdata=None))


@bp.post("/<int:workshop_id>/personnes")
@requires(policies.can_lead_session)
def add_person(workshop_id: int) -> Answer:
    """Someone who has no device: they count as much."""
    workshop, form = load(workshop_id), SomeonesNameForm()
    if not form.validate():
        return _page(workshop, form), 422
    try:
        added = arriving.arrive(workshop, form.name.data or "", has_device=False, added_by=acting_member())
    except arriving.NameTaken as taken:
        db.session.rollback()
        return _page(load(workshop_id), form, free=taken.free), 409
    return _back(workshop, added, _("%(name)s est là.", name=added.name))


def _page(workshop: Workshop, form: SomeonesNameForm, free: str | None = None) -> str:
    return render(
        "workshops/people.html",
        workshop=workshop,
        form=form,
        free=free,
        people=reading.participants_of(workshop),
    )


@bp.post("/<int:workshop_id>/personnes/<int:participant_id>/depart")
@requires(policies.can_lead_session)
def person_leaves(workshop_id: int, participant_id: int) -> Answer:
    """Note that someone left."""
    workshop = load(workshop_id)
    who = find(workshop, participant_id)
    arriving.leave(workshop, who, acting_member())
    return _back(workshop, who)


@bp.post("/<int:workshop_id>/personnes/<int:participant_id>/retour")
@requires(policies.can_lead_session)
def person_returns(workshop_id: int, participant_id: int) -> Answer:
    """Note that they are here again."""
    workshop = load(workshop_id)
    who = find(workshop, participant_id)
    arriving.come_back(workshop, who, acting_member())
    return _back(workshop, who)


@bp.post("/<int:workshop_id>/personnes/<int:participant_id>/signature")
@requires(policies.can_lead_session)
def person_signed(workshop_id: int, participant_id: int) -> Answer:
    """Note that they signed the sheet with a pen."""
    workshop = load(workshop_id)
    who = find(workshop, participant_id)
    arriving.sign(workshop, who, Channel.PAPER)
    return _back(workshop, who)


@bp.post("/<int:workshop_id>/personnes/<int:participant_id>/adhesion")
@requires(policies.can_lead_session)
def enrol(workshop_id: int, participant_id: int) -> Answer:
    """A name becomes a member, and keeps what it did."""
    workshop = load(workshop_id)
    who = find(workshop, participant_id)
    member = arriving.enrol(workshop, who, acting_member())
    return _back(workshop, who, _("%(name)s est maintenant membre du collectif.", name=member.name))


def find(workshop: Workshop, participant_id: int) -> Participant:
    """Someone who came to this session. Raises Unseen."""
    found = db.session.scalar(sa.select(Participant).filter_by(id=participant_id, workshop_id=workshop.id))
    if found is None:
        raise Unseen
    return found


def _back(workshop: Workshop, who: Participant, message: str | None = None) -> Response:
    return committed(url_for("workshops.people", workshop_id=workshop.id, _anchor=f"p{who.id}"), message)
