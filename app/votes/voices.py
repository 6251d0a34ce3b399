"""The roll and what people expressed, as plain values: a hall of four hundred is read on each page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from app.db import db
from app.members.models import Member
from app.votes.models import Decision, Expression, VoterRoll
from app.votes.round_models import Objection
from app.votes.services.publishing import pseudonym
from app.votes.tally import MODES
from app.votes.visibility import shows_choices


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


def roll_of(decision: Decision, actor: Member) -> tuple[list[Line], list[Said]]:
    """The roll, and what each expressed when the rules show it; two queries."""
    lines, _mine = roll_lines(decision, actor)
    said, _own = said_in(decision, actor, {line.id: line.name for line in lines})
    return lines, said if shows_choices(decision) else []


def roll_lines(decision: Decision, actor: Member | None) -> tuple[list[Line], Line | None]:
    """Everyone on the roll by name, and the line of `actor`; one query."""
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


def said_in(
    decision: Decision, actor: Member | None, names: dict[int, str]
) -> tuple[list[Said], MyExpression | None]:
    """What may be shown of what was expressed, and the reader's own word; one query, none in secret."""
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
