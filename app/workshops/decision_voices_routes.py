"""Voices that come without a device: typed for someone, counted by hand; who steps aside."""

from __future__ import annotations

from flask import g, request
from flask_babel import gettext as _

from app.members.people import active_member
from app.votes import services as votes
from app.votes.ballots import read_ballot, read_hands
from app.votes.visibility import find_count
from app.web import acting_member, requires
from app.workshops import policies
from app.workshops.decision_finding import AT_THE_DESK, find_both
from app.workshops.leading_routes import back_to_desk, number
from app.workshops.routes import Answer, bp


@bp.post(f"{AT_THE_DESK}/saisie")
@requires(policies.can_lead_session)
def type_voice(workshop_id: int, decision_id: int) -> Answer:
    """Type what someone without a device says, in a mode where names are read."""
    workshop, decision = find_both(workshop_id, decision_id)
    voter = active_member(g.collective.id, number("voter_id"))
    votes.cast(
        decision,
        voter,
        read_ballot(decision, request.form),
        request.form.get("reason"),
        assisted_by=acting_member(),
    )
    return back_to_desk(workshop, _("C’est noté pour %(name)s, comme saisie assistée.", name=voter.name))


@bp.post(f"{AT_THE_DESK}/deport")
@requires(policies.can_lead_session)
def have_step_aside(workshop_id: int, decision_id: int) -> Answer:
    """Note that someone without a device steps aside, while the decision is open."""
    workshop, decision = find_both(workshop_id, decision_id)
    person = active_member(g.collective.id, number("voter_id"))
    votes.recuse(decision, person, acting_member())
    return back_to_desk(workshop, _("%(name)s est en déport.", name=person.name))


@bp.post(f"{AT_THE_DESK}/comptage")
@requires(policies.can_lead_session)
def type_room_count(workshop_id: int, decision_id: int) -> Answer:
    """Type the hands counted in the room."""
    workshop, decision = find_both(workshop_id, decision_id)
    votes.type_room_count(decision, acting_member(), read_hands(decision, request.form))
    return back_to_desk(
        workshop, _("Le comptage est saisi. Une autre personne doit maintenant le confirmer.")
    )


@bp.post(f"{AT_THE_DESK}/comptage/<int:count_id>/confirmation")
@requires(policies.can_lead_session)
def confirm_room_count(workshop_id: int, decision_id: int, count_id: int) -> Answer:
    """Stand by a count typed by someone else."""
    workshop, decision = find_both(workshop_id, decision_id)
    votes.confirm_room_count(find_count(decision, count_id), acting_member())
    return back_to_desk(workshop, _("Le comptage est confirmé."))


@bp.post(f"{AT_THE_DESK}/comptage/<int:count_id>/retrait")
@requires(policies.can_lead_session)
def withdraw_room_count(workshop_id: int, decision_id: int, count_id: int) -> Answer:
    """Take back a count nobody has confirmed."""
    workshop, decision = find_both(workshop_id, decision_id)
    votes.withdraw_room_count(find_count(decision, count_id), acting_member())
    return back_to_desk(workshop, _("Le comptage est retiré."))
