"""What the page of a decision shows to whom, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db
from app.members.models import Member
from app.register.models import RegisterEntry
from app.votes.models import Decision, Phase, RoomCount
from app.votes.round_models import Objection, ObjectionEvent, PhaseChange, RoundNote
from app.votes.rules import DecisionMode
from app.votes.services.counting import device_counts, outcome_of
from app.votes.services.following import next_step_exists
from app.votes.services.publishing import pseudonym
from app.votes.services.room_counts import room_ceiling, takes_room_counts
from app.votes.tally import Outcome
from app.votes.tally.secret_majority import FEW_VOTERS
from app.votes.verifiable.models import Urn
from app.votes.verifiable.reading import presence_in, urn_of
from app.votes.visibility import shows_choices
from app.votes.voices import Line, MyExpression, Said, roll_lines, said_in


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
    urn: Urn | None = None
    may_prepare_urn: bool = False
    is_small_urn: bool = False

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
        if self.urn is not None or not self.decision.takes_expressions:
            return False
        return mine is not None and mine.weight > 0 and not mine.in_room

    @property
    def missing(self) -> int:
        """How many votes the quorum still lacks."""
        return max(0, self.quorum - self.participants)

    @property
    def takes_room_counts(self) -> bool:
        if self.urn is not None:
            return self.decision.is_open and takes_room_counts(self.decision)
        return self.decision.takes_expressions and takes_room_counts(self.decision)

    @property
    def minority(self) -> list[Said]:
        """The reasons given; those of objections are with the objections."""
        return [said for said in self.said if said.reason and said.status is None]


def page_of(decision: Decision, actor: Member | None) -> DecisionPage:
    """Everything about `decision` that `actor` may see; at most eight queries."""
    lines, mine = roll_lines(decision, actor)
    names = {line.id: line.name for line in lines}
    rooms = room_counts_of(decision)
    said, my_expression = said_in(decision, actor, names)
    outcome = Outcome.from_document(decision.outcome) if decision.outcome else None
    urn = urn_of(decision)
    participants = _ballots_of(urn, lines) + sum(room.total for room in rooms if room.confirmed_by_id)
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
        follower=decision.following,
        participants=participants,
        quorum=quorum_needed(decision),
        urn=urn,
        is_small_urn=decision.is_secret and _few_vote(urn, lines),
    )
    if actor is not None and actor.is_facilitator:
        page.may_step_down = decision.is_closed and page.follower is None and next_step_exists(decision)
        page.may_prepare_urn = decision.is_secret and decision.takes_expressions and not participants
        page.room_ceiling = room_ceiling(decision) if page.takes_room_counts else 0
    return page


def _ballots_of(urn: Urn | None, lines: list[Line]) -> int:
    """How many votes are in, papers apart: of a verifiable urn the roll only knows who has a slip."""
    if urn is None:
        return sum(line.weight for line in lines if line.has_voted)
    return presence_in(urn).voters if urn.election else 0


def _few_vote(urn: Urn | None, lines: list[Line]) -> bool:
    """Whether so few people vote that the count may tell who voted what."""
    voters = [line for line in lines if line.weight]
    if urn is not None and urn.window is not None and urn.credentials is not None:
        voters = [line for line in voters if line.has_voted]  # the others have no code
    return len(voters) < FEW_VOTERS


def quorum_needed(decision: Decision) -> int:
    """How many votes the quorum asks for."""
    quorum = Fraction(decision.rules["quorum"])
    base = decision.present if decision.rules["quorum_of"] == "present" else decision.eligible
    return ceil(quorum * base)


def _live(decision: Decision, rooms: list[RoomCount]) -> Outcome | None:
    if not decision.is_open or not shows_choices(decision):
        return None
    confirmed = [room for room in rooms if room.confirmed_by_id]
    return outcome_of(decision, device_counts(decision), confirmed)


def room_counts_of(decision: Decision) -> list[RoomCount]:
    """The counts of the room that stand, confirmed or not; none in a mode that counts no hands."""
    if decision.mode is not DecisionMode.OPEN_MAJORITY and not decision.is_secret:
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
