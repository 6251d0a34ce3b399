"""A proposal that is ready is put to the room from the desk, beside the form of a new question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from app.collectives.models import Collective
from app.db import db
from app.deliberations.services import questions
from app.members.models import Member
from app.proposals.models import Proposal
from app.proposals.services import composing
from app.votes.models import Decision, VoterRoll
from tests.workshops.deciding.room import Room


@pytest.fixture
def draft(collective: Collective, member: Callable[[str], Member]) -> Proposal:
    """Bob's proposal, that he has not handed in."""
    asked = questions.ask(collective, member("Bob"), question="Comment choisir les lieux ?")
    made = composing.create(
        asked, member("Bob"), title="Des visites à deux", body="On visite à deux.", effect_kind="none"
    )
    db.session.commit()
    return made


@pytest.fixture
def ready(collective: Collective, member: Callable[[str], Member], draft: Proposal) -> Proposal:
    """The same, handed in."""
    composing.submit(draft, member("Bob"), collective)
    db.session.commit()
    return draft


def put(here: Room, proposal: object, **fields: object) -> tuple[int, str]:
    where = f"{here.base}/animer/decisions/proposition"
    answer = here.client.post(where, data={"proposal": proposal, **fields})
    return answer.status_code, answer.text


def decisions() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) or 0


def test_a_ready_proposal_is_put_to_the_room_as_it_is_written(
    room: Callable[..., Room], ready: Proposal, member: Callable[[str], Member]
) -> None:
    here = room()
    assert "Des visites à deux" in here.client.get(f"{here.base}/animer/decisions").text
    status, _page = put(here, ready.id, recused=member("Chloé").id)
    assert status == 303
    assert here.decision.text == "On visite à deux."
    assert "En déport : Chloé." in here.wall()
    assert db.session.get_one(VoterRoll, (here.decision.id, member("Chloé").id)).is_recused


def test_a_draft_or_another_s_proposal_is_not_in_the_list(room: Callable[..., Room], draft: Proposal) -> None:
    here = room()
    assert "Soumettre une proposition prête" not in here.client.get(f"{here.base}/animer/decisions").text
    for proposal in (draft.id, draft.id + 1, "la première", ""):
        assert put(here, proposal)[0] == 422
    assert decisions() == 0


def test_what_is_refused_stays_chosen(room: Callable[..., Room], ready: Proposal) -> None:
    here = room()
    assert here.open() == 303
    status, page = put(here, ready.id, held_at="2026-01-05T19:30")
    assert (status, decisions()) == (409, 1)
    assert "une chose à la fois" in page
    assert 'value="2026-01-05T19:30"' in page


def test_the_fields_of_the_two_forms_are_told_apart(room: Callable[..., Room], ready: Proposal) -> None:
    here = room()
    page = here.client.get(f"{here.base}/animer/decisions").text
    ids = Counter(re.findall(r'\sid="([^"]+)"', page))
    assert [name for name, times in ids.items() if times > 1] == []
    assert {"proposal-held_at", "held_at", "proposal-recused", "recused"} <= set(ids)
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', page)) <= set(ids)
