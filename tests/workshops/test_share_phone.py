"""One phone for several people, people without any, signatures, departures."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.members.models import Attendance, Member
from app.workshops.models import Channel, Participant, Workshop
from app.workshops.reading import room_of
from tests.workshops.minute_books import end

SignIn = Callable[[str | None], FlaskClient]
Evening = Callable[..., Workshop]
Phone = Callable[[Workshop, str], FlaskClient]


def person(name: str) -> Participant:
    db.session.expire_all()
    return db.session.scalars(sa.select(Participant).filter_by(name=name)).one()


def held_by(client: FlaskClient, workshop: Workshop) -> str:
    """Who holds the phone, as its page says."""
    text = client.get(f"/c/quatorze/seances/{workshop.id}/participer/telephone").text
    return text.split(" le tient.")[0].rsplit(">", 1)[1].strip()


def test_a_phone_passes_from_hand_to_hand(evening: Evening, phone: Phone) -> None:
    workshop = evening()
    shared = phone(workshop, "Fatou")
    base = f"/c/quatorze/seances/{workshop.id}/participer"
    shared.post(f"{base}/telephone", data={"name": "Malik", "key": "malik"})
    assert held_by(shared, workshop) == "Malik"
    shared.post(f"{base}/passage", data={"to": person("Fatou").id})
    assert held_by(shared, workshop) == "Fatou"
    shared.post(f"{base}/signature", data={"key": "s"})
    assert (person("Fatou").signed_on, person("Malik").signed_on) == (Channel.PHONE, None)


def test_who_has_no_place_on_a_phone_cannot_be_given_it(evening: Evening, phone: Phone) -> None:
    workshop = evening()
    fatou, _malik = phone(workshop, "Fatou"), phone(workshop, "Malik")
    base = f"/c/quatorze/seances/{workshop.id}/participer"
    for to in (person("Malik").id, "987654", "moi", ""):
        assert fatou.post(f"{base}/passage", data={"to": to}).status_code == 404
    assert held_by(fatou, workshop) == "Fatou"


def test_a_second_person_sent_twice_on_one_phone_is_one(evening: Evening, phone: Phone) -> None:
    workshop = evening()
    shared = phone(workshop, "Fatou")
    for _attempt in range(2):
        shared.post(
            f"/c/quatorze/seances/{workshop.id}/participer/telephone", data={"name": "Malik", "key": "m"}
        )
    assert room_of(workshop).here == 2


def test_people_without_a_device_count_as_much(sign_in: SignIn, evening: Evening) -> None:
    workshop, desk = evening(), sign_in("Farid")
    base = f"/c/quatorze/seances/{workshop.id}/personnes"
    assert desk.post(base, data={"name": "Odette", "key": "k"}).status_code == 303
    room = room_of(workshop)
    assert (room.here, room.without_device) == (1, 1)
    assert "sans appareil" in desk.get(base).text
    desk.post(f"{base}/{person('Odette').id}/signature", data={"key": "s"})
    assert person("Odette").signed_on is Channel.PAPER


def test_a_departure_and_a_return_follow_in_the_attendance_of_the_day(
    sign_in: SignIn, evening: Evening, phone: Phone
) -> None:
    workshop, desk = evening(welcomes_members=True), sign_in("Farid")
    phone(workshop, "Fatou")
    base = f"/c/quatorze/seances/{workshop.id}/personnes/{person('Fatou').id}"

    def is_present() -> bool:
        db.session.expire_all()
        return db.session.scalars(sa.select(Attendance)).one().left_at is None

    assert is_present()
    desk.post(f"{base}/depart", data={"key": "a"})
    assert not is_present()
    assert room_of(workshop).here == 0
    desk.post(f"{base}/retour", data={"key": "b"})
    assert is_present()


def test_who_leaves_from_their_phone_may_come_back_with_it(evening: Evening, phone: Phone) -> None:
    workshop = evening()
    fatou, base = phone(workshop, "Fatou"), f"/c/quatorze/seances/{workshop.id}/participer"
    fatou.post(f"{base}/depart", data={"key": "d"})
    assert person("Fatou").left_at is not None
    page = fatou.get(base)
    assert page.status_code == 200
    assert "Votre départ est noté." in page.text
    assert "Fatou\u00a0: je suis là" in page.text
    assert fatou.post(f"{base}/signature", data={"key": "s"}).status_code == 404, "nobody holds it"
    answers = [fatou.post(f"{base}/retour", data={"to": person("Fatou").id, "key": key}) for key in "rr"]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert person("Fatou").left_at is None
    assert held_by(fatou, workshop) == "Fatou"


def test_who_was_noted_as_gone_by_mistake_says_so_from_their_phone(
    sign_in: SignIn, evening: Evening, phone: Phone
) -> None:
    workshop, desk = evening(welcomes_members=True), sign_in("Farid")
    fatou, base = phone(workshop, "Fatou"), f"/c/quatorze/seances/{workshop.id}"
    desk.post(f"{base}/personnes/{person('Fatou').id}/depart", data={"key": "a"})
    fatou.post(f"{base}/participer/retour", data={"to": person("Fatou").id, "key": "b"})
    db.session.expire_all()
    assert db.session.scalars(sa.select(Attendance)).one().left_at is None
    assert room_of(workshop).here == 1


def test_a_member_who_comes_back_is_present_again_for_the_decisions_of_the_day(
    sign_in: SignIn, evening: Evening
) -> None:
    workshop, bob = evening(), sign_in("Bob")
    base = f"/c/quatorze/seances/{workshop.id}/participer"
    for key, act in enumerate(("arrivee", "depart", "arrivee")):
        assert bob.post(f"{base}/{act}", data={"key": str(key)}).status_code == 303
        db.session.expire_all()
        assert (db.session.scalars(sa.select(Attendance)).one().left_at is None) == (act == "arrivee")


def test_nobody_brings_back_who_came_in_with_another_phone(evening: Evening, phone: Phone) -> None:
    workshop = evening()
    fatou, karim = phone(workshop, "Fatou"), phone(workshop, "Karim")
    base = f"/c/quatorze/seances/{workshop.id}/participer"
    fatou.post(f"{base}/depart", data={"key": "d"})
    for number, to in enumerate((person("Fatou").id, "", "Fatou", 10**30)):
        answer = karim.post(f"{base}/retour", data={"to": to, "key": str(number)})
        assert answer.status_code == 404
    assert person("Fatou").left_at is not None


def test_one_does_not_come_back_to_a_session_that_is_over(
    evening: Evening, phone: Phone, member: Callable[[str], Member]
) -> None:
    workshop = evening()
    fatou, base = phone(workshop, "Fatou"), f"/c/quatorze/seances/{workshop.id}/participer"
    fatou.post(f"{base}/depart", data={"key": "d"})
    end(workshop, member("Farid"))
    assert "Cette séance est terminée" in fatou.get(base).text
    answer = fatou.post(f"{base}/retour", data={"to": person("Fatou").id, "key": "r"})
    assert answer.status_code == 409
    assert "Cette séance est terminée" in answer.text
    assert person("Fatou").left_at is not None


def test_someone_of_another_session_cannot_be_touched_from_here(
    sign_in: SignIn, evening: Evening, phone: Phone
) -> None:
    here, there = evening(), evening()
    phone(there, "Fatou")
    for act in ("depart", "retour", "signature", "adhesion"):
        address = f"/c/quatorze/seances/{here.id}/personnes/{person('Fatou').id}/{act}"
        assert sign_in("Farid").post(address, data={"key": act}).status_code == 404
