"""Lead the decision that is open in the room: its phases, its end, what comes after."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from app.errors import Refused
from app.votes import labels, screen
from app.votes import services as votes
from app.votes.models import Phase
from app.web import acting_member, requires
from app.workshops import policies
from app.workshops.decision_finding import AT_THE_DESK, find_both
from app.workshops.leading_routes import back_to_desk
from app.workshops.routes import Answer, bp


@bp.post(f"{AT_THE_DESK}/cloture")
@requires(policies.can_lead_session)
def close_in_room(workshop_id: int, decision_id: int) -> Answer:
    """Count, publish, and show the room what came out."""
    workshop, decision = find_both(workshop_id, decision_id)
    if not decision.is_open:
        raise Refused(_("Cette décision est déjà close : son résultat n’a pas changé."))
    votes.close(decision, acting_member())
    return back_to_desk(workshop, screen.decision_sentence(decision))


@bp.post(f"{AT_THE_DESK}/annulation")
@requires(policies.can_lead_session)
def cancel_in_room(workshop_id: int, decision_id: int) -> Answer:
    """End it without an outcome: what was expressed counts for nothing."""
    workshop, decision = find_both(workshop_id, decision_id)
    votes.cancel(decision, acting_member())
    return back_to_desk(workshop, _("La décision est annulée ; rien n’a été compté."))


@bp.post(f"{AT_THE_DESK}/suite")
@requires(policies.can_lead_session)
def follow_in_room(workshop_id: int, decision_id: int) -> Answer:
    """Open what comes after: the next mode, the same again, a second round."""
    workshop, decision = find_both(workshop_id, decision_id)
    votes.follow(decision, acting_member(), request.form.get("act", ""))
    return back_to_desk(workshop, _("La décision suivante est ouverte."))


@bp.post(f"{AT_THE_DESK}/phase")
@requires(policies.can_lead_session)
def advance_in_room(workshop_id: int, decision_id: int) -> Answer:
    """Have the consent round go to a phase."""
    workshop, decision = find_both(workshop_id, decision_id)
    asked = request.form.get("phase", "")
    if asked not in {phase.value for phase in Phase}:
        raise Refused(_("Cette phase n’existe pas."), 422)
    votes.advance(decision, acting_member(), Phase(asked))
    return back_to_desk(workshop, _("On en est à : %(phase)s.", phase=labels.PHASES[Phase(asked)][0]))
