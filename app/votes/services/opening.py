"""Open a decision: mode and rules come from the collective's rulebook; text, rules and roll are frozen."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext as _

from app.collectives.models import Collective
from app.db import db, now
from app.errors import Refused
from app.members.models import Attendance, Member, MemberStatus, Proxy
from app.register.search import index
from app.register.services import record
from app.votes.messages import invalid_roll
from app.votes.models import Decision, Phase, VoterRoll
from app.votes.roll import Entry, InvalidRoll, Person, draw_up
from app.votes.round_models import PhaseChange
from app.votes.rulebook import current_rulebook
from app.votes.rules import DecisionMode, Method, QuestionKind, Step
from app.votes.tally import MODES
from app.votes.tally.secret_majority import FEWEST_VOTERS


@dataclass(frozen=True)
class Question:
    """What is put to the collective, as it will be frozen."""

    question: str
    text: str
    kind: QuestionKind
    method: Method = Method.ADOPT
    options: Sequence[str] = ()
    effect_summary: str | None = None
    review_on: date | None = None
    closes_at: datetime | None = None
    recused: Collection[int] = field(default=())


def open_decision(  # noqa: PLR0913 - a decision is opened with all that will be frozen
    collective: Collective,
    *,
    question: str,
    text: str,
    kind: QuestionKind,
    actor: Member,
    step: int = 0,
    method: Method | str = Method.ADOPT,
    options: Sequence[str] = (),
    effect_summary: str | None = None,
    review_on: date | None = None,
    closes_at: datetime | None = None,
    recused: Collection[Member | int] = (),
    previous: Decision | None = None,
    link_reason: str | None = None,
    day: date | None = None,
) -> Decision:
    """Open a decision in the mode of its kind's cascade and return it, flushed.

    `day` is the day whose attendance sheet says who is present, today when None; `recused` names members (or
    their ids) who step aside; `link_reason` says why it follows `previous`
    (`step_down`, `runoff`, `amended`, `reopened`). Raises Refused (409) when the rules or the roll do not
    allow it, (422) when an option is missing.
    """
    asked = Question(
        question=question,
        text=text,
        kind=kind,
        method=Method(method),
        options=[option.strip() for option in options if option.strip()],
        effect_summary=effect_summary,
        review_on=review_on,
        closes_at=closes_at,
        recused={person if isinstance(person, int) else person.id for person in recused},
    )
    number, rules = applicable_step(collective.id, kind, step, asked.method)
    _check(asked, rules)
    entries = _draw_up(collective, asked, rules, day or today(collective))
    decision = _freeze(collective, asked, rules, number, entries)
    decision.opened_by_id, decision.day = actor.id, day
    decision.previous_id = previous.id if previous else None
    decision.link_reason = (link_reason or "reopened") if previous else None
    db.session.add(decision)
    db.session.flush()
    _write_roll(decision, entries)
    _record(decision, actor)
    return decision


def cascade(collective_id: int, kind: QuestionKind) -> tuple[Step, ...]:
    """The ordered steps the rulebook sets for this kind of question."""
    return current_rulebook(collective_id).cascade(kind)


def applicable_step(
    collective_id: int, kind: QuestionKind, step: int, method: Method = Method.ADOPT
) -> tuple[int, Step]:
    """The step a decision must open with. Options are chosen by a vote: at the first majority step."""
    steps = cascade(collective_id, kind)
    if not 0 <= step < len(steps):
        raise Refused(_("Les règles du blason ne prévoient pas d’autre étape pour ce type de question."))
    if method is Method.ADOPT:
        return step, steps[step]
    for number, candidate in enumerate(steps[step:], step):
        if MODES[candidate.mode].TAKES_OPTIONS:
            return number, candidate
    raise Refused(
        _(
            "Choisir entre des options demande un vote, à main levée ou à bulletin secret ; les règles du "
            "blason n’en prévoient pas pour ce type de question."
        )
    )


def _check(asked: Question, rules: Step) -> None:
    if asked.method is not Method.ADOPT and not 2 <= len(set(asked.options)) == len(asked.options) <= 20:
        raise Refused(_("Il faut de deux à vingt options, toutes différentes."), 422)
    if asked.closes_at is not None and asked.closes_at <= now():
        raise Refused(_("L’échéance est déjà passée : choisissez un moment à venir."), 422)


def _draw_up(collective: Collective, asked: Question, rules: Step, day: date) -> list[Entry]:
    people, proxies, names = _electorate(collective, day)
    try:
        entries = draw_up(
            people,
            proxies,
            asked.recused,
            present_only=rules.electorate == "present",
            max_proxies=rules.max_proxies,
        )
    except InvalidRoll as refusal:
        raise Refused(invalid_roll(refusal, names)) from refusal
    voters = sum(1 for entry in entries if entry.weight)
    if MODES[rules.mode].SECRET and voters < FEWEST_VOTERS:
        raise Refused(
            _(
                "À moins de %(minimum)d votant·es, un vote anonyme ne l’est plus : il est refusé.",
                minimum=FEWEST_VOTERS,
            )
        )
    return entries


def today(collective: Collective) -> date:
    """The day it is for the collective."""
    return now().astimezone(ZoneInfo(collective.timezone)).date()


def attendance_day(decision: Decision, collective: Collective) -> date:
    """The day whose attendance sheet the decision follows."""
    return decision.day or today(collective)


def _electorate(collective: Collective, day: date) -> tuple[list[Person], dict[int, int], dict[int, str]]:
    """Active members with their presence that day, the proxies in force, and names for messages."""
    rows = db.session.execute(
        sa.select(Member.id, Member.name, Attendance.id, Proxy.holder_id)
        .outerjoin(
            Attendance,
            sa.and_(
                Attendance.member_id == Member.id,
                Attendance.day == day,
                Attendance.left_at.is_(None),
            ),
        )
        .outerjoin(Proxy, sa.and_(Proxy.principal_id == Member.id, Proxy.revoked_at.is_(None)))
        .where(Member.collective_id == collective.id, Member.status == MemberStatus.ACTIVE)
    ).all()
    people = [Person(member, attendance is not None) for member, _name, attendance, _holder in rows]
    proxies = {member: holder for member, _name, _attendance, holder in rows if holder is not None}
    return people, proxies, {row[0]: row[1] for row in rows}


def _freeze(
    collective: Collective, asked: Question, rules: Step, number: int, entries: list[Entry]
) -> Decision:
    return Decision(
        collective_id=collective.id,
        kind=asked.kind,
        mode=rules.mode,
        method=asked.method,
        step=number,
        question=asked.question,
        text=asked.text,
        effect_summary=asked.effect_summary,
        options=list(asked.options),
        rules=rules.to_document(),
        eligible=sum(entry.weight for entry in entries),
        present=sum(entry.weight for entry in entries if entry.is_present),
        salt=secrets.token_hex(16),
        phase=Phase.PRESENT if rules.mode is DecisionMode.CONSENT else None,
        closes_at=asked.closes_at,
        review_on=asked.review_on,
    )


def _write_roll(decision: Decision, entries: list[Entry]) -> None:
    db.session.execute(
        sa.insert(VoterRoll),
        [
            {
                "decision_id": decision.id,
                "member_id": entry.person,
                "weight": entry.weight,
                "holder_id": entry.holder,
                "is_recused": entry.is_recused,
                "is_present": entry.is_present,
                "has_voted": False,
                "is_assisted": False,
                "in_room": False,
            }
            for entry in entries
        ],
    )


def _record(decision: Decision, actor: Member) -> None:
    if decision.phase is not None:
        db.session.add(PhaseChange(decision_id=decision.id, phase=decision.phase, actor_id=actor.id))
    record(
        decision.collective_id,
        "decision.opened",
        actor_id=actor.id,
        subject=("decision", decision.id),
        mode=decision.mode.value,
        question_kind=decision.kind.value,
        method=decision.method.value,
        rules=decision.rules,
        eligible=decision.eligible,
        previous=decision.previous_id,
        because=decision.link_reason,
    )
    index(decision.collective_id, "decision", decision.id, decision.question, decision.text)
