"""A secret vote on paper: signatures at the desk, two tellers who count apart."""

from __future__ import annotations

from flask import g, request, url_for
from flask_babel import gettext as _

from app.errors import Refused, Unseen
from app.members.models import Member
from app.members.people import active_member
from app.votes.forms import room_numbers
from app.votes.tally import choices_of
from app.web import acting_member, committed, current_actor, render, requires
from app.workshops import decision_screens, policies
from app.workshops.decision_finding import AT_THE_DESK, find_both, find_decision
from app.workshops.leading_routes import back_to_desk, number
from app.workshops.models import Workshop
from app.workshops.papers import BLANK, SPOILED, Batch
from app.workshops.phone_routes import here
from app.workshops.routes import Answer, bp, load
from app.workshops.services import papers
from app.workshops.voting_routes import _DECISION, voter


@bp.post(f"{AT_THE_DESK}/signature")
@requires(policies.can_lead_session)
def take_paper(workshop_id: int, decision_id: int) -> Answer:
    """Someone signs the roll and takes a paper."""
    workshop, decision = find_both(workshop_id, decision_id)
    person = active_member(g.collective.id, number("voter_id"))
    papers.sign_for_paper(decision, person, acting_member())
    return back_to_desk(workshop, _("%(name)s a signé et prend un bulletin papier.", name=person.name))


@bp.post(f"{AT_THE_DESK}/arret")
@requires(policies.can_lead_session)
def stop_voting(workshop_id: int, decision_id: int) -> Answer:
    """Nobody votes any more: the papers may be counted."""
    workshop, decision = find_both(workshop_id, decision_id)
    papers.stop_voting(decision, acting_member())
    return back_to_desk(workshop, _("Le vote est arrêté. Deux personnes peuvent dépouiller."))


@bp.get(f"{_DECISION}/depouillement")
@requires(policies.in_the_room)
def count_papers(workshop_id: int, decision_id: int) -> Answer:
    """The tellers' page: the batches, and the form that enters one."""
    return _page(load(workshop_id), decision_id)


@bp.post(f"{_DECISION}/depouillement")
@requires(policies.in_the_room)
def enter_batch(workshop_id: int, decision_id: int) -> Answer:
    """Enter what one counted in a batch."""
    workshop = load(workshop_id)
    decision, teller = find_decision(workshop, decision_id), _teller(workshop)
    names = (*choices_of(decision.mode, decision.method, decision.option_keys), BLANK, SPOILED)
    try:
        counts = room_numbers(request.form, names)
    except ValueError:
        raise Refused(_("Un nombre de bulletins s’écrit en chiffres."), 422) from None
    batch = papers.enter(decision, teller, number("batch"), counts)
    return committed(_url(workshop, decision_id), _said(batch))


def _said(batch: Batch) -> str | None:
    """What became of it; that two counts differ is said by the page, as long as they do."""
    if batch.differs:
        return None
    if batch.is_agreed:
        return _("Les deux comptes sont les mêmes : ce paquet est compté.")
    return _("Saisi. Ce paquet attend le compte de l’autre personne.")


def _teller(workshop: Workshop) -> Member:
    """Whoever counts: a member, signed in or holding a phone of the room."""
    actor = current_actor()
    return actor if actor is not None else voter(here(workshop))


def _url(workshop: Workshop, decision_id: int) -> str:
    return url_for("workshops.count_papers", workshop_id=workshop.id, decision_id=decision_id)


def _page(workshop: Workshop, decision_id: int) -> str:
    decision, teller = find_decision(workshop, decision_id), _teller(workshop)
    if not papers.takes_papers(decision):
        raise Unseen
    found = papers.batches_of(decision)
    return render(
        "workshops/papers.html",
        workshop=workshop,
        teller=teller,
        batches=found,
        signed=papers.signatures(decision),
        counted=sum(batch.papers for batch in found if batch.is_agreed),
        next_batch=1 + max((batch.number for batch in found), default=0),
        BLANK=BLANK,
        SPOILED=SPOILED,
        **decision_screens.words(decision),
    )
