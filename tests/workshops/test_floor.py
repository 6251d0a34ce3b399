"""The floor in a session: hands from phones or for someone, given at the desk; the round of speech."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import app.db as database
from app.db import db
from app.workshops.floor_models import Hand
from app.workshops.models import Participant, Workshop
from app.workshops.reading import items_of
from app.workshops.services import floor, leading
from app.workshops.services.floor import circle_of
from tests.votes.test_concurrency import at_once

Phone = Callable[[Workshop, str], FlaskClient]


class Talk:
    """A room that talks."""

    def __init__(self, workshop: Workshop, desk: FlaskClient, phone: Phone) -> None:
        self.workshop, self.desk = workshop, desk
        self.base = f"/c/quatorze/seances/{workshop.id}"
        self.phones = {name: phone(workshop, name) for name in ("Ana", "Bao", "Célia")}

    def ask(self, name: str, act: str = "raise") -> int:
        return self.phones[name].post(f"{self.base}/participer/parole", data={"act": act}).status_code

    def give(self, name: str, act: str = "give") -> int:
        hand = db.session.scalars(
            sa.select(Hand).join(Participant).where(Participant.name == name).order_by(Hand.id.desc())
        ).first()
        assert hand is not None
        return self.desk.post(f"{self.base}/animer/parole", data={"act": act, "hand": hand.id}).status_code

    def turn(self, act: str, **fields: object) -> int:
        return self.desk.post(f"{self.base}/animer/tour", data={"act": act, **fields}).status_code

    def wall(self) -> str:
        db.session.expire_all()
        return self.desk.get(f"{self.base}/mur").text.replace("\u00a0", " ")

    def mine(self, name: str) -> str:
        return self.phones[name].get(f"{self.base}/participer/moi").text.replace("\u00a0", " ")


@pytest.fixture
def talk(evening, sign_in, phone: Phone, member) -> Talk:
    workshop = evening()
    leading.go(workshop, member("Farid"), items_of(workshop)[0], None)
    db.session.commit()
    return Talk(workshop, sign_in("Farid"), phone)


def test_a_hand_is_raised_from_the_phone_and_seen_on_the_wall(talk: Talk) -> None:
    assert talk.ask("Ana") == 303
    assert "Demande la parole : Ana" in talk.wall()
    assert "au rang 1" in talk.mine("Ana")
    assert talk.ask("Ana", "lower") == 303
    assert "Demande" not in talk.wall()
    assert "Je demande la parole" in talk.mine("Ana")


def test_a_hand_raised_twice_is_one_hand(talk: Talk) -> None:
    talk.ask("Ana")
    talk.ask("Ana")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Hand)) == 1
    db.session.expire_all()
    assert talk.workshop.hands_up == 1


def test_who_has_not_spoken_comes_first(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk.ask("Ana")
    talk.ask("Bao")
    begun = database.now()
    monkeypatch.setattr(database, "clock", lambda: begun)
    talk.give("Ana")
    assert "La parole est à <strong>Ana</strong>" in talk.wall()
    assert "Ensuite : Bao" in talk.wall()
    talk.ask("Bao", "lower")
    assert "Vous avez la parole" in talk.mine("Ana")
    later = begun + timedelta(minutes=2)
    monkeypatch.setattr(database, "clock", lambda: later)
    talk.give("Ana", "end")
    talk.ask("Ana")
    even_later = later + timedelta(minutes=1)
    monkeypatch.setattr(database, "clock", lambda: even_later)
    talk.ask("Bao")
    assert "Demandent la parole : Bao, Ana" in talk.wall()
    spoken = db.session.scalars(sa.select(Hand.seconds).order_by(Hand.id)).first()
    assert spoken == 120


def test_giving_the_floor_ends_whoever_had_it(talk: Talk) -> None:
    for name in ("Ana", "Bao"):
        talk.ask(name)
        talk.give(name)
    speaking = db.session.scalars(sa.select(Hand).where(Hand.given_at.is_not(None), Hand.ended_at.is_(None)))
    assert [hand.participant.name for hand in speaking] == ["Bao"]


def test_the_wall_shows_three_of_those_who_wait(talk: Talk, phone: Phone) -> None:
    talk.phones["Dora"] = phone(talk.workshop, "Dora")
    for name in talk.phones:
        talk.ask(name)
    assert "Demandent la parole : Ana, Bao, Célia<" in talk.wall()


def test_someone_without_a_device_is_added_by_the_desk(talk: Talk) -> None:
    talk.desk.post(f"{talk.base}/personnes", data={"name": "Jeanne"})
    jeanne = db.session.scalars(sa.select(Participant).filter_by(name="Jeanne")).one()
    assert talk.desk.post(f"{talk.base}/personnes/{jeanne.id}/parole").status_code == 303
    assert "Demande la parole : Jeanne" in talk.wall()
    assert talk.phones["Ana"].post(f"{talk.base}/personnes/{jeanne.id}/parole").status_code in (303, 403)
    (hand,) = db.session.scalars(sa.select(Hand)).all()
    assert hand.added_by_id is not None


def test_who_leaves_waits_no_more(talk: Talk) -> None:
    talk.ask("Ana")
    talk.phones["Ana"].post(f"{talk.base}/participer/depart")
    assert "Demande" not in talk.wall()


def test_what_is_no_act_is_refused(talk: Talk) -> None:
    assert talk.ask("Ana", "shout") == 422
    talk.ask("Ana")
    assert talk.give("Ana", "sing") == 422
    assert talk.turn("start") == 303
    assert talk.turn("twirl") == 422


def test_nobody_asks_for_the_floor_once_it_is_over(talk: Talk) -> None:
    talk.desk.post(f"{talk.base}/animer/passage", data={"to": "end"})
    assert talk.ask("Ana") == 409


def test_a_round_goes_by_arrival_and_tells_whose_turn_it_is(talk: Talk) -> None:
    assert talk.turn("start", order="arrival") == 303
    assert "La parole est à <strong>Ana</strong>" in talk.wall()
    assert "C’est à vous de parler" in talk.mine("Ana")
    assert "Il y a 2 personnes avant vous" in talk.mine("Célia")
    talk.turn("next")
    talk.turn("later")
    assert "La parole est à <strong>Célia</strong>" in talk.wall()
    talk.turn("skip")
    assert "Finalement, je veux parler" in talk.mine("Célia")
    talk.ask("Célia", "join")
    assert "La parole est à <strong>Bao</strong>" in talk.wall()
    talk.turn("next")
    talk.turn("next")
    assert "Tout le monde a parlé" in talk.wall()
    assert talk.turn("again") == 303
    talk.turn("stop")
    assert "La parole est" not in talk.wall()


def test_a_round_that_is_over_is_not_shown_at_the_next_item_and_comes_back_when_it_is_taken_back(
    talk: Talk,
) -> None:
    talk.turn("start", order="arrival")
    following = items_of(talk.workshop)[1]
    talk.desk.post(f"{talk.base}/animer/passage", data={"to": following.id})
    assert "La parole est à <strong>Ana</strong>" in talk.wall(), "a round that is not over goes on"
    for _person in talk.phones:
        talk.turn("next")
    assert "Tout le monde a parlé" in talk.wall()
    talk.desk.post(f"{talk.base}/animer/passage", data={"to": items_of(talk.workshop)[2].id})
    assert "Tout le monde a parlé" not in talk.wall()
    assert "Tout le monde a parlé" not in talk.phones["Ana"].get(f"{talk.base}/participer").text
    talk.desk.post(f"{talk.base}/animer/annulation", data={"move": talk.workshop.version})
    assert "Tout le monde a parlé" in talk.wall()


def test_a_further_round_waits_until_everyone_has_spoken(talk: Talk) -> None:
    talk.turn("start", order="drawn")
    assert talk.turn("again") == 409


def test_pressed_twice_for_the_same_state_passes_one_turn(talk: Talk) -> None:
    talk.turn("start", order="arrival")
    db.session.expire_all()
    seen = talk.workshop.version
    for _press in range(2):
        assert talk.turn("next", seen=seen) == 303
    db.session.expire_all()
    circle = circle_of(talk.workshop)
    assert circle is not None
    assert len(circle.spoken) == 1


def test_a_turn_passed_by_mistake_is_taken_back(talk: Talk) -> None:
    talk.turn("start", order="arrival")
    talk.turn("next")
    db.session.expire_all()
    talk.desk.post(f"{talk.base}/animer/annulation", data={"move": talk.workshop.version})
    assert "La parole est à <strong>Ana</strong>" in talk.wall()


def test_latecomers_are_of_the_round_and_who_leaves_is_not_waited_for(talk: Talk, phone: Phone) -> None:
    talk.turn("start", order="arrival")
    talk.phones["Dora"] = phone(talk.workshop, "Dora")
    talk.phones["Ana"].post(f"{talk.base}/participer/depart")
    db.session.expire_all()
    circle = circle_of(talk.workshop)
    assert circle is not None
    names = {one.id: one.name for one in db.session.scalars(sa.select(Participant))}
    assert [names[one] for one in circle.waiting] == ["Bao", "Célia", "Dora"]


def test_two_facilitators_who_give_the_floor_at_once_give_it_to_one_at_a_time(app: Flask, talk: Talk) -> None:
    for name in ("Ana", "Bao", "Célia"):
        talk.ask(name)
    hands = list(db.session.scalars(sa.select(Hand.id).order_by(Hand.id)))
    number = talk.workshop.id

    def giver(hand: int) -> Callable[[], None]:
        def give() -> None:
            floor.give_floor(db.session.get_one(Workshop, number), hand)

        return give

    assert at_once(app, [giver(hand) for hand in hands]) == [None] * 3
    speaking = sa.select(sa.func.count()).where(Hand.given_at.is_not(None), Hand.ended_at.is_(None))
    assert db.session.scalar(speaking) == 1


def test_a_hand_raised_by_ten_at_once_is_one_hand(app: Flask, talk: Talk) -> None:
    ana = db.session.scalars(sa.select(Participant.id).filter_by(name="Ana")).one()
    number = talk.workshop.id

    def raise_it() -> None:
        floor.raise_hand(db.session.get_one(Workshop, number), db.session.get_one(Participant, ana))

    assert at_once(app, [raise_it] * 10) == [None] * 10
    db.session.expire_all()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Hand)) == 1
    assert db.session.get_one(Workshop, number).hands_up == 1
