"""Two facilitators, a whole room: the same instant, with real threads and a real database."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.db import db
from app.workshops.models import Move, Participant, Workshop
from app.workshops.reading import items_of, room_of

SignIn = Callable[[str | None], FlaskClient]
Evening = Callable[..., Workshop]


def at_once(acts: list[Callable[[], int]]) -> list[int]:
    """Each act in its own thread, all released together; what each answered, in order."""
    db.session.commit()  # or this thread would keep the others waiting
    gate, answered = threading.Barrier(len(acts)), [0] * len(acts)

    def run(place: int, act: Callable[[], int]) -> None:
        gate.wait()
        answered[place] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.expire_all()
    return answered


def sending(client: FlaskClient, address: str, **data: object) -> Callable[[], int]:
    return lambda: client.post(address, data=data).status_code


def test_two_facilitators_who_press_next_at_once_advance_once(sign_in: SignIn, evening: Evening) -> None:
    workshop = evening()
    desks = [sign_in("Farid"), sign_in("Alice")]
    for place, item in enumerate(items_of(workshop)[:6]):
        address = f"/c/quatorze/seances/{workshop.id}/animer/passage"
        presses = [
            sending(desk, address, to=item.id, seen=workshop.version, key=f"{place}{number}")
            for number, desk in enumerate(desks * 2)
        ]
        assert at_once(presses) == [303] * 4
        here = room_of(workshop).current
        assert here is not None
        assert here.id == item.id
        assert workshop.version == place + 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Move)) == 6


def test_two_who_take_back_the_same_move_take_back_one(sign_in: SignIn, evening: Evening) -> None:
    workshop = evening()
    base = f"/c/quatorze/seances/{workshop.id}/animer"
    for number, item in enumerate(items_of(workshop)[:3]):
        sign_in("Farid").post(f"{base}/passage", data={"to": item.id, "key": number})
    last = db.session.scalar(sa.select(sa.func.max(Move.number)))
    clients = [sign_in("Farid"), sign_in("Alice")]
    undoing = [
        sending(client, f"{base}/annulation", move=last, key=f"u{number}")
        for number, client in enumerate(clients)
    ]
    assert at_once(undoing) == [303, 303]
    here = room_of(workshop).current
    assert here is not None
    assert here.position == 2


def test_a_room_that_comes_in_at_once_has_each_name_once(app: Flask, evening: Evening) -> None:
    workshop = evening(welcomes_members=True)
    names = [f"Voix {number % 20}" for number in range(24)]
    coming = [
        sending(app.test_client(), f"/s/{workshop.code}", name=name, key=f"k{number}")
        for number, name in enumerate(names)
    ]
    assert Counter(at_once(coming)) == {303: 20, 409: 4}
    assert db.session.scalar(sa.select(sa.func.count(sa.distinct(Participant.member_id)))) == 20


def test_the_same_form_sent_several_times_at_once_brings_one_person(app: Flask, evening: Evening) -> None:
    workshop = evening()
    coming = [sending(app.test_client(), f"/s/{workshop.code}", name="Fatou", key="same")] * 6
    assert at_once(coming) == [303] * 6
    assert db.session.scalars(sa.select(Participant.name)).all() == ["Fatou"]


def test_a_member_who_says_here_i_am_twice_at_once_is_here_once(sign_in: SignIn, evening: Evening) -> None:
    workshop = evening()
    address = f"/c/quatorze/seances/{workshop.id}/participer/arrivee"
    here = [sending(sign_in("Bob"), address, key=f"k{number}") for number in range(4)]
    assert at_once(here) == [303] * 4
    assert db.session.scalars(sa.select(Participant.name)).all() == ["Bob"]
