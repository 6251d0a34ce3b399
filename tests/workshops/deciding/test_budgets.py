"""Four hundred people, twenty hands up, a decision open: each screen costs ten statements at most."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from app.db import db
from app.members.models import Attendance, Member
from app.register.search import fold
from app.workshops.models import Participant
from app.workshops.services import floor
from app.workshops.services.arriving import day_of
from tests.workshops.deciding.room import Room, without_device

MOST, PEOPLE, HANDS = 10, 400, 20


def fill(here: Room) -> None:
    """As many members are in the room, with a phone each; twenty of them want to speak."""
    names = [f"Voix {number}" for number in range(PEOPLE)]
    collective = here.workshop.collective_id
    db.session.execute(
        sa.insert(Member),
        [{"collective_id": collective, "name": name, "folded_name": fold(name)} for name in names],
    )
    members = list(db.session.scalars(sa.select(Member).where(Member.name.in_(names))))
    db.session.execute(
        sa.insert(Participant),
        [
            {
                "workshop_id": here.workshop.id,
                "name": member.name,
                "folded_name": member.folded_name,
                "member_id": member.id,
            }
            for member in members
        ],
    )
    db.session.execute(
        sa.insert(Attendance),
        [{"member_id": one.id, "day": day_of(here.workshop), "has_device": True} for one in members],
    )
    for one in db.session.scalars(sa.select(Participant).where(Participant.name.in_(names[:HANDS]))):
        floor.raise_hand(here.workshop, one)
    db.session.commit()


@pytest.fixture
def spent(count_queries: list[str]) -> Callable[..., dict[str, int]]:
    """The screens that cost more than ten statements, with what they cost."""

    def count(here: Room, phone) -> dict[str, int]:
        screens = {
            "desk": lambda: here.client.get(f"{here.base}/animer"),
            "wall": lambda: here.client.get(f"{here.base}/mur"),
            "phone": lambda: phone.get(f"{here.base}/participer"),
            "part of the phone": lambda: phone.get(f"{here.base}/participer/moi"),
        }
        found = {}
        for name, show in screens.items():
            db.session.expire_all()
            db.session.commit()
            count_queries.clear()
            assert show().status_code == 200
            found[name] = len(count_queries)
        return {name: sent for name, sent in found.items() if sent > MOST}

    return count


def test_a_round_of_consent_with_an_objection_that_an_amendment_answers(room, spent) -> None:
    here = room("consent", quorum="1/2")
    fatou = here.phone(here.workshop, "Fatou")
    fill(here)
    here.open()
    assert spent(here, fatou) == {}
    here.act("phase", phase="objections")
    here.speak(fatou, "objection", reason="Le samedi, personne ne peut venir.")
    where = f"/c/quatorze/decisions/{here.decision.id}/objections/1/modification"
    assert here.client.post(where, data={"body": "Le dimanche."}).status_code == 303
    assert spent(here, fatou) == {}
    here.client.post(f"{here.base}/animer/tour", data={"act": "start", "order": "arrival"})
    assert spent(here, fatou) == {}
    here.act("cloture")
    assert spent(here, fatou) == {}


def test_hands_that_wait_for_someone_to_confirm_them(room, spent) -> None:
    here = room("open_majority", quorum="1/2", show_results="live")
    fatou = here.phone(here.workshop, "Fatou")
    without_device(here, *(f"Sans {number}" for number in range(20)))
    fill(here)
    here.open()
    here.speak(fatou, "for")
    here.act("comptage", **{"count-for": 15, "count-against": 5})
    assert "Je confirme ce comptage" in here.mine(fatou)
    assert spent(here, fatou) == {}


def test_a_secret_vote_on_phones_and_on_paper(room, spent) -> None:
    here = room("secret_majority", quorum="1/2")
    fatou = here.phone(here.workshop, "Fatou")
    without_device(here, "Jeanne")
    fill(here)
    here.open()
    jeanne = db.session.scalars(sa.select(Member.id).filter_by(name="Jeanne")).one()
    assert here.act("signature", voter_id=jeanne) == 303
    assert spent(here, fatou) == {}
    assert here.act("arret") == 303
    assert spent(here, fatou) == {}
