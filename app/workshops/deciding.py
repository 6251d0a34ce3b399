"""The decision the room is taking, as its screens need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import g
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.db import db, now
from app.members.models import Attendance, Member
from app.votes import closing, labels, screen
from app.votes.ballots import marks_of, options_of
from app.votes.expressing import on_expressed
from app.votes.forms import BallotForm
from app.votes.models import Decision, DecisionState, Expression, RoomCount, VoterRoll
from app.votes.reading import quorum_needed, room_counts_of
from app.votes.round_models import Objection
from app.votes.services.counting import device_counts, outcome_of
from app.votes.services.following import next_step_exists
from app.votes.services.opening import attendance_day
from app.votes.services.room_counts import takes_room_counts
from app.votes.tally import MODES, Outcome, choices_of
from app.votes.visibility import shows_choices
from app.workshops.decision_models import WorkshopDecision
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.quorum import Gauge
from app.workshops.screens import INSTEAD, Screens, Told, add_everywhere
from app.workshops.services import deciding as decisions
from app.workshops.services.papers import settle, takes_papers

READING_TIME = timedelta(minutes=5)


@dataclass(frozen=True)
class Deciding:
    """A decision of the room at a moment.

    `outcome` is what came out, or what is shown while people speak when the rules say so; `hands` is how many
    votes are here without a device and not yet heard.
    """

    link: WorkshopDecision
    outcome: Outcome | None = None
    gauge: Gauge | None = None
    hands: int = 0
    recused: str = ""
    rooms: list[RoomCount] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)

    @property
    def decision(self) -> Decision:
        return self.link.decision

    @property
    def waiting(self) -> RoomCount | None:
        """The count of the room that nobody confirmed yet."""
        return next((room for room in self.rooms if room.confirmed_by_id is None), None)

    @property
    def takes_hands(self) -> bool:
        return self.decision.takes_expressions and takes_room_counts(self.decision)


class Place(NamedTuple):
    """What one person may do here: `standing` says it, `weight` is the votes they carry."""

    standing: str
    weight: int = 0
    choice: str | None = None
    reason: str | None = None
    is_assisted: bool = False
    has_voted: bool = False
    holder: str | None = None


def link_of(workshop: Workshop, item: AgendaItem) -> WorkshopDecision | None:
    """The decision to show at this item: the one that is open, else the last one taken here.

    Asked once a page, which shows it in several places.
    """
    found: dict[int, WorkshopDecision | None] = g.setdefault("decision_of_item", {})
    if item.id not in found:
        found[item.id] = _link_of(workshop, item)
    return found[item.id]


def _link_of(workshop: Workshop, item: AgendaItem) -> WorkshopDecision | None:
    is_open = Decision.state == DecisionState.OPEN
    return db.session.scalar(
        sa.select(WorkshopDecision)
        .join(WorkshopDecision.decision)
        .where(
            WorkshopDecision.workshop_id == workshop.id,
            sa.or_(WorkshopDecision.item_id == item.id, is_open),
        )
        .options(contains_eager(WorkshopDecision.decision).joinedload(Decision.following))
        .order_by(is_open.desc(), Decision.id.desc())
        .limit(1)
    )


def deciding(workshop: Workshop, item: AgendaItem) -> Deciding | None:
    """What the room decides now, or has just decided; at most five statements, two once it is closed."""
    link = link_of(workshop, item)
    if link is None:
        return None
    decision = link.decision
    rooms = room_counts_of(decision)
    if not decision.is_open:
        return Deciding(link=link, outcome=_outcome(decision, rooms), rooms=rooms)
    spoken, here, hands, recused = _heads(decision)
    spoken += sum(room.total for room in rooms if room.confirmed_by_id)
    return Deciding(
        link=link,
        gauge=Gauge(decision.eligible, quorum_needed(decision), spoken, here),
        hands=hands,
        recused=recused or "",
        outcome=_outcome(decision, rooms),
        rooms=rooms,
        objections=_objections(decision) if decision.phase else [],
    )


def _heads(decision: Decision) -> Any:
    """Votes spoken; in the room and awaited; of these without a device; names of who steps aside."""
    roll, here = VoterRoll, Attendance.id.is_not(None)
    awaited = sa.and_(here, sa.not_(roll.has_voted), sa.not_(roll.in_room))

    def votes(condition: Any) -> Any:
        return sa.func.coalesce(sa.func.sum(roll.weight).filter(condition), 0)

    names = sa.func.aggregate_strings(sa.case((roll.is_recused, Member.name)), ", ")
    return db.session.execute(
        sa.select(
            votes(roll.has_voted), votes(awaited), votes(awaited & sa.not_(Attendance.has_device)), names
        )
        .join(Member, Member.id == roll.member_id)
        .outerjoin(Attendance, _is_here(decision))
        .where(roll.decision_id == decision.id)
    ).one()


class Line(NamedTuple):
    """Someone on the roll, and whether they are in the room."""

    id: int
    name: str
    weight: int
    is_recused: bool
    has_voted: bool
    in_room: bool
    is_assisted: bool
    has_device: bool | None

    @property
    def is_awaited(self) -> bool:
        """Here, and not heard yet."""
        return self.has_device is not None and not self.has_voted and not self.in_room

    @property
    def may_be_typed_for(self) -> bool:
        """With a vote, and not heard by themselves."""
        return self.weight > 0 and not self.in_room and (not self.has_voted or self.is_assisted)


def lines_of(decision: Decision) -> list[Line]:
    """Everyone on the roll by name, for those who lead. One statement."""
    roll = VoterRoll
    rows = db.session.execute(
        sa.select(
            roll.member_id,
            Member.name,
            roll.weight,
            roll.is_recused,
            roll.has_voted,
            roll.in_room,
            roll.is_assisted,
            Attendance.has_device,
        )
        .join(Member, Member.id == roll.member_id)
        .outerjoin(Attendance, _is_here(decision))
        .where(roll.decision_id == decision.id)
        .order_by(Member.folded_name)
    )
    return [Line(*row) for row in rows]


def _is_here(decision: Decision) -> Any:
    return sa.and_(
        Attendance.member_id == VoterRoll.member_id,
        Attendance.day == attendance_day(decision, g.collective),
        Attendance.left_at.is_(None),
    )


def _objections(decision: Decision) -> list[Objection]:
    return list(
        db.session.scalars(
            sa.select(Objection)
            .filter_by(decision_id=decision.id)
            .options(joinedload(Objection.author, innerjoin=True))
            .order_by(Objection.id)
        )
    )


def _outcome(decision: Decision, rooms: list[RoomCount]) -> Outcome | None:
    if decision.outcome is not None:
        return Outcome.from_document(decision.outcome)
    if not decision.is_open or not shows_choices(decision):
        return None
    return outcome_of(decision, device_counts(decision), [room for room in rooms if room.confirmed_by_id])


def place_of(decision: Decision, participant: Participant) -> Place:
    """What this person may do in this decision, and what they said. One statement."""
    if participant.member_id is None:
        return Place("guest")
    said, holder = Expression, aliased(Member)
    row = db.session.execute(
        sa.select(VoterRoll, said.choice, said.reason, said.assisted_by_id, holder.name)
        .outerjoin(
            said, sa.and_(said.decision_id == VoterRoll.decision_id, said.voter_id == VoterRoll.member_id)
        )
        .outerjoin(holder, holder.id == VoterRoll.holder_id)
        .where(VoterRoll.decision_id == decision.id, VoterRoll.member_id == participant.member_id)
    ).first()
    if row is None:
        return Place("absent")
    line, choice, reason, assisted_by, holder_name = row
    standing = "may_speak"
    if line.is_recused:
        standing = "recused"
    elif line.holder_id is not None:
        standing = "held"
    elif line.in_room:
        standing = "counted"
    return Place(standing, line.weight, choice, reason, assisted_by is not None, line.has_voted, holder_name)


def words(decision: Decision) -> Told:
    """The words and lists that fragments about a decision share."""
    choices = choices_of(decision.mode, decision.method, decision.option_keys)
    return {
        "decision": decision,
        "labels": labels,
        "motto": screen.decision_motto(decision),
        "charts": screen.charts,
        "choice_words": screen.choice_words,
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
        said["deciding"] = Deciding(link, _outcome(decision, rooms), rooms=rooms)
        said["may_step_down"] = decision.is_closed and next_step_exists(decision)
        return said
    lines = lines_of(decision)
    spoken = sum(room.total for room in rooms if room.confirmed_by_id)
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
        objections=_objections(decision) if decision.phase else [],
    )
    said["speakers"] = [] if decision.is_secret else [line for line in lines if line.may_be_typed_for]
    if takes_papers(decision):
        said["paper_voters"] = [line for line in lines if line.may_be_typed_for]
        said["papers_signed"] = sum(line.weight for line in lines if line.in_room)
    return said


def _mine(workshop: Workshop, item: AgendaItem, holder: Participant) -> Told:
    link = link_of(workshop, item)
    if link is None:
        return {"deciding": None}
    decision = link.decision
    waiting = next((room for room in room_counts_of(decision) if not room.confirmed_by_id), None)
    return {
        "deciding": link,
        INSTEAD: _gives_way(item, decision),
        "place": place_of(decision, holder),
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
