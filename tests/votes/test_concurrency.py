"""Several people at the same instant, with real threads and a real database."""

from __future__ import annotations

import threading
from collections.abc import Callable

import sqlalchemy as sa

from app.db import db, writing
from app.errors import Refused
from app.members.models import Member
from app.register.models import RegisterEntry
from app.register.services import verify
from app.votes import closing, services
from app.votes.models import Decision, DecisionState, Expression


def at_once(app, works: list[Callable[[], None]]) -> list[BaseException | None]:
    """Run every work in its own thread, all released together; what each raised, in order."""
    db.session.commit()  # or this thread would keep the others waiting
    gate = threading.Barrier(len(works))
    raised: list[BaseException | None] = [None] * len(works)

    def run(number: int, work: Callable[[], None]) -> None:
        with app.app_context():
            gate.wait()
            try:
                writing()
                work()
                db.session.commit()
            except Refused as refusal:
                db.session.rollback()
                raised[number] = refusal
            except BaseException as error:
                db.session.rollback()
                raised[number] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.expire_all()
    return raised


def caster(decision_id: int, member_id: int, choice: str) -> Callable[[], None]:
    def work() -> None:
        services.cast(db.session.get(Decision, decision_id), db.session.get(Member, member_id), choice)

    return work


def closer(decision_id: int) -> Callable[[], None]:
    return lambda: services.close(db.session.get(Decision, decision_id)) and None


def test_a_hundred_casts_by_one_voter_at_once_leave_one_expression(app, opened, member):
    decision, bob = opened(), member("Bob").id
    choices = ["for", "against", "abstain", "for"] * 5
    for _batch in range(5):
        raised = at_once(app, [caster(decision.id, bob, choice) for choice in choices])
        assert raised == [None] * 20
    (expression,) = db.session.scalars(sa.select(Expression)).all()
    assert expression.changes == 99
    assert services.close(decision).participants == 1


def test_two_closings_at_once_leave_one_outcome_and_act_once(app, opened, member, monkeypatch):
    acted = []
    monkeypatch.setattr(closing, "_subscribers", [lambda decision, outcome: acted.append(outcome.result)])
    decision = opened()
    services.cast(decision, member("Bob"), "for")
    db.session.commit()
    assert at_once(app, [closer(decision.id)] * 8) == [None] * 8
    assert acted == ["adopted"]
    assert db.session.get(Decision, decision.id).state is DecisionState.CLOSED
    closed = db.session.scalars(sa.select(RegisterEntry).filter_by(kind="decision.closed")).all()
    assert len(closed) == 1
    assert not list(verify(decision.collective_id))


def test_a_cast_that_races_the_closing_is_counted_or_refused_never_lost(app, opened, crowd):
    people = [person.id for person in crowd(12)]
    decision_id = opened().id
    works = [caster(decision_id, person, "for") for person in people]
    works.insert(6, closer(decision_id))
    raised = at_once(app, works)
    refused = [error for error in raised if error is not None]
    assert all(isinstance(error, Refused) and error.status == 409 for error in refused)
    outcome = db.session.get(Decision, decision_id).outcome
    assert outcome["counts"]["for"] == 12 - len(refused)
    assert db.session.scalar(sa.select(sa.func.count(Expression.id))) == 12 - len(refused)


def test_the_last_voices_at_once_close_the_decision_once(app, opened, member):
    decision_id = opened(close_when_all=True).id
    voices = [member(name).id for name in ("Alice", "Farid", "Bob", "Chloé")]
    assert at_once(app, [caster(decision_id, voice, "for") for voice in voices]) == [None] * 4
    decision = db.session.get(Decision, decision_id)
    assert (decision.state, decision.outcome["counts"]["for"]) == (DecisionState.CLOSED, 4)


def test_the_same_papers_put_in_the_urn_at_once_are_counted_once(app, opened, crowd):
    voter = crowd(6)[0].id
    decision_id = opened("secret_majority").id

    def work() -> None:
        services.cast(
            db.session.get(Decision, decision_id),
            db.session.get(Member, voter),
            "for",
            code="aaaa-bbbb-cccc-dddd",
        )

    assert at_once(app, [work] * 10) == [None] * 10
    assert services.close(db.session.get(Decision, decision_id)).counts["for"] == 1
