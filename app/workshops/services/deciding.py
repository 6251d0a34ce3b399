"""Take a formal decision in the room: open it, follow it on every screen, end it, take it back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.collectives.models import Collective
from app.db import db
from app.errors import Refused, Unseen
from app.live.services import emit
from app.members.models import Member
from app.proposals.models import Proposal
from app.proposals.services import rounds
from app.votes import services as votes
from app.votes.expressing import Heard
from app.votes.models import Decision, DecisionFacts, DecisionState
from app.votes.tally import Outcome
from app.workshops.decision_models import WorkshopDecision
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.services import arriving, moves

MOVE = "decision"


def open_question(
    workshop: Workshop, item: AgendaItem, actor: Member, seen: int | None, **asked: Any
) -> Decision | None:
    """Open a decision on a new question (`asked`: see `votes.open_decision`) and show it to the room.

    None when someone moved the session meanwhile. The mode is the one the blason's rules say.
    """
    collective = db.session.get_one(Collective, workshop.collective_id)
    return _open(
        workshop,
        item,
        actor,
        seen,
        lambda day: votes.open_decision(collective, actor=actor, day=day, **asked),
    )


def put_proposal(
    workshop: Workshop,
    item: AgendaItem,
    actor: Member,
    seen: int | None,
    proposal: Proposal,
    *,
    recused: Collection[int] = (),
) -> Decision | None:
    """Put a proposal to the room, as it is written now. None when someone moved the session meanwhile."""
    collective = db.session.get_one(Collective, workshop.collective_id)
    return _open(
        workshop,
        item,
        actor,
        seen,
        lambda day: rounds.open_round(proposal, actor, collective, recused=recused, day=day).decision,
    )


def _open(
    workshop: Workshop,
    item: AgendaItem,
    actor: Member,
    seen: int | None,
    open_it: Callable[[date], Decision],
) -> Decision | None:
    if not moves.is_seen(workshop, seen):
        return None
    if not workshop.is_running:
        raise Refused(_("On décide pendant la séance : commencez-la d’abord."))
    running = running_in(workshop)
    if running is not None:
        raise Refused(
            _(
                "« %(question)s » est en cours : la salle décide d’une chose à la fois. Finissez d’abord.",
                question=running.question,
            )
        )
    decision = open_it(arriving.day_of(workshop))
    _link(decision, workshop.id, item.id)
    moves.make(workshop, MOVE, actor, item=item, before={"decision": decision.id})
    return decision


def _link(decision: Decision, workshop_id: int, item_id: int | None) -> None:
    """Have the screens of the session follow the decision."""
    decision.topic = f"workshop/{workshop_id}"
    db.session.add(WorkshopDecision(decision_id=decision.id, workshop_id=workshop_id, item_id=item_id))
    db.session.flush()


def find_proposal(collective_id: int, proposal_id: int) -> Proposal:
    """A proposal of the collective. Raises Unseen."""
    found = db.session.scalar(sa.select(Proposal).filter_by(id=proposal_id, collective_id=collective_id))
    if found is None:
        raise Unseen
    return found


def note_held(decision: Decision, held_at: datetime) -> None:
    """What was decided on paper keeps the time when it was."""
    link = db.session.get_one(WorkshopDecision, decision.id)
    link.held_at = held_at


def running_in(workshop: Workshop) -> Decision | None:
    """The decision that is open in this session."""
    return db.session.scalar(
        sa.select(Decision)
        .join(WorkshopDecision, WorkshopDecision.decision_id == Decision.id)
        .where(WorkshopDecision.workshop_id == workshop.id, Decision.state == DecisionState.OPEN)
        .order_by(Decision.id.desc())
        .limit(1)
    )


def enrol_all(workshop: Workshop, actor: Member) -> int:
    """Make members of everyone who is in the room and is none; how many they were."""
    guests = db.session.scalars(
        sa.select(Participant).filter_by(workshop_id=workshop.id, left_at=None, member_id=None)
    ).all()
    for guest in guests:
        arriving.enrol(workshop, guest, actor)
    if guests:
        emit(workshop.topic, "mine", "wall", "desk")
    return len(guests)


# --- what the votes tell, the screens show -----------------------------------------------------------


def listen(decision: Decision | DecisionFacts, heard: Heard) -> None:
    """Something was said in a decision: the screens of the session it belongs to follow."""
    if decision.topic is not None:
        regions = ("wall", "desk", "stage", "mine") if heard in _TOLD_TO_ALL else ("wall", "desk")
        emit(decision.topic, *regions)


# A count waits for someone to confirm it, a phase changes what each is asked, what is offered to an objection
# is for its author to answer. A voice is one person's.
_TOLD_TO_ALL = (Heard.COUNT, Heard.PHASE, Heard.OBJECTION)


def ended(decision: Decision, outcome: Outcome) -> None:
    """A decision ended: every screen of its session shows what came out."""
    if decision.topic is not None:
        emit(decision.topic, *moves.ALL_SCREENS)


def followed(previous: Decision, decision: Decision) -> None:
    """A decision continues one of the room: it is the room's too, at the same item."""
    before = db.session.get(WorkshopDecision, previous.id)
    if before is not None:
        _link(decision, before.workshop_id, before.item_id)
        emit(f"workshop/{before.workshop_id}", *moves.ALL_SCREENS)


# --- taking back -------------------------------------------------------------------------------------


def _cancel(workshop: Workshop, before: dict[str, Any]) -> None:
    """What was expressed is void, and stays readable on the decision's page."""
    decision = db.session.get_one(Decision, before["decision"])
    votes.cancel(decision, db.session.get_one(Member, before["by"]))


def _still_open(before: dict[str, Any]) -> bool:
    return db.session.get_one(Decision, before["decision"]).is_open


moves.register_undo(MOVE, _cancel, stands=_still_open)
