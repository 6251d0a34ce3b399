"""Groups of an item: drawn, formed by hand, moved, taken back; latecomers; one's own place on the phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.workshops.group_models import Group, GroupMember, GroupPart, Note
from app.workshops.groups import tables_of
from app.workshops.models import AgendaItem, Participant, Workshop
from tests.workshops.grouped import GroupedRoom

SignIn = Callable[[str | None], FlaskClient]
ItemOf = Callable[[Workshop, str], AgendaItem]


def test_a_draw_seats_everyone_in_the_room_in_groups_of_about_five(room: GroupedRoom) -> None:
    room.fill(13)
    assert room.draw() == 303
    assert sorted(len(names) for names in room.seats().values()) == [4, 4, 5]
    assert sum(map(len, room.seats().values())) == 13


def test_the_phone_says_the_group_and_with_whom_and_the_wall_shows_them_all(room: GroupedRoom) -> None:
    (fatou, *_others) = room.enter("Fatou", "Malik", "Rose")
    room.begin()
    assert "Les groupes ne sont pas encore formés" in fatou.get(f"{room.base}/participer").text
    room.draw()
    page = fatou.get(f"{room.base}/participer").text
    assert "Vous êtes au groupe 1" in page
    assert '<span class="name">Malik</span> et <span class="name">Rose</span>' in page
    wall = room.desk.get(f"{room.base}/mur").text
    assert "Fatou, Malik, Rose" in wall


def test_who_left_the_room_is_not_drawn(room: GroupedRoom) -> None:
    clients = room.enter("Fatou", "Malik", "Rose")
    clients[1].post(f"{room.base}/participer/depart")
    room.draw()
    assert sorted(room.seats()[1]) == ["Fatou", "Rose"]


def test_an_empty_room_has_no_groups_to_draw(room: GroupedRoom) -> None:
    answer = room.desk.post(room.groups_url, data={"act": "draw"})
    assert answer.status_code == 409
    assert "Personne n’est encore dans la salle" in answer.text


def test_one_person_alone_is_a_group(room: GroupedRoom) -> None:
    room.enter("Fatou")
    assert room.draw() == 303
    assert room.seats() == {1: ["Fatou"]}


def test_more_tables_than_people_can_fill_are_refused_and_the_page_says_how_many(room: GroupedRoom) -> None:
    room.fill(6)
    answer = room.desk.post(room.groups_url, data={"act": "form", "count": "4"})
    assert answer.status_code == 422
    assert "6 personnes sont là" in answer.text
    assert "Faites-en 3 au plus" in answer.text
    assert room.seats() == {}


@pytest.mark.parametrize("count", ["0", "101", "-1", "beaucoup"])
def test_a_number_of_groups_that_is_none_is_refused(room: GroupedRoom, count: str) -> None:
    room.fill(4)
    answer = room.desk.post(room.groups_url, data={"act": "form", "count": count})
    assert answer.status_code == 422


def test_a_draw_again_parts_those_who_were_together(room: GroupedRoom) -> None:
    room.fill(16)
    room.draw(size=4, balanced="yes")
    before = list(room.seats().values())
    room.draw(size=4, balanced="yes")
    after = list(room.seats().values())
    assert all(len(set(group) & set(other)) <= 1 for group in before for other in after)


def test_people_without_a_phone_are_spread_among_the_groups(room: GroupedRoom) -> None:
    room.fill(8)
    for number in range(4):
        room.desk.post(f"{room.base}/personnes", data={"name": f"Sans appareil {number}"})
    room.draw(size=3, balanced="yes")
    assert [sum("Sans" in name for name in names) for names in room.seats().values()] == [1, 1, 1, 1]


def test_drawing_twice_for_the_same_state_draws_once(room: GroupedRoom) -> None:
    room.fill(12)
    db.session.refresh(room.workshop)
    seen = room.workshop.version
    room.draw(seen=seen)
    drawn = room.seats()
    assert room.draw(seen=seen) == 303
    assert room.seats() == drawn


def test_a_draw_is_taken_back_and_so_is_the_one_before(room: GroupedRoom) -> None:
    room.fill(12)
    room.draw(size=4)
    first = room.seats()
    room.draw(size=3)
    assert len(room.seats()) == 4
    room.undo()
    assert room.seats() == first
    room.undo()
    assert room.seats() == {}


def test_taking_back_a_draw_seats_whoever_came_since(room: GroupedRoom) -> None:
    room.fill(12)
    room.draw(size=4)
    room.draw(size=4)
    room.enter("Retardataire")
    room.undo()
    assert room.group_of("Retardataire") is not None
    assert sum(map(len, room.seats().values())) == 13


def test_a_group_that_wrote_something_outlives_a_smaller_draw(room: GroupedRoom) -> None:
    room.fill(12)
    room.draw(size=3)
    fourth = db.session.scalars(sa.select(Group).filter_by(item_id=room.item.id, number=4)).one()
    db.session.add(
        Note(
            workshop_id=room.workshop.id,
            item_id=room.item.id,
            group_id=fourth.id,
            axis="aims",
            text="Du pain",
        )
    )
    db.session.commit()
    room.draw(size=6)
    assert {number: len(names) for number, names in room.seats().items()} == {1: 6, 2: 6, 4: 0}
    assert db.session.scalars(sa.select(Note.text)).all() == ["Du pain"]


def test_a_latecomer_joins_the_smallest_group(room: GroupedRoom) -> None:
    room.fill(9)
    room.draw()
    small = min(room.seats(), key=lambda number: len(room.seats()[number]))
    (late,) = room.enter("Retardataire")
    room.begin()
    assert room.group_of("Retardataire") == small
    assert f"Vous êtes au groupe {small}" in late.get(f"{room.base}/participer").text


def test_who_comes_in_before_the_groups_are_drawn_waits_for_them(room: GroupedRoom) -> None:
    room.enter("Fatou")
    assert room.seats() == {}
    assert db.session.scalars(sa.select(GroupMember)).all() == []


def test_the_desk_moves_someone_by_a_list_and_a_button_and_takes_it_back(room: GroupedRoom) -> None:
    room.fill(8)
    room.draw()
    page = room.desk.get(room.groups_url).text
    assert '<select id="person" name="person">' in page
    was = room.group_of("Personne 03")
    other = 3 - (was or 0)
    assert room.move("Personne 03", other) == 303
    assert room.group_of("Personne 03") == other
    room.undo()
    assert room.group_of("Personne 03") == was
    room.move("Personne 03", "")
    assert room.group_of("Personne 03") is None
    assert "1 personne sans groupe" in room.desk.get(room.groups_url).text


def test_someone_cannot_be_moved_to_a_group_that_is_not_there(room: GroupedRoom) -> None:
    room.fill(4)
    room.draw()
    was = room.group_of("Personne 01")
    assert room.move("Personne 01", 12) == 409
    assert room.group_of("Personne 01") == was


def test_a_person_left_alone_in_a_group_is_pointed_out(room: GroupedRoom) -> None:
    room.fill(4)
    room.desk.post(room.groups_url, data={"act": "form", "count": "2"})
    room.move("Personne 00", 1)
    assert "Une personne seule" in room.desk.get(room.groups_url).text


def test_in_groups_formed_by_hand_one_says_on_the_phone_where_one_sits(room: GroupedRoom) -> None:
    fatou, malik = room.enter("Fatou", "Malik")
    room.fill(2)
    room.begin()
    room.desk.post(room.groups_url, data={"act": "form", "count": "2"})
    assert "À quel groupe êtes-vous" in fatou.get(f"{room.base}/participer").text
    sit = {"item": room.item.id, "group": 2}
    assert fatou.post(f"{room.base}/participer/groupe", data=sit).status_code == 303
    assert room.group_of("Fatou") == 2
    again = fatou.post(f"{room.base}/participer/groupe", data={**sit, "group": 1})
    assert again.status_code == 409
    assert room.group_of("Fatou") == 2
    assert malik.post(f"{room.base}/participer/groupe", data={**sit, "group": 7}).status_code == 409


def test_one_pen_and_one_voice_a_group_whoever_takes_it_has_it(room: GroupedRoom) -> None:
    fatou, malik = room.enter("Fatou", "Malik")
    room.begin()
    room.draw()
    role = {"item": room.item.id, "part": "scribe"}
    for client in (fatou, malik):
        assert client.post(f"{room.base}/participer/groupe/role", data=role).status_code == 303
    malik.post(f"{room.base}/participer/groupe/role", data={**role, "part": "reporter"})
    fatou.post(f"{room.base}/participer/groupe/role", data={**role, "part": "scribe"})
    db.session.expire_all()
    (table,) = tables_of(room.item)
    assert {one.name: one.part for one in table.people} == {
        "Fatou": GroupPart.SCRIBE,
        "Malik": GroupPart.REPORTER,
    }
    assert fatou.post(f"{room.base}/participer/groupe/role", data={**role, "part": "king"}).status_code == 422


def test_an_item_without_groups_has_no_page_of_groups(room: GroupedRoom, item_of: ItemOf) -> None:
    welcome = item_of(room.workshop, "welcome")
    url = f"{room.base}/animer/sequences/{welcome.id}/groupes"
    assert room.desk.get(url).status_code == 404


def test_only_those_who_facilitate_draw(room: GroupedRoom, sign_in: SignIn) -> None:
    room.fill(4)
    (phone,) = room.enter("Fatou")
    assert sign_in("Bob").post(room.groups_url, data={"act": "draw"}).status_code in (403, 404)
    assert phone.post(room.groups_url, data={"act": "draw"}).status_code in (303, 403, 404)
    assert room.seats() == {}


def test_the_wall_of_a_full_house_names_only_those_who_have_no_phone(room: GroupedRoom) -> None:
    people = [
        {"workshop_id": room.workshop.id, "name": f"P{n}", "folded_name": f"p{n}", "has_device": n != 7}
        for n in range(70)
    ]
    db.session.execute(sa.insert(Participant), people)
    db.session.commit()
    room.begin()
    room.draw()
    wall = room.desk.get(f"{room.base}/mur").text
    assert "14 groupes" in wall
    assert "<strong>P7</strong>" in wall
    assert "P8" not in wall
