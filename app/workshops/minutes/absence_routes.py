"""For those who were not there: saying so beforehand, reading afterwards what happened; going unnamed."""

from __future__ import annotations

import sqlalchemy as sa
from flask import request, url_for
from flask_babel import gettext as _

from app.addresses import identifier
from app.db import db
from app.errors import Refused
from app.members.models import Member, MemberStatus
from app.votes.screen import decision_sentence
from app.web import acting_member, committed, render, requires
from app.workshops import policies
from app.workshops.minutes import carrying, reading, screen
from app.workshops.minutes.facts import decisions_of, excuses_of, following
from app.workshops.minutes.services import excusing
from app.workshops.models import Participant, Workshop
from app.workshops.people_routes import find
from app.workshops.phone_routes import back_to_phone, here
from app.workshops.routes import Answer, bp, load


@bp.get("/<int:workshop_id>/absence")
@requires(policies.can_see_sessions)
def missed(workshop_id: int) -> Answer:
    """« Vous étiez absent·e »: what happened, what was decided, what is open, how to react."""
    workshop, actor = load(workshop_id), acting_member()
    found = reading.last_edition(workshop)
    was_there = db.session.scalar(
        sa.select(Participant.id).filter_by(workshop_id=workshop.id, member_id=actor.id)
    )
    return render(
        "workshops/minutes/missed.html",
        workshop=workshop,
        was_there=was_there is not None,
        minutes=found,
        standing=screen.standing(reading.edition(workshop)) if found else None,
        sections={section.key: section for section in found.sections} if found else {},
        decisions=decisions_of(workshop),
        decision_sentence=decision_sentence,
        opened=carrying.opened_from(workshop),
        following=following(workshop, to_come=True),
    )


@bp.post("/<int:workshop_id>/excuse")
@requires(policies.can_see_sessions)
def excuse_oneself(workshop_id: int) -> Answer:
    """« Je ne pourrai pas venir », or « Je viens, finalement »."""
    workshop, actor = load(workshop_id), acting_member()
    if request.form.get("come") == "yes":
        excusing.expect(workshop, actor)
        return committed(_show(workshop), _("C’est noté : nous vous attendons."))
    excusing.excuse(workshop, actor, actor)
    return committed(
        _show(workshop),
        _("C’est noté : vous serez excusé·e au procès-verbal. Vous pouvez donner un pouvoir."),
    )


@bp.get("/<int:workshop_id>/excuses")
@requires(policies.can_lead_session)
def excused(workshop_id: int) -> Answer:
    """Who said they could not come; noted for those who told it by word of mouth."""
    workshop = load(workshop_id)
    found = excuses_of(workshop)
    known = {excuse.member_id for excuse in found}
    return render(
        "workshops/minutes/excused.html",
        workshop=workshop,
        excuses=found,
        others=[one for one in _members(workshop) if one.id not in known],
    )


@bp.post("/<int:workshop_id>/excuses")
@requires(policies.can_lead_session)
def excuse_someone(workshop_id: int) -> Answer:
    """Note it for someone, or take it back."""
    workshop = load(workshop_id)
    try:
        asked = identifier(request.form.get("member", ""))
    except ValueError:
        asked = 0
    who = next((one for one in _members(workshop) if one.id == asked), None)
    if who is None:
        raise Refused(_("Choisissez une personne de la liste."), 422)
    if request.form.get("come") == "yes":
        excusing.expect(workshop, who)
    else:
        excusing.excuse(workshop, who, acting_member())
    return committed(url_for("workshops.excused", workshop_id=workshop.id))


def _members(workshop: Workshop) -> list[Member]:
    active = sa.select(Member).filter_by(collective_id=workshop.collective_id, status=MemberStatus.ACTIVE)
    return list(db.session.scalars(active.order_by(Member.folded_name)))


@bp.post("/<int:workshop_id>/participer/nom")
@requires(policies.in_the_room)
def go_unnamed(workshop_id: int) -> Answer:
    """« Ne pas écrire mon nom »: minutes give one's initial only; asked again, the name."""
    workshop = load(workshop_id)
    _name(here(workshop), request.form.get("named") == "yes")
    return back_to_phone(workshop, _("C’est noté pour le procès-verbal."))


@bp.post("/<int:workshop_id>/personnes/<int:participant_id>/nom")
@requires(policies.can_lead_session)
def person_goes_unnamed(workshop_id: int, participant_id: int) -> Answer:
    """The same, for someone who asks it aloud."""
    workshop = load(workshop_id)
    who = find(workshop, participant_id)
    _name(who, who.goes_unnamed)
    return committed(url_for("workshops.people", workshop_id=workshop.id, _anchor=f"p{who.id}"))


def _name(participant: Participant, named: bool) -> None:
    participant.goes_unnamed = not named
    db.session.flush()


def _show(workshop: Workshop) -> str:
    return url_for("workshops.show", workshop_id=workshop.id)
