"""Rules, people and decisions for the tests of votes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask

from app import i18n
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.votes import services
from app.votes.models import Decision
from app.votes.recount import recount_command
from app.votes.rulebook import adopt_rulebook
from app.votes.rules import DecisionMode, QuestionKind, Rulebook, Step

Open = Callable[..., Decision]

MODE = {
    "consensus": Step(mode=DecisionMode.CONSENSUS),
    "consent": Step(mode=DecisionMode.CONSENT),
    "open_majority": Step(mode=DecisionMode.OPEN_MAJORITY, threshold="simple"),
    "secret_majority": Step(mode=DecisionMode.SECRET_MAJORITY, threshold="simple"),
}


def rules(*steps: Step) -> Rulebook:
    """The same cascade for every kind of question."""
    return Rulebook(dict.fromkeys(QuestionKind, steps))


def step(mode: str, **changes: Any) -> Step:
    """A step of that mode, without quorum unless said."""
    said = {**MODE[mode].to_document(), **changes}
    shares = {name: str(value) for name, value in said.items() if isinstance(value, Fraction)}
    return Step.from_document(said | shares)


@pytest.fixture
def opened(collective: Collective, member: Callable[[str], Member]) -> Open:
    """`opened("consent", …)` opens and commits a decision under one step of that mode.

    `rules` are the further steps of the cascade; rule names change the first; the rest goes to
    `open_decision`.
    """

    def open_one(mode: str = "open_majority", then: tuple[Step, ...] = (), **said: Any) -> Decision:
        names = set(MODE[mode].to_document()) - {"mode"}
        changes = {name: said.pop(name) for name in names & set(said)}
        adopt_rulebook(collective.id, rules(step(mode, **changes), *then), decision_id=None, actor_id=None)
        asked = {"question": "Le marché ouvre-t-il le samedi ?", "text": "Oui, de 9 h à 13 h."} | said
        decision = services.open_decision(
            collective, kind=QuestionKind.ORDINARY, actor=member("Farid"), **asked
        )
        db.session.commit()
        return decision

    return open_one


@pytest.fixture
def crowd(collective: Collective) -> Callable[[int], list[Member]]:
    """`crowd(10)` adds ten members to the four of every test."""

    def add(number: int) -> list[Member]:
        people = [
            Member(collective_id=collective.id, name=f"Membre {n:03}", folded_name=f"membre {n:03}")
            for n in range(number)
        ]
        db.session.add_all(people)
        db.session.commit()
        return people

    return add


@pytest.fixture
def recounting() -> Flask:
    """Only a language and the command: a recount needs no database."""
    application = Flask("recounting")
    i18n.init_app(application)
    application.cli.add_command(recount_command)
    return application
