"""Sheets of paper are typed together, one a line, all or none."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.db import db
from app.workshops.composition_models import PaperBatch
from tests.workshops.quiz.play import answers, crowd, lead, type_sheets
from tests.workshops.room import Room


def test_sheets_of_paper_are_typed_together_one_a_line(room: Room) -> None:
    crowd(room, 3)
    lead(room, "tell")
    assert type_sheets(room, "f 34 12\n\nh;;7\n-") == 303
    assert answers()["women", "woman"] == 1
    assert answers()["age", "none"] == 2
    assert db.session.scalars(sa.select(PaperBatch.sheets)).one() == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("f 34 12\nh 9 1", "Ligne 2"),
        ("f 34 12 5", "plus de réponses que de questions"),
        ("", "une par ligne"),
        ("f 34 12\n" * 501, "cinq cents feuilles"),
        ("f\nh\na\nf", "pour 3 personnes"),
    ],
)
def test_sheets_that_cannot_be_read_are_all_refused_and_stay_typed(room: Room, text: str, said: str) -> None:
    crowd(room, 3)
    lead(room, "tell")
    answer = room.press("quiz/feuilles", item=room.item.id, sheets=text)
    assert answer.status_code == 422
    assert said in answer.text
    assert text.strip()[:8] in answer.text
    assert not answers()
