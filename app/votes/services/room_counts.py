"""Hands counted in the room: typed by one person, confirmed by another, within who has no device."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from flask_babel import gettext as _

from app.collectives.models import Collective
from app.db import db, now
from app.errors import Forbidden, Refused
from app.members.models import Attendance, Member
from app.register.services import record
from app.votes.expressing import Heard, expressed
from app.votes.models import Decision, RoomCount, VoterRoll
from app.votes.rules import DecisionMode, Method
from app.votes.services.closure import close
from app.votes.services.counting import everyone_has_spoken
from app.votes.services.locks import hold
from app.votes.services.opening import attendance_day
from app.votes.tally import choices_of
from app.votes.verifiable.models import Urn, UrnBallot, UrnPhase


def takes_room_counts(decision: Decision) -> bool:
    """Hands are counted in an open vote, papers beside a verifiable urn, where a ballot is one mark."""
    if decision.method not in (Method.ADOPT, Method.CHOOSE_ONE):
        return False
    return decision.mode is DecisionMode.OPEN_MAJORITY or counts_papers(decision)


def counts_papers(decision: Decision) -> bool:
    """Whether what is counted in the room is paper: that of people who have no device for the urn."""
    if not decision.is_secret:
        return False
    urn = db.session.get(Urn, decision.id)
    return urn is not None and urn.phase in (UrnPhase.VOTING, UrnPhase.COUNTING)


def room_ceiling(decision: Decision) -> int:
    """How many votes of the roll are in the room today without a device and not yet expressed."""
    if decision.is_secret:
        return _papers_left(decision)
    waiting = _waiting(decision)
    return int(db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(waiting.c.weight), 0))) or 0)


def type_room_count(decision: Decision, actor: Member, counts: Mapping[str, int]) -> RoomCount:
    """Type what was counted; it weighs nothing until someone else confirms it. Raises Refused."""
    decision = _open_vote(decision)
    kept = {choice: number for choice, number in counts.items() if number}
    if not set(kept) <= set(choices_of(decision.mode, decision.method, decision.option_keys)):
        raise Refused(_("Ce choix n’est pas proposé par cette décision."), 422)
    if any(number < 0 for number in kept.values()) or not kept:
        raise Refused(_nothing_counted(decision), 422)
    if _standing(decision):
        raise Refused(_("Un comptage en salle est déjà saisi : confirmez-le, ou retirez-le."))
    count = RoomCount(decision_id=decision.id, counts=kept, total=sum(kept.values()), typed_by_id=actor.id)
    _refuse_over_ceiling(decision, count.total)
    db.session.add(count)
    db.session.flush()
    _record(decision, actor, count, "typed")
    return count


def confirm_room_count(count: RoomCount, actor: Member) -> None:
    """A second person confirms: the count is added, and whoever it covers no longer votes otherwise."""
    decision = _open_vote(db.session.get_one(Decision, count.decision_id))
    db.session.refresh(count)
    if count.withdrawn_at is not None or count.confirmed_by_id is not None:
        raise Refused(_("Ce comptage a déjà été confirmé ou retiré."))
    if actor.id == count.typed_by_id:
        raise Forbidden(_("La personne qui a saisi un comptage ne peut pas le confirmer."))
    _refuse_over_ceiling(decision, count.total)
    count.confirmed_by_id, count.confirmed_at = actor.id, now()
    if not decision.is_secret:
        _mark_in_room(decision)
    db.session.flush()
    _record(decision, actor, count, "confirmed")
    if not decision.is_secret and decision.frozen_step.close_when_all and everyone_has_spoken(decision):
        close(decision, None, because="everyone")


def withdraw_room_count(count: RoomCount, actor: Member) -> None:
    """Take back a count that was not confirmed: the numbers were wrong."""
    decision = _open_vote(db.session.get_one(Decision, count.decision_id))
    db.session.refresh(count)
    if count.confirmed_by_id is not None or count.withdrawn_at is not None:
        raise Refused(_("Un comptage confirmé ne se retire plus."))
    count.withdrawn_at = now()
    db.session.flush()
    _record(decision, actor, count, "withdrawn")


def _open_vote(decision: Decision) -> Decision:
    decision = hold(decision)
    if not takes_room_counts(decision):
        raise Refused(_("Ce mode de décision ne se compte pas à main levée dans la salle."))
    if not (decision.is_open if decision.is_secret else decision.takes_expressions):
        raise Refused(_("Cette décision est close : le comptage n’a pas été pris en compte."))
    return decision


def _mark_in_room(decision: Decision) -> None:
    waiting = _waiting(decision)
    db.session.execute(
        sa.update(VoterRoll)
        .where(VoterRoll.decision_id == decision.id, VoterRoll.member_id.in_(sa.select(waiting.c.member_id)))
        .values(in_room=True)
        .execution_options(synchronize_session=False)
    )


def _papers_left(decision: Decision) -> int:
    """No more papers than votes that are not in the urn already, nor in a count someone stands by."""
    voters = sa.select(sa.func.count(UrnBallot.credential.distinct())).filter_by(decision_id=decision.id)
    papers = sa.select(sa.func.coalesce(sa.func.sum(RoomCount.total), 0)).where(
        RoomCount.decision_id == decision.id,
        RoomCount.withdrawn_at.is_(None),
        RoomCount.confirmed_by_id.is_not(None),
    )
    counted = db.session.execute(sa.select(voters.scalar_subquery() + papers.scalar_subquery())).scalar_one()
    return decision.eligible - int(counted)


def _waiting(decision: Decision) -> sa.Subquery:
    collective = db.session.get_one(Collective, decision.collective_id)
    return (
        sa.select(VoterRoll.member_id, VoterRoll.weight)
        .join(Attendance, Attendance.member_id == VoterRoll.member_id)
        .where(
            VoterRoll.decision_id == decision.id,
            VoterRoll.weight > 0,
            sa.not_(VoterRoll.has_voted),
            sa.not_(VoterRoll.in_room),
            Attendance.day == attendance_day(decision, collective),
            Attendance.left_at.is_(None),
            sa.not_(Attendance.has_device),
        )
        .subquery()
    )


def _standing(decision: Decision) -> bool:
    typed = sa.select(RoomCount.id).filter_by(
        decision_id=decision.id, withdrawn_at=None, confirmed_by_id=None
    )
    return db.session.scalar(typed.limit(1)) is not None


def _nothing_counted(decision: Decision) -> str:
    if decision.is_secret:
        return _("Indiquez combien de bulletins de papier vous avez comptés, au moins un.")
    return _("Indiquez combien de mains se sont levées, au moins une.")


def _refuse_over_ceiling(decision: Decision, total: int) -> None:
    ceiling = room_ceiling(decision)
    if total > ceiling:
        raise Refused(_too_many(decision, total, ceiling))


def _too_many(decision: Decision, total: int, ceiling: int) -> str:
    if decision.is_secret:
        return _(
            "Bulletins de papier comptés : %(total)d, mais il ne reste que %(ceiling)d voix hors de l’urne. "
            "Recomptez-les.",
            total=total,
            ceiling=ceiling,
        )
    return _(
        "%(total)d mains comptées, mais seulement %(ceiling)d votes sont présents sans appareil "
        "et pas encore exprimés. Vérifiez l’émargement, ou recomptez.",
        total=total,
        ceiling=ceiling,
    )


def _record(decision: Decision, actor: Member, count: RoomCount, act: str) -> None:
    record(
        decision.collective_id,
        f"room_count.{act}",
        actor_id=actor.id,
        subject=("decision", decision.id),
        count=count.id,
        counts=count.counts,
    )
    expressed(decision, Heard.COUNT)
