"""What the screens of a session show of the decision that the room takes."""

from __future__ import annotations

from datetime import timedelta

from app.db import now
from app.votes import closing, labels, screen
from app.votes.ballots import marks_of, options_of
from app.votes.expressing import on_expressed
from app.votes.forms import BallotForm
from app.votes.models import Decision
from app.votes.reading import quorum_needed, room_counts_of
from app.votes.services.following import next_step_exists
from app.votes.tally import MODES, Outcome, choices_of
from app.votes.visibility import shows_choices
from app.workshops.deciding import (
    Deciding,
    deciding,
    heard_in_room,
    lines_of,
    link_of,
    objection_by,
    objections_of,
    outcome_now,
    place_of,
)
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.quorum import Gauge
from app.workshops.screens import INSTEAD, Screens, Told, add_everywhere
from app.workshops.services import deciding as decisions
from app.workshops.services.papers import settle, takes_papers

READING_TIME = timedelta(minutes=5)


def words(decision: Decision) -> Told:
    """The words and lists that fragments about a decision share."""
    choices = choices_of(decision.mode, decision.method, decision.option_keys)
    return {
        "decision": decision,
        "labels": labels,
        "motto": screen.decision_motto(decision),
        "charts": screen.charts,
        "choice_words": screen.choice_words,
        "elected_words": screen.elected_words,
        "room_words": screen.room_words,
        "marks_of": marks_of,
        "options": options_of(decision),
        "mode_choices": choices,
        "tapped": [one for one in choices if one not in _urgent(decision)],
        "urgent": _urgent(decision),
        "empty_ballot": BallotForm(formdata=None),
        "shows_choices": shows_choices(decision),
    }


def _urgent(decision: Decision) -> tuple[str, ...]:
    """The choices that need a reason: they are written, never tapped."""
    return () if decision.options else MODES[decision.mode].REASON_REQUIRED


# --- what each screen is told ------------------------------------------------------------------------


def is_its_own(item: AgendaItem) -> bool:
    """Whether the screens of this item are those of a decision; elsewhere it is shown besides."""
    return item.kind is ItemKind.VOTE and "poll" not in item.settings


def _gives_way(item: AgendaItem, decision: Decision, *, to_read: bool = False) -> bool:
    """Whether an item about something else gives way to the decision: the room does one thing at a time.

    `to_read`: its result stays the time to read it.
    """
    if is_its_own(item):
        return False
    closed = decision.closed_at
    return closed is None or (to_read and now() - closed < READING_TIME)


def _stage(workshop: Workshop, item: AgendaItem) -> Told:
    link = link_of(workshop, item)
    if link is None:
        return {"deciding": None}
    outcome = Outcome.from_document(link.decision.outcome) if link.decision.outcome else None
    return {
        "deciding": Deciding(link, outcome),
        INSTEAD: _gives_way(item, link.decision, to_read=True),
        **words(link.decision),
    }


def _wall(workshop: Workshop, item: AgendaItem) -> Told:
    found = deciding(workshop, item)
    if found is None:
        return {"deciding": None}
    gives_way = _gives_way(item, found.decision, to_read=True)
    return {"deciding": found, INSTEAD: gives_way, **words(found.decision)}


def _desk(workshop: Workshop, item: AgendaItem) -> Told:
    link = link_of(workshop, item)
    if link is None or not (link.decision.is_open or is_its_own(item)):
        return {"deciding": None, "decided": link}
    decision = link.decision
    rooms = room_counts_of(decision)
    said: Told = {INSTEAD: _gives_way(item, decision), **words(decision)}
    if not decision.is_open:
        said["deciding"] = Deciding(link, outcome_now(decision, rooms), rooms=rooms)
        said["may_step_down"] = decision.is_closed and next_step_exists(decision)
        return said
    lines = lines_of(decision)
    signed = sum(line.weight for line in lines if line.in_room)
    spoken = heard_in_room(decision, signed, rooms)
    said["deciding"] = Deciding(
        link=link,
        gauge=Gauge(
            decision.eligible,
            quorum_needed(decision),
            spoken + sum(line.weight for line in lines if line.has_voted),
            sum(line.weight for line in lines if line.is_awaited),
        ),
        hands=sum(line.weight for line in lines if line.is_awaited and not line.has_device),
        recused=", ".join(line.name for line in lines if line.is_recused),
        rooms=rooms,
        objections=objections_of(decision) if decision.phase else [],
    )
    said["may_step_aside"] = (
        [line for line in lines if line.may_step_aside]
        if decision.takes_expressions and not decision.has_urn
        else []
    )
    said["speakers"] = [] if decision.is_secret else [line for line in lines if line.may_be_typed_for]
    if takes_papers(decision):
        said["paper_voters"] = [line for line in lines if line.may_be_typed_for]
        said["papers_signed"] = signed
    return said


def _mine(workshop: Workshop, item: AgendaItem, holder: Participant) -> Told:
    link = link_of(workshop, item)
    if link is None:
        return {"deciding": None}
    decision, place = link.decision, place_of(link.decision, holder)
    waiting = next((room for room in room_counts_of(decision) if not room.confirmed_by_id), None)
    return {
        "deciding": link,
        INSTEAD: _gives_way(item, decision),
        "place": place,
        "my_objection": objection_by(decision, holder) if place.choice == "objection" else None,
        "waiting_count": waiting if decision.takes_expressions else None,
        **words(decision),
    }


SCREENS = Screens(stage=_stage, wall=_wall, desk=_desk, mine=_mine)


def init_app() -> None:
    """Show decisions on the screens of any item, and have the screens follow what the votes tell."""
    add_everywhere(SCREENS)
    on_expressed(decisions.listen)
    closing.prepare_closing(settle)
    closing.subscribe(decisions.ended)
    closing.subscribe_to_following(decisions.followed)
