"""The decision the room is taking, as its screens need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import g
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.db import db
from app.members.models import Attendance, Member
from app.votes.models import Decision, DecisionState, Expression, RoomCount, VoterRoll
from app.votes.reading import quorum_needed, room_counts_of
from app.votes.round_models import Objection
from app.votes.services.counting import device_counts, outcome_of
from app.votes.services.opening import attendance_day
from app.votes.services.room_counts import takes_room_counts
from app.votes.tally import Outcome
from app.votes.visibility import shows_choices
from app.workshops.decision_models import WorkshopDecision
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.quorum import Gauge


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
        return Deciding(link=link, outcome=outcome_now(decision, rooms), rooms=rooms)
    spoken, signed, here, hands, recused = _heads(decision)
    spoken += heard_in_room(decision, signed, rooms)
    return Deciding(
        link=link,
        gauge=Gauge(decision.eligible, quorum_needed(decision), spoken, here),
        hands=hands,
        recused=recused or "",
        outcome=outcome_now(decision, rooms),
        rooms=rooms,
        objections=objections_of(decision) if decision.phase else [],
    )


def heard_in_room(decision: Decision, signed: int, rooms: list[RoomCount]) -> int:
    """Votes heard in the room, not by a device: a signature for each paper, else the hands confirmed."""
    if decision.is_secret:
        return signed
    return sum(room.total for room in rooms if room.confirmed_by_id)


def _heads(decision: Decision) -> Any:
    """Votes spoken on a device, and in the room; awaited; of these without a device; who steps aside."""
    roll, here = VoterRoll, Attendance.id.is_not(None)
    awaited = sa.and_(here, sa.not_(roll.has_voted), sa.not_(roll.in_room))

    def votes(condition: Any) -> Any:
        return sa.func.coalesce(sa.func.sum(roll.weight).filter(condition), 0)

    names = sa.func.aggregate_strings(sa.case((roll.is_recused, Member.name)), ", ")
    return db.session.execute(
        sa.select(
            votes(roll.has_voted),
            votes(roll.in_room),
            votes(awaited),
            votes(awaited & sa.not_(Attendance.has_device)),
            names,
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

    @property
    def may_step_aside(self) -> bool:
        """With their own vote alone, and not heard yet."""
        return self.weight == 1 and not self.in_room and not self.has_voted


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


def objections_of(decision: Decision) -> list[Objection]:
    """The objections raised, with their authors, in their order."""
    return list(
        db.session.scalars(
            sa.select(Objection)
            .filter_by(decision_id=decision.id)
            .options(joinedload(Objection.author, innerjoin=True))
            .order_by(Objection.id)
        )
    )


def objection_by(decision: Decision, participant: Participant) -> Objection | None:
    """What this person objects. One statement."""
    mine = sa.select(Objection).filter_by(decision_id=decision.id, author_id=participant.member_id)
    return db.session.scalar(mine)


def outcome_now(decision: Decision, rooms: list[RoomCount]) -> Outcome | None:
    """What came out, or what is shown while people speak when the rules say so."""
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
