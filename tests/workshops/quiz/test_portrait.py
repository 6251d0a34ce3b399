"""The portrait of the room: means, bands, who was closest, and nobody found out."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from app.db import db
from app.workshops.composition_models import (
    CompositionMark,
    CompositionPhase,
)
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.services import arriving, quiz
from tests.votes.test_concurrency import at_once
from tests.workshops.quiz.play import REVEALED, answers, crowd, guess, lead, type_sheets
from tests.workshops.room import Room


def test_the_portrait_shows_the_mean_the_bands_and_who_was_closest(room: Room) -> None:
    fatou, karim = room.phone("Fatou"), room.phone("Karim")
    crowd(room, 20)
    lead(room, "guess")
    guess(fatou, "women", 60)
    guess(karim, "women", 20)
    lead(room, "tell")
    type_sheets(room, "f 30 2\n" * 12 + "h 60 20\n" * 8)
    assert REVEALED not in room.wall()
    lead(room, "reveal")
    for shown in (room.wall(), room.desk(), fatou.page()):
        assert shown.count(REVEALED) == 3
        page = shown.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
        assert "60 %" in page
        assert "Au plus près" in page
        assert "Fatou" in page
        assert "42 ans" in page


def test_two_people_are_never_shown_nor_counted_by_subtraction(room: Room) -> None:
    crowd(room, 22)
    lead(room, "tell")
    type_sheets(room, "f 30 2\n" * 13 + "h 60 20\n" * 7 + "a 41 3\n" * 2)
    lead(room, "reveal")
    wall = room.wall()
    assert "Hommes, autre ou non-binaire, sans réponse" in wall
    assert "<td>9</td>" in wall
    assert "<td>7</td>" not in wall.split("portrait-age")[0]
    assert "<td>2</td>" not in wall


def test_a_room_of_four_sees_no_figure_and_nobody_is_named_closest(room: Room) -> None:
    fatou = room.phone("Fatou")
    crowd(room, 4)
    lead(room, "guess")
    guess(fatou, "age", 40)
    lead(room, "tell")
    type_sheets(room, "f 30 2\n" * 4)
    lead(room, "reveal")
    assert REVEALED not in room.wall()
    assert "Au plus près" not in room.wall()
    assert "rien n’est montré" in room.wall()


def test_an_answer_that_races_the_reveal_is_in_the_portrait_or_refused(app, room: Room) -> None:
    people = [arriving.arrive(room.workshop, f"Voix {number}").id for number in range(10)]
    lead(room, "tell")
    workshop, item, leader = room.workshop.id, room.item.id, room.leader.id

    def teller(person: int) -> Callable[[], None]:
        return lambda: quiz.tell(
            db.session.get_one(Workshop, workshop),
            db.session.get_one(AgendaItem, item),
            db.session.get_one(Participant, person),
            {"women": "woman"},
        )

    def revealer() -> None:
        from app.members.models import Member

        quiz.go_to(
            db.session.get_one(Workshop, workshop),
            db.session.get_one(AgendaItem, item),
            db.session.get_one(Member, leader),
            CompositionPhase.REVEAL,
            None,
        )

    raised = at_once(app, [*map(teller, people[:5]), revealer, *map(teller, people[5:])])
    refused = sum(error is not None for error in raised)
    marks = db.session.scalar(sa.select(sa.func.count()).select_from(CompositionMark))
    assert answers()["women", "woman"] == marks == 10 - refused
