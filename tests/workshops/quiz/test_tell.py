"""One answers about oneself, once, in time, and no row says who."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from app.db import db
from app.errors import Refused
from app.workshops.composition_models import (
    CompositionAnswer,
    CompositionMark,
)
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.services import arriving, quiz
from tests.votes.test_concurrency import at_once
from tests.workshops.quiz.play import answers, lead, tell
from tests.workshops.room import Room


def test_one_answers_about_oneself_once_and_no_row_says_who(room: Room) -> None:
    fatou = room.phone("Fatou")
    lead(room, "guess")
    lead(room, "tell")
    assert tell(room, fatou, "woman", 34, 12) == 303
    assert "mêlée à celles des autres" in fatou.page()
    assert tell(room, fatou, "man", 20, 1) == 409
    assert answers() == {("women", "woman"): 1, ("age", "34"): 1, ("years", "12"): 1}
    assert {column.name for column in CompositionAnswer.__table__.columns} == {
        "item_id",
        "question",
        "key",
        "value",
    }
    assert {column.name for column in CompositionMark.__table__.columns} == {"item_id", "participant_id"}


def test_the_tables_keep_no_hidden_row_number(room: Room) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    for table in ("composition_answers", "composition_marks"):
        with pytest.raises(sa.exc.OperationalError, match="rowid"):
            db.session.execute(sa.text(f"SELECT rowid FROM {table}"))  # noqa: S608 - our own names
        db.session.rollback()


def test_preferring_not_to_answer_counts_as_answered(room: Room) -> None:
    fatou = room.phone("Fatou")
    lead(room, "tell")
    assert tell(room, fatou) == 303
    assert answers() == {("women", "none"): 1, ("age", "none"): 1, ("years", "none"): 1}
    assert "<strong>1</strong> personne sur " in room.wall()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"women": "queen"}, "Choisissez femme, homme, autre"),
        ({"age": "9"}, "de 10 à 110 ans"),
        ({"age": "quarante"}, "de 10 à 110 ans"),
        ({"years": "111"}, "de 0 à 110"),
    ],
)
def test_an_answer_that_is_no_such_number_is_refused_and_stays_typed(
    room: Room, typed: dict[str, str], said: str
) -> None:
    fatou = room.phone("Fatou")
    lead(room, "tell")
    fields = {"item": room.item.id, "women": "woman", "age": "34", "years": "12", **typed}
    answer = fatou.say("quiz", fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{fields["age"]}"' in answer.text
    assert not answers()
    assert tell(room, fatou, "woman", 34, 12) == 303


def test_nobody_answers_about_themselves_before_or_after_the_moment(room: Room) -> None:
    fatou = room.phone("Fatou")
    assert tell(room, fatou, "woman") == 409
    lead(room, "guess")
    assert tell(room, fatou, "woman") == 409
    lead(room, "tell")
    lead(room, "reveal")
    assert tell(room, fatou, "woman") == 409
    assert not answers()


def test_forty_answers_at_once_are_all_counted_and_each_person_once(app, room: Room) -> None:
    people = [arriving.arrive(room.workshop, f"Voix {number}").id for number in range(20)]
    lead(room, "tell")
    workshop, item = room.workshop.id, room.item.id

    def teller(person: int) -> Callable[[], None]:
        def work() -> None:
            quiz.tell(
                db.session.get_one(Workshop, workshop),
                db.session.get_one(AgendaItem, item),
                db.session.get_one(Participant, person),
                {"women": "woman", "age": "40"},
            )

        return work

    raised = at_once(app, [teller(person) for person in people * 2])
    assert sum(isinstance(error, Refused) for error in raised) == 20
    assert answers() == {("women", "woman"): 20, ("age", "40"): 20, ("years", "none"): 20}
