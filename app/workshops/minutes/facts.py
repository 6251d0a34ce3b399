"""What happened in a session, read from what everyone did: the matter of its minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db, now
from app.members import proxies
from app.members.models import Member, MemberStatus
from app.votes.models import Decision, Expression
from app.votes.round_models import Objection
from app.votes.visibility import shows_choices
from app.workshops.decision_models import WorkshopDecision
from app.workshops.group_models import CommonItem, Note
from app.workshops.minutes import played
from app.workshops.minutes.document import initial
from app.workshops.minutes.models import Excuse
from app.workshops.models import AgendaItem, Move, Participant, Workshop, WorkshopState
from app.workshops.poll_models import Poll, PollAnswer, PollCount, PollState
from app.workshops.reading import items_of, participants_of

Naming = Callable[[int | None, str], str]


@dataclass(frozen=True)
class Told:
    """A decision of the session: what was said against it or with reserves, and its objections.

    `item_id` is the item where the room was, for those opened in the room.
    """

    decision: Decision
    item_id: int | None
    reasons: list[tuple[str, str, str]]
    objections: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Counted:
    """A poll that is closed; `counts` by key of option, devices and hands together."""

    poll: Poll
    answers: int
    counts: Counter[str]


@dataclass(frozen=True)
class Facts:
    """Everything minutes are made of. Names are as people gave them, or an initial when they asked."""

    workshop: Workshop
    items: list[AgendaItem]
    led_by: list[str]
    secretary: str
    typed_by: list[str]
    present: list[tuple[str, Participant]]
    represented: list[tuple[str, str]]
    excused: list[str]
    members: int
    members_here: int
    notes: dict[int, list[Note]]
    commons: dict[int, list[CommonItem]]
    polls: dict[int, list[Counted]]
    decisions: list[Told]
    played: dict[int, str]
    following: Workshop | None

    def decisions_during(self, item: AgendaItem) -> list[Told]:
        """The decisions that ended during an item, or that it left open."""
        return [told for told in self.decisions if _when(told, self.items) is item]

    def decisions_apart(self) -> list[Told]:
        """Those that no item holds."""
        return [told for told in self.decisions if _when(told, self.items) is None]


def _when(told: Told, items: Sequence[AgendaItem]) -> AgendaItem | None:
    if told.item_id is not None:
        return next((item for item in items if item.id == told.item_id), None)
    moment = told.decision.closed_at or told.decision.opened_at
    held = (
        item
        for item in items
        if item.started_at
        and item.started_at <= moment
        and (item.ended_at is None or moment <= item.ended_at)
    )
    return next(held, None)


def facts_of(workshop: Workshop) -> Facts:
    """Read the session; a number of statements fixed by its items, however many people were there."""
    people = participants_of(workshop)
    discreet = {one.member_id for one in people if one.goes_unnamed and one.member_id}

    def naming(member_id: int | None, name: str) -> str:
        return initial(name) if member_id in discreet else name

    items = items_of(workshop)
    here = {one.member_id for one in people if one.member_id}
    return Facts(
        workshop=workshop,
        items=items,
        led_by=_leaders(workshop, naming),
        secretary=naming(workshop.secretary.id, workshop.secretary.name) if workshop.secretary else "",
        typed_by=_scribes(workshop, naming),
        present=[(initial(one.name) if one.goes_unnamed else one.name, one) for one in people],
        represented=[
            (proxy.principal.name, naming(proxy.holder_id, proxy.holder.name))
            for proxy in proxies.active(workshop.collective_id)
            if proxy.holder_id in here and proxy.principal_id not in here
        ],
        excused=[excuse.member.name for excuse in excuses_of(workshop) if excuse.member_id not in here],
        members=_active_members(workshop.collective_id),
        members_here=len(here),
        notes=_notes(workshop),
        commons=_commons(workshop),
        polls=_polls(workshop),
        decisions=_decisions(workshop, naming),
        played={item.id: played.told_of(item) for item in items if item.started_at is not None},
        following=following(workshop),
    )


def _leaders(workshop: Workshop, naming: Naming) -> list[str]:
    """Whoever moved the session, most often first."""
    moved = db.session.execute(
        sa.select(Member.id, Member.name, sa.func.count())
        .join(Move, Move.actor_id == Member.id)
        .where(Move.workshop_id == workshop.id)
        .group_by(Member.id, Member.name)
        .order_by(sa.func.count().desc(), Member.name)
    )
    return [naming(member_id, name) for member_id, name, _times in moved]


def _scribes(workshop: Workshop, naming: Naming) -> list[str]:
    """Whoever typed for others."""
    typed = db.session.execute(
        sa.select(Member.id, Member.name)
        .join(Note, Note.typed_by_id == Member.id)
        .where(Note.workshop_id == workshop.id)
        .distinct()
        .order_by(Member.name)
    )
    return [naming(member_id, name) for member_id, name in typed]


def excuses_of(workshop: Workshop) -> list[Excuse]:
    """Who said they could not come, by name."""
    return list(
        db.session.scalars(
            sa.select(Excuse)
            .filter_by(workshop_id=workshop.id)
            .join(Excuse.member)
            .options(joinedload(Excuse.member))
            .order_by(Member.folded_name)
        )
    )


def _active_members(collective_id: int) -> int:
    counted = sa.select(sa.func.count()).select_from(Member)
    active = counted.filter_by(collective_id=collective_id, status=MemberStatus.ACTIVE)
    return db.session.scalar(active) or 0


def _notes(workshop: Workshop) -> dict[int, list[Note]]:
    """What was written during each item, table by table, line by line; hidden notes are not told."""
    found: dict[int, list[Note]] = {}
    for note in db.session.scalars(
        sa.select(Note)
        .filter_by(workshop_id=workshop.id, hidden_at=None)
        .options(joinedload(Note.group))
        .order_by(Note.item_id, Note.group_id, Note.row, Note.axis, Note.position, Note.id)
    ):
        found.setdefault(note.item_id, []).append(note)
    return found


def _commons(workshop: Workshop) -> dict[int, list[CommonItem]]:
    """What each item put together on the wall."""
    found: dict[int, list[CommonItem]] = {}
    for common in db.session.scalars(
        sa.select(CommonItem).filter_by(workshop_id=workshop.id).order_by(CommonItem.position, CommonItem.id)
    ):
        found.setdefault(common.item_id, []).append(common)
    return found


def _polls(workshop: Workshop) -> dict[int, list[Counted]]:
    """The polls that are closed, devices and confirmed hands added up."""
    closed = sa.select(Poll).filter_by(workshop_id=workshop.id, state=PollState.CLOSED).order_by(Poll.id)
    polls = {poll.id: Counted(poll, 0, Counter()) for poll in db.session.scalars(closed)}
    answered = db.session.execute(
        sa.select(PollAnswer.poll_id, PollAnswer.value, sa.func.count())
        .where(PollAnswer.poll_id.in_(polls))
        .group_by(PollAnswer.poll_id, PollAnswer.value)
    )
    totals: Counter[int] = Counter()
    for poll_id, value, number in answered:
        totals[poll_id] += number
        for key in value.split():
            polls[poll_id].counts[key] += number
    hands = db.session.scalars(
        sa.select(PollCount).where(
            PollCount.poll_id.in_(polls),
            PollCount.confirmed_at.is_not(None),
            PollCount.withdrawn_at.is_(None),
        )
    )
    for count in hands:
        totals[count.poll_id] += sum(count.counts.values())
        polls[count.poll_id].counts.update(count.counts)
    found: dict[int, list[Counted]] = {}
    for told in polls.values():
        found.setdefault(told.poll.item_id, []).append(Counted(told.poll, totals[told.poll.id], told.counts))
    return found


def decisions_of(workshop: Workshop) -> list[Decision]:
    """The decisions opened in the room, and those opened or closed elsewhere while the session lasted."""
    return [decision for decision, _item_id in _held(workshop)]


def _held(workshop: Workshop) -> list[tuple[Decision, int | None]]:
    """The same, with the item where the room was. One statement."""
    opened, until = workshop.opened_at, workshop.ended_at or now()
    here = WorkshopDecision.workshop_id == workshop.id
    if opened is not None:
        during = sa.or_(Decision.opened_at.between(opened, until), Decision.closed_at.between(opened, until))
        here = sa.or_(here, sa.and_(WorkshopDecision.workshop_id.is_(None), during))
    rows = db.session.execute(
        sa.select(Decision, WorkshopDecision.item_id)
        .outerjoin(WorkshopDecision, WorkshopDecision.decision_id == Decision.id)
        .where(Decision.collective_id == workshop.collective_id, here)
        .order_by(Decision.opened_at, Decision.id)
    )
    return [(decision, item_id) for decision, item_id in rows]


def _decisions(workshop: Workshop, naming: Naming) -> list[Told]:
    held = _held(workshop)
    decisions = [decision for decision, _item_id in held]
    shown = [decision.id for decision in decisions if shows_choices(decision)]
    reasons: dict[int, list[tuple[str, str, str]]] = {}
    for said, name in db.session.execute(
        sa.select(Expression, Member.name)
        .join(Member, Member.id == Expression.voter_id)
        .where(Expression.decision_id.in_(shown), Expression.reason.is_not(None))
        .order_by(Expression.id)
    ):
        line = (naming(said.voter_id, name), said.choice, said.reason or "")
        reasons.setdefault(said.decision_id, []).append(line)
    objections: dict[int, list[tuple[str, str, str]]] = {}
    for objection in db.session.scalars(
        sa.select(Objection)
        .where(Objection.decision_id.in_(shown))
        .options(joinedload(Objection.author))
        .order_by(Objection.id)
    ):
        who = naming(objection.author_id, objection.author.name)
        objections.setdefault(objection.decision_id, []).append(
            (who, objection.reason, objection.state.value)
        )
    return [Told(one, at, reasons.get(one.id, []), objections.get(one.id, [])) for one, at in held]


def following(workshop: Workshop, *, to_come: bool = False) -> Workshop | None:
    """The next session; of those not yet over when it must be `to_come`."""
    after = sa.select(Workshop).filter_by(collective_id=workshop.collective_id)
    if to_come:
        after = after.where(Workshop.state != WorkshopState.ENDED)
    return db.session.scalar(
        after.where(Workshop.starts_at > workshop.starts_at, Workshop.id != workshop.id)
        .order_by(Workshop.starts_at, Workshop.id)
        .limit(1)
    )
