"""Hands counted in the room: two people, and never more than the room holds."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app.db import db
from app.errors import Forbidden, Refused
from app.members.models import Attendance
from app.votes import services
from app.votes.decision_file import parse, recount
from app.votes.models import RoomCount
from app.votes.rules import Method
from app.votes.services.opening import today


@pytest.fixture
def room(collective, crowd):
    """Six people are here without a device."""
    people = crowd(6)
    for person in people:
        db.session.add(Attendance(member_id=person.id, day=today(collective), has_device=False))
    db.session.commit()
    return people


def page(decision, act=""):
    return f"/c/quatorze/decisions/{decision.id}{act}"


def the_count():
    return db.session.scalars(sa.select(RoomCount)).one()


def test_farid_types_alice_confirms_and_the_hands_have_their_own_line(room, opened, member, sign_in):
    decision, farid, alice = opened(), sign_in("Farid"), sign_in("Alice")
    typed = farid.post(page(decision, "/comptage"), data={"count-for": "4", "count-against": "1"})
    assert typed.status_code == 303
    assert "attend qu’une autre personne le confirme" in alice.get(page(decision)).text
    assert alice.post(page(decision, f"/comptage/{the_count().id}/confirmation")).status_code == 303
    services.cast(decision, member("Bob"), "for")
    outcome = services.close(decision, member("Farid"))
    db.session.commit()
    assert outcome.counts == {"for": 5, "against": 1, "abstain": 0}
    assert "Comptés en salle" in farid.get(page(decision)).text
    assert "4 pour, 1 contre" in farid.get(page(decision)).text
    document = json.loads(decision.document)
    assert document["room_counts"][0]["counts"] == {"for": 4, "against": 1}
    assert not recount(parse(decision.document.encode())).differences


def test_who_typed_does_not_confirm(room, opened, member):
    count = services.type_room_count(opened(), member("Farid"), {"for": 4})
    with pytest.raises(Forbidden, match="ne peut pas le confirmer"):
        services.confirm_room_count(count, member("Farid"))


def test_a_count_nobody_confirmed_weighs_nothing(room, opened, member):
    decision = opened()
    services.type_room_count(decision, member("Farid"), {"for": 4})
    assert services.close(decision).counts["for"] == 0


def test_more_hands_than_people_without_a_device_are_refused(room, opened, sign_in):
    decision = opened()
    answer = sign_in("Farid").post(page(decision, "/comptage"), data={"count-for": "7"})
    assert answer.status_code == 409
    assert "7 mains comptées, mais seulement 6" in answer.text


def test_whoever_spoke_meanwhile_lowers_the_ceiling(room, opened, member):
    decision = opened()
    count = services.type_room_count(decision, member("Farid"), {"for": 6})
    services.cast(decision, room[0], "against", assisted_by=member("Farid"))
    with pytest.raises(Refused, match="seulement 5"):
        services.confirm_room_count(count, member("Alice"))


def test_whoever_was_counted_in_the_room_does_not_vote_again(room, opened, member):
    decision = opened()
    services.confirm_room_count(
        services.type_room_count(decision, member("Farid"), {"for": 6}), member("Alice")
    )
    with pytest.raises(Refused, match="compté en salle"):
        services.cast(decision, room[0], "against")


def test_a_second_count_waits_for_the_first(room, opened, member):
    decision = opened()
    count = services.type_room_count(decision, member("Farid"), {"for": 1})
    with pytest.raises(Refused, match="déjà saisi"):
        services.type_room_count(decision, member("Farid"), {"for": 2})
    services.withdraw_room_count(count, member("Farid"))
    services.type_room_count(decision, member("Farid"), {"for": 2})


def test_a_confirmed_count_is_neither_confirmed_again_nor_withdrawn(room, opened, member):
    count = services.type_room_count(opened(), member("Farid"), {"for": 1})
    services.confirm_room_count(count, member("Alice"))
    with pytest.raises(Refused):
        services.confirm_room_count(count, member("Bob"))
    with pytest.raises(Refused):
        services.withdraw_room_count(count, member("Farid"))


@pytest.mark.parametrize("typed", [{"count-for": "-1"}, {"count-for": "a"}, {}, {"count-for": "٣"}])
def test_what_is_not_a_count_is_refused(room, opened, sign_in, typed):
    assert sign_in("Farid").post(page(opened(), "/comptage"), data=typed).status_code == 422


def test_a_count_of_nobody_is_refused_in_words_of_hands(room, opened, sign_in):
    answer = sign_in("Farid").post(page(opened(), "/comptage"), data={"count-for": "0"})
    assert answer.status_code == 422
    assert "Indiquez combien de mains se sont levées, au moins une." in answer.text


def test_a_member_does_not_type_a_count(room, opened, sign_in):
    assert sign_in("Bob").post(page(opened(), "/comptage"), data={"count-for": "1"}).status_code == 403


@pytest.mark.parametrize("mode", ["consensus", "consent", "secret_majority"])
def test_only_an_open_vote_is_counted_by_hands(room, opened, member, mode):
    with pytest.raises(Refused, match="ne se compte pas à main levée"):
        services.type_room_count(opened(mode), member("Farid"), {"for": 1})


def test_the_hands_count_for_the_quorum_and_for_everyone_has_spoken(room, opened, member):
    decision = opened(close_when_all=True, quorum="1")
    for name in ("Alice", "Farid", "Bob", "Chloé"):
        services.cast(decision, member(name), "against")
    count = services.type_room_count(decision, member("Farid"), {"for": 6})
    services.confirm_room_count(count, member("Alice"))
    assert (decision.result, decision.close_reason) == ("adopted", "everyone")


def test_hands_choose_among_options_too(room, opened, member):
    decision = opened(method=Method.CHOOSE_ONE, options=["Halle", "Place"])
    count = services.type_room_count(decision, member("Farid"), {"o1": 4, "o2": 2})
    services.confirm_room_count(count, member("Bob"))
    assert services.close(decision).elected == ("o1",)
