"""« Qui sommes-nous ? »: the room guesses, answers about itself without names, and sees its portrait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from app.db import db
from app.errors import Refused
from app.workshops.composition_models import (
    Composition,
    CompositionAnswer,
    CompositionMark,
    CompositionPhase,
    PaperBatch,
)
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.poll_models import Poll, PollAnswer
from app.workshops.services import arriving, quiz
from tests.votes.test_concurrency import at_once
from tests.workshops.room import OpenRoom, Phone, Room

REVEALED = "portrait-figure"


@pytest.fixture
def room(room_at: OpenRoom) -> Room:
    return room_at("composition_quiz")


def lead(room: Room, phase: str) -> int:
    return room.press("quiz", item=room.item.id, phase=phase).status_code


def guess(phone: Phone, name: str, number: object) -> int:
    poll = db.session.scalars(sa.select(Poll.id).filter_by(name=name)).one()
    return phone.say(f"sondages/{poll}", {"choice": number}).status_code


def tell(room: Room, phone: Phone, women: str = "", age: object = "", years: object = "") -> int:
    fields = {"item": room.item.id, "women": women, "age": age, "years": years}
    return phone.say("quiz", fields).status_code


def answers() -> Counter[tuple[str, str]]:
    db.session.expire_all()
    return Counter((one.question, one.value) for one in db.session.scalars(sa.select(CompositionAnswer)))


def crowd(room: Room, number: int) -> None:
    room.without_device(*(f"Voix {one}" for one in range(number)))


def type_sheets(room: Room, text: str) -> int:
    return room.press("quiz/feuilles", item=room.item.id, sheets=text).status_code


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
    assert "<strong>1</strong> personne a répondu" in room.wall()


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


def test_a_quiz_belongs_to_its_item(room: Room) -> None:
    assert room.press("quiz", item=room.item.id + 1, phase="guess").status_code == 422
    assert lead(room, "explain") == 422
