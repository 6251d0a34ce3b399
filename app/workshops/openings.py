"""Before a decision opens in the room: who is here, who would vote, which proposals are ready."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from app.db import db
from app.members.models import Attendance, Member, MemberStatus, Proxy
from app.proposals.models import Proposal
from app.proposals.states import ProposalState
from app.workshops.models import Participant, Workshop
from app.workshops.services.arriving import day_of


class Person(NamedTuple):
    """An active member, here or not; or, without `id`, someone here who is no member."""

    id: int | None
    name: str
    is_here: bool
    gave_to: int | None


class Electorate(NamedTuple):
    """Who would vote if the decision opened now: members, of whom here, votes held, guests left out."""

    members: int
    here: int
    held: int
    guests: int


def people_here(workshop: Workshop) -> list[Person]:
    """Every active member by name, then whoever is in the room and is none. Two statements."""
    members = db.session.execute(
        sa.select(Member.id, Member.name, Attendance.id, Proxy.holder_id)
        .outerjoin(
            Attendance,
            sa.and_(
                Attendance.member_id == Member.id,
                Attendance.day == day_of(workshop),
                Attendance.left_at.is_(None),
            ),
        )
        .outerjoin(Proxy, sa.and_(Proxy.principal_id == Member.id, Proxy.revoked_at.is_(None)))
        .where(Member.collective_id == workshop.collective_id, Member.status == MemberStatus.ACTIVE)
        .order_by(Member.folded_name)
    )
    guests = db.session.scalars(
        sa.select(Participant.name)
        .filter_by(workshop_id=workshop.id, left_at=None, member_id=None)
        .order_by(Participant.folded_name)
    )
    known = [Person(row[0], row[1], row[2] is not None, row[3]) for row in members]
    return [*known, *(Person(None, name, True, None) for name in guests)]


def electorate_of(people: list[Person], limit: int) -> Electorate:
    """Counted: a vote given counts when its holder is here and who gave it is not, `limit` a person."""
    here = {one.id for one in people if one.id and one.is_here}
    held: dict[int, int] = {}
    for one in people:
        if one.gave_to in here and not one.is_here and one.gave_to is not None:
            held[one.gave_to] = min(limit, held.get(one.gave_to, 0) + 1)
    return Electorate(
        members=sum(1 for one in people if one.id),
        here=len(here),
        held=sum(held.values()),
        guests=sum(1 for one in people if one.id is None),
    )


def ready_proposals(collective_id: int) -> list[tuple[int, str]]:
    """The proposals that may be put to a decision, the latest first."""
    rows = db.session.execute(
        sa.select(Proposal.id, Proposal.title)
        .where(
            Proposal.collective_id == collective_id,
            Proposal.state.in_((ProposalState.SUBMITTED, ProposalState.REJECTED)),
        )
        .order_by(Proposal.edited_at.desc())
        .limit(50)
    )
    return [(row[0], row[1]) for row in rows]
