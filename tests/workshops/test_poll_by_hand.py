"""A poll answered by those who have no device: typed for them, or by hands that two people counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.members.models import Member
from app.workshops.models import Channel
from app.workshops.poll_models import PollAnswer, PollCount
from app.workshops.services import arriving
from tests.workshops.polled import close, counts, opened
from tests.workshops.room import OpenRoom, Phone, Room

SignIn = Callable[[str | None], FlaskClient]


@pytest.fixture
def room(room_at: OpenRoom) -> Room:
    return room_at("vote")


def test_an_answer_is_typed_for_someone_without_a_device_and_says_by_whom(room: Room) -> None:
    (odette,) = room.without_device("Odette")
    number = opened(room).id
    assert "Odette" in room.desk()
    room.press(f"sondages/{number}/reponses", participant=odette, choice="consensus")
    kept = db.session.scalars(sa.select(PollAnswer)).one()
    assert (kept.channel, kept.typed_by_id) == (Channel.SCRIBE, room.leader.id)
    assert counts()["consensus"] == 1


def test_nobody_types_for_someone_who_has_a_phone(room: Room) -> None:
    room.phone("Fatou")
    number = opened(room).id
    answer = room.press(
        f"sondages/{number}/reponses", participant=room.number_of("Fatou"), choice="consensus"
    )
    assert answer.status_code == 422
    assert "répond avec son téléphone" in answer.text


def test_hands_weigh_once_a_second_person_confirms_them(room: Room, sign_in: SignIn) -> None:
    room.without_device("Odette", "René", "Suzanne")
    number = opened(room).id
    room.press(f"sondages/{number}/mains", **{"count-consent": 2, "count-consensus": 1})
    hands = db.session.scalars(sa.select(PollCount)).one().id
    assert counts()["consent"] == 0
    assert room.press(f"mains/{hands}/confirmation").status_code == 403
    alice = sign_in("Alice")
    assert alice.post(f"{room.base}/animer/mains/{hands}/confirmation").status_code == 303
    assert (counts()["consent"], counts()["consensus"]) == (2, 1)
    assert "<strong>3</strong> réponses" in room.wall()


def test_hands_that_nobody_confirmed_do_not_count_and_the_desk_says_so(room: Room) -> None:
    room.without_device("Odette")
    number = opened(room).id
    room.press(f"sondages/{number}/mains", **{"count-consent": 1})
    close(room)
    assert counts()["consent"] == 0
    assert "n’ont pas été confirmées" in room.desk()
    assert room.press(f"sondages/{number}/mains", **{"count-consent": 1}).status_code == 409


def test_a_member_in_the_room_confirms_hands_on_their_phone(room: Room, sign_in: SignIn) -> None:
    room.without_device("Odette")
    number = opened(room).id
    room.press(f"sondages/{number}/mains", **{"count-consent": 1})
    hands = db.session.scalars(sa.select(PollCount)).one().id
    guest = room.phone("Fatou")
    assert "Un comptage à confirmer" not in guest.page()
    assert guest.say(f"mains/{hands}/confirmation").status_code == 403
    bob = Phone(sign_in("Bob"), room.base, "Bob")
    bob.say("arrivee")
    assert "Un comptage à confirmer" in bob.page()
    assert bob.say(f"mains/{hands}/confirmation").status_code == 303
    assert counts()["consent"] == 1


@pytest.mark.parametrize(
    "typed", [{"count-consent": "3"}, {"count-consent": "deux"}, {}, {"count-consent": "-1"}]
)
def test_hands_that_nobody_could_raise_are_refused_and_stay_typed(room: Room, typed: dict[str, str]) -> None:
    room.without_device("Odette", "René")
    number = opened(room).id
    answer = room.press(f"sondages/{number}/mains", **typed)
    assert answer.status_code == 422
    assert 'class="error" role="alert"' in answer.text
    for text in typed.values():
        assert f'value="{text}"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count(PollCount.id))) == 0


def test_nobody_weighs_by_their_hand_and_by_an_answer_typed_for_them(room: Room, sign_in: SignIn) -> None:
    odette, _rene = room.without_device("Odette", "René")
    number = opened(room).id
    room.press(f"sondages/{number}/mains", **{"count-consent": 2})
    answer = room.press(f"sondages/{number}/reponses", participant=odette, choice="consensus")
    assert answer.status_code == 409
    assert "retirez ce comptage" in answer.text
    hands = db.session.scalars(sa.select(PollCount)).one().id
    room.press(f"mains/{hands}/retrait")
    room.press(f"sondages/{number}/reponses", participant=odette, choice="consensus")
    assert counts()["consensus"] == 1


def test_who_was_counted_by_hand_and_then_takes_a_phone_does_not_answer_twice(
    room: Room, sign_in: SignIn, member: Callable[[str], Member]
) -> None:
    """Bob came without a device, his hand was counted; then he signs in on a phone that someone lends him."""
    arriving.arrive_as(room.workshop, member("Bob"), has_device=False)
    room.without_device("Odette")
    number = opened(room).id
    bob = Phone(sign_in("Bob"), room.base, "Bob")
    room.press(f"sondages/{number}/mains", **{"count-consent": 1})
    assert "Votre main a été comptée" not in bob.page(), "the hand may be that of Odette"
    hands = db.session.scalars(sa.select(PollCount)).one().id
    room.press(f"mains/{hands}/retrait")
    room.press(f"sondages/{number}/mains", **{"count-consent": 2})
    assert "Votre main a été comptée dans la salle" in bob.page()
    assert 'name="choice"' not in bob.page()
    refused = bob.say(f"sondages/{number}", {"choice": "consensus"})
    assert refused.status_code == 409
    assert "votre réponse y est déjà" in refused.text
    hands = db.session.scalars(sa.select(PollCount).filter_by(withdrawn_at=None)).one().id
    room.press(f"mains/{hands}/retrait")
    assert bob.say(f"sondages/{number}", {"choice": "consensus"}).status_code == 303
    assert counts()["consensus"] == 1


def test_who_answered_before_hands_were_counted_may_still_change_it(
    room: Room, sign_in: SignIn, member: Callable[[str], Member]
) -> None:
    arriving.arrive_as(room.workshop, member("Bob"), has_device=False)
    room.without_device("Odette")
    number = opened(room).id
    bob = Phone(sign_in("Bob"), room.base, "Bob")
    bob.say(f"sondages/{number}", {"choice": "consensus"})
    room.press(f"sondages/{number}/mains", **{"count-consent": 1})
    assert bob.say(f"sondages/{number}", {"choice": "consent"}).status_code == 303
