"""Groups, notes and common items at the same instant: phones that all write, two facilitators, latecomers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from app.db import db
from tests.workshops.grouped import GroupedRoom
from tests.workshops.test_at_once import at_once, sending

SignIn = Callable[[str | None], FlaskClient]


def test_twenty_phones_that_write_at_once_are_all_heard_within_the_limits(room: GroupedRoom) -> None:
    phones = room.enter(*(f"Voix {number:02}" for number in range(20)))
    room.begin()
    assert room.draw(size=5) == 303
    address = f"{room.base}/participer/post-it"
    writing = [
        sending(phone, address, item=room.item.id, axis="aims", text=f"Idée {number}", key=f"k{number}")
        for number, phone in enumerate(phones)
    ]
    answers = at_once(writing)
    # Four groups of five, two notes each: eight are taken, twelve are told that their group has its own.
    assert Counter(answers) == {303: 8, 409: 12}
    assert set(Counter(note.group.number for note in room.notes()).values()) == {2}
    assert len(room.notes()) == 8


def test_the_same_note_sent_by_the_outbox_several_times_at_once_is_one(room: GroupedRoom) -> None:
    (fatou,) = room.enter("Fatou")
    room.begin()
    room.draw()
    address = f"{room.base}/participer/post-it"
    note = sending(fatou, address, item=room.item.id, axis="aims", text="Du pain", key="same")
    assert at_once([note] * 5) == [303] * 5
    assert [one.text for one in room.notes()] == ["Du pain"]


def test_two_facilitators_who_put_the_same_note_together_do_it_once(
    room: GroupedRoom, sign_in: SignIn
) -> None:
    fatou, malik = room.enter("Fatou", "Malik")
    room.begin()
    room.draw()
    room.write(fatou, "Du pain")
    room.write(malik, "Du bon pain")
    ids = [note.id for note in room.notes()]
    gathering = [
        sending(desk, room.commons_url, note=ids, text=text, axis="aims", kind="value", key=text)
        for desk, text in ((sign_in("Farid"), "Le pain"), (sign_in("Alice"), "Du pain pour tout le monde"))
    ]
    assert sorted(at_once(gathering)) == [303, 409]
    (common,) = room.commons()
    assert {note.common_item_id for note in room.notes()} == {common.id}


def test_two_facilitators_who_draw_at_once_draw_once(room: GroupedRoom, sign_in: SignIn) -> None:
    room.fill(12)
    db.session.refresh(room.workshop)
    seen = room.workshop.version
    drawing = [
        sending(sign_in(name), room.groups_url, act="draw", seen=seen, key=name)
        for name in ("Farid", "Alice")
    ]
    assert at_once(drawing) == [303, 303]
    db.session.refresh(room.workshop)
    assert room.workshop.version == seen + 1
    assert sum(len(names) for names in room.seats().values()) == 12


def test_a_room_that_comes_in_while_groups_are_drawn_all_has_a_place(app: Flask, room: GroupedRoom) -> None:
    room.fill(8)
    coming = [
        sending(app.test_client(), f"/s/{room.workshop.code}", name=f"Retard {number}", key=f"k{number}")
        for number in range(8)
    ]
    acts = [*coming[:4], lambda: room.draw(size=4), *coming[4:]]
    assert at_once(acts) == [303] * 9
    held = [len(names) for names in room.seats().values()]
    assert sum(held) == 16
    assert min(held) >= 2


def test_two_phones_that_change_the_same_note_at_once_lose_nothing(room: GroupedRoom) -> None:
    fatou, malik = room.enter("Fatou", "Malik")
    room.begin()
    room.draw()
    room.write(fatou, "Du pain")
    (note,) = room.notes()
    address = f"{room.base}/participer/post-it/{note.id}"
    texts = ("Du pain bio", "Du pain pour tout le monde")
    editing = [
        sending(phone, address, text=text, seen=1, key=text)
        for phone, text in zip((fatou, malik), texts, strict=True)
    ]
    assert sorted(at_once(editing)) == [303, 409]
    (note,) = room.notes()
    assert (note.text in texts, note.version) == (True, 2)
