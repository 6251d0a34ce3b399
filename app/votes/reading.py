"""What the page of a decision shows to whom, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db
from app.errors import Unseen
from app.members.models import Member
from app.register.models import RegisterEntry
from app.votes.models import Decision, Expression, Phase, RoomCount, VoterRoll
from app.votes.round_models import Objection, ObjectionEvent, PhaseChange, RoundNote
from app.votes.rules import DecisionMode
from app.votes.services.counting import device_counts, outcome_of
from app.votes.services.following import next_step_exists
from app.votes.services.publishing import pseudonym
from app.votes.services.room_counts import room_ceiling, takes_room_counts
from app.votes.tally import MODES, Outcome
from app.votes.tally.secret_majority import FEW_VOTERS


def find_decision(collective_id: int, decision_id: int, actor: Member | None) -> Decision:
    """The decision, if it may be seen: members see all, the public what is public. Raises Unseen."""
    decision = db.session.scalar(
        sa.select(Decision)
        .filter_by(id=decision_id, collective_id=collective_id)
        .options(joinedload(Decision.opened_by), joinedload(Decision.previous))
    )
    if decision is None or (actor is None and not is_public(decision)):
        raise Unseen
    return decision


def is_public(decision: Decision) -> bool:
    """Closed decisions are public; so are the rounds whose text was amended, once the last one is closed."""
    last: Decision | None = decision
    while last is not None and last.close_reason == "amended":
        last = _follower(last)
    return last is not None and last.is_closed


@dataclass(frozen=True)
class Line:
    """A person on the roll, as shown to members."""

    id: int
    name: str
    weight: int
    holder: str | None
    is_recused: bool
    has_voted: bool
    is_assisted: bool
    in_room: bool

    @property
    def status(self) -> str:
        """`recused`, `held`, `room`, `assisted`, `voted` or `silent`: a key of the template's words."""
        if self.is_recused:
            return "recused"
        if self.holder is not None:
            return "held"
        if self.in_room:
            return "room"
        if self.has_voted:
            return "assisted" if self.is_assisted else "voted"
        return "silent"


@dataclass(frozen=True)
class Said:
    """What someone expressed, under their name for members and a pseudonym for the public."""

    who: str
    choice: str
    reason: str | None
    weight: int
    is_assisted: bool
    status: str | None


class MyExpression(NamedTuple):
    """What the reader expressed."""

    choice: str
    reason: str | None
    assisted_by_id: int | None


@dataclass(frozen=True)
class Moment:
    """A phase begun, or a note written in it."""

    phase: Phase
    who: str | None
    body: str | None
    at: datetime


@dataclass
class DecisionPage:
    """All that `votes/show.html` needs."""

    decision: Decision
    outcome: Outcome | None
    live: Outcome | None
    lines: list[Line]
    mine: Line | None
    my_expression: MyExpression | None
    said: list[Said]
    rooms: list[RoomCount]
    objections: list[Objection]
    moments: list[Moment]
    proof: RegisterEntry | None
    follower: Decision | None
    participants: int
    quorum: int
    may_step_down: bool = False
    room_ceiling: int = 0

    @property
    def voters(self) -> list[Line]:
        """Who carries at least one vote."""
        return [line for line in self.lines if line.weight]

    @property
    def recused(self) -> list[Line]:
        return [line for line in self.lines if line.is_recused]

    @property
    def can_express(self) -> bool:
        """Whether the reader's ballot is shown."""
        mine = self.mine
        return self.decision.takes_expressions and mine is not None and mine.weight > 0 and not mine.in_room

    @property
    def missing(self) -> int:
        """How many votes the quorum still lacks."""
        return max(0, self.quorum - self.participants)

    @property
    def is_small_urn(self) -> bool:
        """Whether so few people vote that the count may tell who voted what."""
        return self.decision.is_secret and len(self.voters) < FEW_VOTERS

    @property
    def takes_room_counts(self) -> bool:
        return self.decision.takes_expressions and takes_room_counts(self.decision)

    @property
    def minority(self) -> list[Said]:
        """The reasons given; those of objections are with the objections."""
        return [said for said in self.said if said.reason and said.status is None]


def page_of(decision: Decision, actor: Member | None) -> DecisionPage:
    """Everything about `decision` that `actor` may see; at most eight queries."""
    lines, mine = _roll(decision, actor)
    names = {line.id: line.name for line in lines}
    rooms = _rooms(decision)
    said, my_expression = _said(decision, actor, names)
    outcome = Outcome.from_document(decision.outcome) if decision.outcome else None
    participants = sum(line.weight for line in lines if line.has_voted)
    participants += sum(room.total for room in rooms if room.confirmed_by_id)
    page = DecisionPage(
        decision=decision,
        outcome=outcome,
        live=_live(decision, rooms) if actor else None,
        lines=lines if actor else [],
        mine=mine,
        my_expression=my_expression,
        said=said,
        rooms=rooms,
        objections=_objections(decision) if decision.phase else [],
        moments=_moments(decision, actor, names) if decision.phase else [],
        proof=_proof(decision) if decision.is_closed else None,
        follower=_follower(decision),
        participants=participants,
        quorum=quorum_needed(decision),
    )
    if actor is not None and actor.is_facilitator:
        page.may_step_down = decision.is_closed and page.follower is None and next_step_exists(decision)
        page.room_ceiling = room_ceiling(decision) if page.takes_room_counts else 0
    return page


def roll_of(decision: Decision, actor: Member) -> tuple[list[Line], list[Said]]:
    """The roll, and what each expressed when the rules show it; two queries."""
    lines, _mine = _roll(decision, actor)
    said, _own = _said(decision, actor, {line.id: line.name for line in lines})
    return lines, said if shows_choices(decision) else []


def quorum_needed(decision: Decision) -> int:
    """How many votes the quorum asks for."""
    quorum = Fraction(decision.rules["quorum"])
    base = decision.present if decision.rules["quorum_of"] == "present" else decision.eligible
    return ceil(quorum * base)


def _roll(decision: Decision, actor: Member | None) -> tuple[list[Line], Line | None]:
    """The lines, as plain values: a hall of four hundred is read on each page."""
    roll = VoterRoll
    rows = db.session.execute(
        sa.select(
            roll.member_id,
            Member.name,
            roll.weight,
            roll.holder_id,
            roll.is_recused,
            roll.has_voted,
            roll.is_assisted,
            roll.in_room,
        )
        .join(Member, Member.id == roll.member_id)
        .where(roll.decision_id == decision.id)
        .order_by(Member.folded_name)
    ).all()
    names = {row[0]: row[1] for row in rows}
    lines = [
        Line(person, name, weight, names.get(holder) if holder else None, *facts)
        for person, name, weight, holder, *facts in rows
    ]
    return lines, next((line for line in lines if actor is not None and line.id == actor.id), None)


def _said(
    decision: Decision, actor: Member | None, names: dict[int, str]
) -> tuple[list[Said], MyExpression | None]:
    if decision.is_secret:
        return [], None
    said = Expression
    state = sa.null().label("state") if decision.phase is None else Objection.state
    query = sa.select(said.voter_id, said.choice, said.reason, said.weight, said.assisted_by_id, state).where(
        said.decision_id == decision.id
    )
    if decision.phase is not None:
        query = query.outerjoin(
            Objection,
            sa.and_(
                Objection.decision_id == said.decision_id,
                Objection.author_id == said.voter_id,
                said.choice == "objection",
            ),
        )
    rows = db.session.execute(query.order_by(said.expressed_at, said.id)).all()
    mine = next((MyExpression(*row[1:3], row[4]) for row in rows if actor and row[0] == actor.id), None)
    urgent = () if decision.options else MODES[decision.mode].REASON_REQUIRED
    everything = shows_choices(decision)
    shown = [
        Said(
            names.get(voter, "") if actor else pseudonym(decision, voter),
            choice,
            reason,
            weight,
            assisted_by is not None,
            state.value if state else None,
        )
        for voter, choice, reason, weight, assisted_by, state in rows
        if everything or choice in urgent
    ]
    return shown, mine


def shows_choices(decision: Decision) -> bool:
    """Whether members may read who expressed what: after the closing, or live if the rules say so."""
    if decision.is_secret:
        return False
    return not decision.is_open or decision.rules["show_results"] == "live"


def _live(decision: Decision, rooms: list[RoomCount]) -> Outcome | None:
    if not decision.is_open or not shows_choices(decision):
        return None
    confirmed = [room for room in rooms if room.confirmed_by_id]
    return outcome_of(decision, device_counts(decision), confirmed)


def _rooms(decision: Decision) -> list[RoomCount]:
    if decision.mode is not DecisionMode.OPEN_MAJORITY:
        return []
    return list(
        db.session.scalars(
            sa.select(RoomCount)
            .filter_by(decision_id=decision.id, withdrawn_at=None)
            .options(joinedload(RoomCount.typed_by), joinedload(RoomCount.confirmed_by))
            .order_by(RoomCount.id)
        )
    )


def _objections(decision: Decision) -> list[Objection]:
    return list(
        db.session.scalars(
            sa.select(Objection)
            .filter_by(decision_id=decision.id)
            .options(
                joinedload(Objection.author), joinedload(Objection.events).joinedload(ObjectionEvent.actor)
            )
            .order_by(Objection.id)
        ).unique()
    )


def _moments(decision: Decision, actor: Member | None, names: dict[int, str]) -> list[Moment]:
    phases = sa.select(
        PhaseChange.phase,
        PhaseChange.actor_id,
        sa.cast(sa.null(), sa.Text).label("body"),
        PhaseChange.changed_at.label("at"),
    ).where(PhaseChange.decision_id == decision.id)
    notes = sa.select(RoundNote.phase, RoundNote.author_id, RoundNote.body, RoundNote.written_at).where(
        RoundNote.decision_id == decision.id
    )
    rows: list[Any] = list(db.session.execute(sa.union_all(phases, notes).order_by(sa.text("at"))).all())
    return [
        Moment(
            row.phase,
            names.get(row.actor_id) if actor else pseudonym(decision, row.actor_id),
            row.body,
            row.at,
        )
        for row in rows
    ]


def _proof(decision: Decision) -> RegisterEntry | None:
    return db.session.scalar(
        sa.select(RegisterEntry).filter_by(
            collective_id=decision.collective_id,
            subject_kind="decision",
            subject_id=decision.id,
            kind="decision.closed",
        )
    )


def _follower(decision: Decision) -> Decision | None:
    return db.session.scalar(sa.select(Decision).filter_by(previous_id=decision.id).limit(1))
