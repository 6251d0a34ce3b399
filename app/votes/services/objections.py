"""The life of an objection: raised; integrated or withdrawn by its author alone; or standing at closing."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db
from app.errors import Forbidden, Refused
from app.members.models import AccessSession, Attendance, Member
from app.register.services import record
from app.votes.expressing import Heard, expressed
from app.votes.models import Decision, DecisionFacts
from app.votes.round_models import Objection, ObjectionAct, ObjectionEvent, ObjectionState
from app.votes.services.locks import hold

OBJECTION = "objection"


def follow_expression(
    decision: Decision | DecisionFacts, author_id: int, choice: str, reason: str | None, actor_id: int
) -> None:
    """Keep the objection in step with what its author now expresses, by their own hand or another's."""
    if decision.phase is None:
        return
    objection = db.session.scalar(
        sa.select(Objection).filter_by(decision_id=decision.id, author_id=author_id)
    )
    if choice == OBJECTION:
        objection = objection or Objection(decision_id=decision.id, author_id=author_id, reason="")
        _raise(objection, reason, actor_id)
    elif objection is not None and not objection.is_lifted:
        _lift(objection, ObjectionState.WITHDRAWN, actor_id)


def _raise(objection: Objection, reason: str | None, actor_id: int) -> None:
    if objection.id is not None and objection.reason == reason and not objection.is_lifted:
        return
    objection.reason, objection.state = reason or "", ObjectionState.RAISED
    db.session.add(objection)
    db.session.flush()
    _note(objection, ObjectionAct.RAISED, actor_id, reason)


def offer_amendment(objection: Objection, actor: Member, text: str) -> None:
    """Put to the author a wording that would meet the objection."""
    _refuse_unless_raised(objection, lock=True)
    objection.offered_amendment = text
    _note(objection, ObjectionAct.AMENDMENT_OFFERED, actor.id, text)


def accept_amendment(objection: Objection, actor: Member, comment: str | None = None) -> None:
    """The author finds the objection met by the wording offered: it is integrated."""
    _refuse_unless_raised(objection, lock=True)
    _refuse_others(objection, actor)
    if not objection.offered_amendment:
        raise Refused(_("Aucune modification n’a encore été proposée pour lever cette objection."))
    _lift(objection, ObjectionState.INTEGRATED, actor.id, comment or objection.offered_amendment)


def withdraw_objection(objection: Objection, actor: Member, comment: str | None = None) -> None:
    """The author no longer objects."""
    _refuse_unless_raised(objection, lock=True)
    _refuse_others(objection, actor)
    _lift(objection, ObjectionState.WITHDRAWN, actor.id, comment)


def ask_test(objection: Objection, actor: Member) -> None:
    """A facilitator asks the group whether the objection holds; only its author may still lift it."""
    _refuse_unless_raised(objection, lock=True)
    _note(objection, ObjectionAct.TEST_ASKED, actor.id)


def record_test(objection: Objection, actor: Member, finding: str) -> None:
    """Write down what the group found. It changes nothing by itself."""
    _refuse_unless_raised(objection, lock=True)
    asked = sa.select(ObjectionEvent.id).filter_by(objection_id=objection.id, act=ObjectionAct.TEST_ASKED)
    if db.session.scalar(asked.limit(1)) is None:
        raise Refused(_("Demandez d’abord au groupe d’examiner l’objection."))
    _note(objection, ObjectionAct.TEST_RESULT, actor.id, finding)


def stand_at_closing(decision: Decision) -> None:
    """What nobody lifted stands."""
    for objection in db.session.scalars(
        sa.select(Objection).filter_by(decision_id=decision.id, state=ObjectionState.RAISED)
    ):
        objection.state = ObjectionState.STANDING
        _note(objection, ObjectionAct.STANDING, None, recorded=False)
    db.session.flush()


def without_device(member_id: int) -> bool:
    """Whether a facilitator may act for this person: checked in without a device, or never signed in."""
    latest = (
        sa.select(Attendance.has_device)
        .filter_by(member_id=member_id)
        .order_by(Attendance.day.desc())
        .limit(1)
    )
    if (has_device := db.session.scalar(latest)) is not None:
        return not has_device
    sessions = sa.select(AccessSession.id).filter_by(member_id=member_id, revoked_at=None)
    return db.session.scalar(sessions.limit(1)) is None


def _refuse_unless_raised(objection: Objection, *, lock: bool) -> None:
    decision = db.session.get_one(Decision, objection.decision_id)
    if lock:
        decision = hold(decision)
        db.session.refresh(objection)
    if not decision.is_open:
        raise Refused(_("Cette décision est close : ses objections ne changent plus."))
    if objection.state is not ObjectionState.RAISED:
        raise Refused(_("Cette objection a déjà été levée par son auteur."))


def _refuse_others(objection: Objection, actor: Member) -> None:
    if actor.id == objection.author_id:
        return
    if actor.is_facilitator and without_device(objection.author_id):
        return
    raise Forbidden(_("Seule la personne qui a posé une objection peut la lever."))


def _lift(objection: Objection, state: ObjectionState, actor_id: int, text: str | None = None) -> None:
    objection.state = state
    _note(objection, ObjectionAct(state.value), actor_id, text)


def _note(
    objection: Objection,
    act: ObjectionAct,
    actor_id: int | None,
    text: str | None = None,
    *,
    recorded: bool = True,
) -> None:
    on_behalf = actor_id != objection.author_id and act in (
        ObjectionAct.RAISED,
        ObjectionAct.INTEGRATED,
        ObjectionAct.WITHDRAWN,
    )
    event = ObjectionEvent(
        objection_id=objection.id, act=act, actor_id=actor_id, on_behalf=on_behalf, text=text
    )
    db.session.add(event)
    db.session.flush()
    if recorded:
        decision = db.session.get_one(Decision, objection.decision_id)
        record(
            decision.collective_id,
            f"objection.{act.value}",
            actor_id=actor_id,
            subject=("decision", decision.id),
            objection=objection.id,
            on_behalf=on_behalf,
        )
        expressed(decision, Heard.OBJECTION)
