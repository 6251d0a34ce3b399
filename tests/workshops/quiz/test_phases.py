"""The phases of the quiz: led one after the other, taken back, of their own item only."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db
from app.workshops.composition_models import Composition
from tests.workshops.quiz.play import REVEALED, crowd, guess, lead, tell, type_sheets
from tests.workshops.room import Room


def test_taking_the_reveal_back_hides_it_and_takes_no_answer_any_more(room: Room) -> None:
    fatou = room.phone("Fatou")
    crowd(room, 12)
    lead(room, "tell")
    type_sheets(room, "f 30 2\n" * 6 + "h 50 3\n" * 6)
    lead(room, "reveal")
    room.undo()
    assert REVEALED not in room.wall()
    assert tell(room, fatou, "woman", 34, 12) == 409
    assert type_sheets(room, "f 34 12") == 409
    assert lead(room, "tell") == 409
    assert lead(room, "guess") == 409
    assert "une de plus se devinerait" in room.desk()
    lead(room, "reveal")
    assert REVEALED in room.wall()


def test_taking_a_phase_back_before_the_reveal_leads_to_the_one_before(room: Room) -> None:
    fatou = room.phone("Fatou")
    lead(room, "guess")
    guess(fatou, "women", 55)
    lead(room, "tell")
    room.undo()
    assert 'value="55"' in fatou.page()
    room.undo()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Composition)) == 0
    lead(room, "guess")
    assert 'value="55"' in fatou.page()


def test_a_quiz_belongs_to_its_item(room: Room) -> None:
    assert room.press("quiz", item=room.item.id + 1, phase="guess").status_code == 422
    assert lead(room, "explain") == 422
