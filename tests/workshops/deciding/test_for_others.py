"""Voices that come by hand, by someone who types, by proxy, or in secret."""

from __future__ import annotations

import sqlalchemy as sa

from app.collectives.models import Collective
from app.db import db
from app.members import proxies
from app.members.models import Member
from app.votes.models import Expression, RoomCount
from tests.workshops.deciding.room import without_device


def test_hands_are_typed_by_one_and_confirmed_from_the_phone_of_another(room) -> None:
    here = room()
    without_device(here, "Jeanne", "Marcel", "Odile")
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "for")
    assert here.act("comptage", **{"count-for": 2, "count-against": 1}) == 303
    assert "2 pour, 1 contre" in here.mine(fatou)
    count = db.session.scalars(sa.select(RoomCount)).one()
    confirm = f"comptage/{count.id}/confirmation"
    assert here.act(confirm) == 403, "who typed it does not confirm it"
    where = f"{here.base}/participer/decisions/{here.decision.id}/{confirm}"
    assert fatou.post(where).status_code == 303
    here.act("cloture")
    assert here.decision.outcome["counts"] == {"for": 3, "against": 1, "abstain": 0}
    assert "Comptés en salle : 2 pour, 1 contre" in here.wall()


def test_no_more_hands_than_people_without_a_device(room) -> None:
    here = room()
    without_device(here, "Jeanne")
    here.open()
    assert here.act("comptage", **{"count-for": 2}) == 409
    assert here.act("comptage", **{"count-for": "deux"}) == 422


def test_a_facilitator_types_for_someone_without_a_device(room) -> None:
    here = room("consensus")
    without_device(here, "Jeanne")
    here.open()
    jeanne = db.session.scalars(sa.select(Member).filter_by(name="Jeanne")).one()
    assert "Jeanne" in here.desk()
    assert here.act("saisie", voter_id=jeanne.id, choice="block") == 422
    assert here.act("saisie", voter_id=jeanne.id, choice="agree") == 303
    (said,) = db.session.scalars(sa.select(Expression)).all()
    assert said.assisted_by_id is not None


def test_nobody_types_a_secret_vote_for_someone(room, member) -> None:
    here = room("secret_majority")
    without_device(here, "Jeanne", "Marcel")
    here.open()
    assert "Saisir pour quelqu’un" not in here.desk()
    assert here.act("saisie", voter_id=member("Bob").id, choice="for") == 403


def test_a_secret_vote_is_cast_from_a_page_with_its_code_and_tells_nothing(room) -> None:
    here = room("secret_majority")
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    assert "Prendre mon bulletin" in here.mine(fatou)
    page = fatou.get(f"{here.base}/participer/decisions/{here.decision.id}/bulletin")
    assert page.headers["Cache-Control"] == "no-store"
    code = page.text.partition('name="code" value="')[2].partition('"')[0]
    assert here.speak(fatou, "for", code=code) == 303
    assert here.speak(fatou, "against", code="aaaa-bbbb-cccc-dddd") == 409
    assert here.speak(fatou, "against", code=code) == 303
    assert "hall-bar" not in here.wall()
    here.act("cloture")
    assert here.decision.outcome["counts"]["against"] == 1


def test_a_proxy_given_in_the_room_counts_once_its_giver_has_left(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    noor = here.phone(here.workshop, "Noor")
    holder = db.session.scalars(sa.select(Member).filter_by(name="Fatou")).one()
    assert noor.post(f"{here.base}/participer/pouvoir", data={"holder": holder.id}).status_code == 303
    noor.post(f"{here.base}/participer/depart")
    here.open()
    assert "Vous portez 2 voix" in here.mine(fatou)
    here.speak(fatou, "for")
    here.act("cloture")
    assert here.decision.outcome["counts"]["for"] == 2


def test_a_proxy_is_taken_back_from_the_phone(room, collective: Collective) -> None:
    here = room()
    here.phone(here.workshop, "Fatou")
    noor = here.phone(here.workshop, "Noor")
    holder = db.session.scalars(sa.select(Member).filter_by(name="Fatou")).one()
    where = f"{here.base}/participer/pouvoir"
    noor.post(where, data={"holder": holder.id})
    assert noor.post(where, data={"holder": holder.id}).status_code == 409
    assert "Le reprendre" in noor.get(where).text
    assert noor.post(f"{where}/fin").status_code == 303
    assert proxies.active(collective.id) == []


def test_the_desk_notes_a_proxy_and_refuses_one_too_many(room, collective: Collective) -> None:
    here = room()
    for name in ("Fatou", "Noor", "Sam", "Lou"):
        here.phone(here.workshop, name)
    ids = {one.name: one.id for one in db.session.scalars(sa.select(Member))}
    where = f"{here.base}/animer/pouvoirs"
    for giver in ("Noor", "Sam"):
        fields = {"principal": ids[giver], "holder": ids["Fatou"]}
        assert here.client.post(where, data=fields).status_code == 303
    assert here.client.post(where, data={"principal": ids["Lou"], "holder": ids["Fatou"]}).status_code == 409
    given = proxies.active(collective.id)
    assert here.client.post(f"{where}/{given[0].id}/fin").status_code == 303
    assert len(proxies.active(collective.id)) == 1
