"""A question asked by Bob, and contributions to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.collectives.models import Collective
from app.db import db
from app.deliberations.models import ArgumentKind, Contribution, Deliberation
from app.deliberations.services import contributions, questions
from app.members.models import Member

Say = Callable[..., Contribution]


@pytest.fixture
def deliberation(collective: Collective, member: Callable[[str], Member]) -> Deliberation:
    """Bob's question: which venues first?"""
    asked = questions.ask(
        collective, member("Bob"), question="Quels lieux d’abord ?", context="Trois **épiceries** candidates."
    )
    db.session.commit()
    return asked


@pytest.fixture
def say(deliberation: Deliberation, member: Callable[[str], Member]) -> Say:
    """`say("Chloé", "Bravo", parent=…)` adds a contribution to Bob's question."""

    def contribute(name: str, text: str, parent: Contribution | None = None) -> Contribution:
        kind = ArgumentKind.EXPERIENCE if parent is None else None
        said = contributions.contribute(deliberation, member(name), text=text, kind=kind, parent=parent)
        db.session.commit()
        return said

    return contribute
