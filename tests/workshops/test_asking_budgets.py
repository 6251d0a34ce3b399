"""However many people are in the room, what is asked of them costs each screen ten statements at most."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from app.db import db
from app.register.search import fold
from app.workshops.models import Participant
from app.workshops.pair_models import Pair
from app.workshops.poll_models import Poll, PollAnswer
from app.workshops.services import naming, pairs
from tests.workshops.room import OpenRoom, Phone, Room

MOST, PEOPLE = 10, 400


def fill(room: Room) -> list[int]:
    """Four hundred people, one in four without a device."""
    names = [f"Voix {number}" for number in range(PEOPLE)]
    db.session.execute(
        sa.insert(Participant),
        [
            {
                "workshop_id": room.workshop.id,
                "name": name,
                "folded_name": fold(name),
                "has_device": number % 4 > 0,
            }
            for number, name in enumerate(names)
        ],
    )
    db.session.commit()
    return list(db.session.scalars(sa.select(Participant.id).order_by(Participant.id)))


def answer_all(people: list[int], value: str) -> None:
    for poll in db.session.scalars(sa.select(Poll)):
        db.session.execute(
            sa.insert(PollAnswer),
            [{"poll_id": poll.id, "participant_id": one, "value": value} for one in people[:200]],
        )
    db.session.commit()


def screens(room: Room, phone: Phone) -> dict[str, Callable[[], str]]:
    return {"desk": room.desk, "wall": room.wall, "phone": phone.page}


@pytest.fixture
def spent(count_queries: list[str]) -> Callable[[Room, Phone], dict[str, int]]:
    """What each screen sends to the database."""

    def count(room: Room, phone: Phone) -> dict[str, int]:
        found: dict[str, int] = {}
        for name, show in screens(room, phone).items():
            db.session.expire_all()
            db.session.commit()
            count_queries.clear()
            show()
            found[name] = len(count_queries)
        return {name: sent for name, sent in found.items() if sent > MOST}

    return count


Spent = Callable[[Room, Phone], dict[str, int]]


def test_the_vote_on_the_rule(room_at: OpenRoom, spent: Spent) -> None:
    room = room_at("vote")
    phone, people = room.phone("Fatou"), fill(room)
    room.press("sondages", item=room.item.id, name="rule")
    answer_all(people, "consent")
    assert spent(room, phone) == {}
    number = db.session.scalars(sa.select(Poll.id)).one()
    room.press(f"sondages/{number}/affichage", shows="yes")
    room.press(f"sondages/{number}/mains", **{"count-consent": 2})
    assert spent(room, phone) == {}
    room.press(f"sondages/{number}/fermeture")
    assert spent(room, phone) == {}


def test_the_choice_of_a_name(room_at: OpenRoom, spent: Spent) -> None:
    room = room_at("name")
    phone, people = room.phone("Fatou"), fill(room)
    for number in range(naming.MOST):
        author = db.session.get_one(Participant, people[number])
        naming.propose(room.workshop, room.item, f"Nom {number}", author=author)
    db.session.commit()
    assert spent(room, phone) == {}
    room.press("sondages", item=room.item.id, name="name")
    keys = [option["key"] for option in db.session.scalars(sa.select(Poll)).one().options]
    answer_all(people, " ".join(keys[:20]))
    assert spent(room, phone) == {}
    room.press(f"sondages/{db.session.scalars(sa.select(Poll.id)).one()}/fermeture")
    assert spent(room, phone) == {}


def test_the_pairs(room_at: OpenRoom, spent: Spent) -> None:
    room = room_at("icebreaker")
    phone, people = room.phone("Fatou"), fill(room)
    for left, right in zip(people[1:60:2], people[2:61:2], strict=True):
        one, other = (db.session.get_one(Participant, who) for who in (left, right))
        pairs.say(room.workshop, room.item, one, pairs.Met(other, by_code=True), "le pain")
    db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count(Pair.number))) == 30
    assert spent(room, phone) == {}


def test_the_quiz(room_at: OpenRoom, spent: Spent) -> None:
    room = room_at("composition_quiz")
    phone, people = room.phone("Fatou"), fill(room)
    room.press("quiz", item=room.item.id, phase="guess")
    answer_all(people, "50")
    assert spent(room, phone) == {}
    room.press("quiz", item=room.item.id, phase="tell")
    room.press("quiz/feuilles", item=room.item.id, sheets="f 34 12\nh 50 3\n" * 40)
    assert spent(room, phone) == {}
    room.press("quiz", item=room.item.id, phase="reveal")
    assert spent(room, phone) == {}
