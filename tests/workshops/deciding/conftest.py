"""A room that decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.votes.rulebook import adopt_rulebook
from app.votes.rules import Step
from app.workshops.models import AgendaItem, Workshop
from app.workshops.services import leading
from tests.votes.conftest import rules, step
from tests.workshops.deciding.room import Phone, Room

SignIn = Callable[[str | None], FlaskClient]
Evening = Callable[..., Workshop]
ItemOf = Callable[[Workshop, str], AgendaItem]


@pytest.fixture
def room(
    collective: Collective,
    member: Callable[[str], Member],
    evening: Evening,
    item_of: ItemOf,
    sign_in: SignIn,
    phone: Phone,
) -> Callable[..., Room]:
    """`room("consent", quorum="1/2")` is a room at the vote of an evening that welcomes members."""

    def meet(mode: str = "open_majority", then: tuple[Step, ...] = (), **changes: object) -> Room:
        adopt_rulebook(collective.id, rules(step(mode, **changes), *then), decision_id=None, actor_id=None)
        workshop = evening("reunion-de-consentement", welcomes_members=True)
        leading.go(workshop, member("Farid"), item_of(workshop, "vote"), None)
        db.session.commit()
        return Room(workshop, sign_in("Farid"), phone)

    return meet
