"""A founded collective with something in its blason, and what adopting it by a decision leaves behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.blason import services
from app.blason.document import Blason, ItemKind
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.votes.rulebook import adopt_preset
from app.votes.rules import QuestionKind
from app.votes.services import open_decision


@pytest.fixture
def founded(collective: Collective, member: Callable[[str], Member]) -> Collective:
    """The collective, its rules and blank blason, two values and a prohibition."""
    alice = member("Alice")
    adopt_preset(collective, alice, "couserans")
    services.found(collective, alice, "couserans")
    for kind, text in (
        (ItemKind.VALUE, "Solidarité"),
        (ItemKind.VALUE, "Convivialité"),
        (ItemKind.PROHIBITION, "Trier les personnes"),
    ):
        write(collective, alice, kind, text)
    db.session.commit()
    return collective


def write(collective: Collective, author: Member, kind: ItemKind, text: str) -> None:
    """One more item, as a founder adds it."""
    services.edit(collective, author, lambda blason: blason.with_item(kind, text))


@pytest.fixture
def adopted(founded: Collective, member: Callable[[str], Member]) -> Collective:
    """The same, once a decision renamed it."""
    farid = member("Farid")
    decision = open_decision(
        founded, question="Adopter le blason ?", text="…", kind=QuestionKind.BLASON, actor=farid
    )
    renamed: Blason = services.current_blason(founded).renamed("Tablée du 14e")
    services.write(founded, renamed, decision_id=decision.id, actor_id=farid.id)
    db.session.commit()
    return founded
