"""The room guesses about itself: kept at once, refused beside its field, typed for someone."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.db import db
from app.workshops.poll_models import Poll, PollAnswer
from tests.workshops.quiz.play import guess, lead
from tests.workshops.room import Room


def test_everyone_guesses_and_a_guess_is_kept_at_once(room: Room) -> None:
    fatou = room.phone("Fatou")
    assert "sondages/" not in fatou.page()
    assert lead(room, "guess") == 303
    assert guess(fatou, "women", "55 %") == 303
    assert guess(fatou, "age", 41) == 303
    page = fatou.page()
    assert 'value="55"' in page
    assert "Noté à" in page
    assert "<strong>1</strong> personne a parié" in room.wall()


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("women", "101", "Entre 0 et 100"),
        ("age", "9", "Entre 10 et 110"),
        ("years", "111", "Entre 0 et 110"),
        ("age", "quarante", "en chiffres"),
        ("age", "", "en chiffres"),
        ("age", "4" * 30, "en chiffres"),
    ],
)
def test_a_guess_that_is_no_such_number_is_refused_and_stays_typed(
    room: Room, name: str, typed: str, said: str
) -> None:
    fatou = room.phone("Fatou")
    lead(room, "guess")
    poll = db.session.scalars(sa.select(Poll.id).filter_by(name=name)).one()
    answer = fatou.say(f"sondages/{poll}", {"choice": typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert answer.text.count('class="error"') == 1
    assert f'value="{typed}"' in answer.text


def test_guesses_are_typed_for_someone_without_a_device(room: Room) -> None:
    (odette,) = room.without_device("Odette")
    lead(room, "guess")
    refused = room.press("quiz/paris", item=room.item.id, participant=odette, women=50, age=200)
    assert refused.status_code == 422
    assert 'value="200"' in refused.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PollAnswer)) == 0
    room.press("quiz/paris", item=room.item.id, participant=odette, women=50, age=40)
    kept = db.session.scalars(sa.select(PollAnswer)).all()
    assert {(one.value, one.typed_by_id) for one in kept} == {("50", room.leader.id), ("40", room.leader.id)}
