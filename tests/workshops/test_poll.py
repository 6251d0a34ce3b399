"""A poll of the room: opened once, answered on phones, shown when it closes, taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from app.db import db
from app.members.models import Member
from app.register.models import RegisterEntry
from app.workshops.models import Workshop
from app.workshops.poll_models import Poll
from app.workshops.polls import leading_options
from app.workshops.services import arriving
from tests.votes.test_concurrency import at_once
from tests.workshops.polled import close, counts, opened, poll, vote
from tests.workshops.room import OpenRoom, Room

OPEN = "Le vote est ouvert"


@pytest.fixture
def room(room_at: OpenRoom) -> Room:
    return room_at("vote")


def test_the_four_modes_are_explained_before_the_vote_opens(room: Room) -> None:
    fatou = room.phone("Fatou")
    for page in (fatou.page(), room.wall()):
        assert "Ce sur quoi tout le monde est d’accord." in page
        assert "personne n’a d’opposition majeure" in page
        assert "Vote à main levée" in page
        assert "Vote à bulletin secret" in page
    assert "ballot" not in fatou.page()


def test_opening_is_announced_once_on_every_screen(room: Room) -> None:
    fatou = room.phone("Fatou")
    opened(room)
    announced = 'data-say="Un vote est ouvert\u00a0: Quelle règle de décision pour notre collectif\u202f?"'
    assert fatou.page().count(announced) == 1
    assert room.wall().count(announced) == 1


def test_an_answer_is_kept_on_tap_says_so_and_may_be_changed(room: Room) -> None:
    fatou = room.phone("Fatou")
    opened(room)
    assert vote(fatou, "consent") == 303
    page = fatou.page()
    assert re.search(r"Noté à \d\d:\d\d\.", page)
    assert 'value="consent" checked' in page
    vote(fatou, "consensus")
    assert counts()["consensus"] == 1
    assert counts()["consent"] == 0


def test_nobody_sees_a_count_before_the_vote_closes_only_how_many_answered(room: Room) -> None:
    fatou, karim = room.phone("Fatou"), room.phone("Karim")
    opened(room)
    vote(fatou, "consent")
    for page in (fatou.page(), karim.page(), room.wall(), room.desk()):
        assert "poll-chart" not in page
    assert "<strong>1</strong> réponse" in room.wall()
    close(room)
    for page in (fatou.page(), karim.page(), room.wall(), room.desk()):
        assert "poll-chart" in page
        assert "en tête" in page


def test_the_count_shows_while_people_vote_if_that_is_chosen(room: Room) -> None:
    fatou = room.phone("Fatou")
    number = opened(room).id
    vote(fatou, "consent")
    room.press(f"sondages/{number}/affichage", shows="yes")
    for page in (fatou.page(), room.wall(), room.desk()):
        assert "poll-chart" in page
    room.press(f"sondages/{number}/affichage", shows="no")
    for page in (fatou.page(), room.wall(), room.desk()):
        assert "poll-chart" not in page


def test_a_tie_is_shown_and_not_broken(room: Room) -> None:
    fatou, karim = room.phone("Fatou"), room.phone("Karim")
    opened(room)
    vote(fatou, "consent")
    vote(karim, "consensus")
    close(room)
    assert room.wall().count("à égalité") == 2
    assert [one["key"] for one in leading_options(poll())] == ["consensus", "consent"]


def test_a_closed_vote_takes_no_answer_and_keeps_the_one_before(room: Room) -> None:
    fatou = room.phone("Fatou")
    opened(room)
    vote(fatou, "consent")
    close(room)
    answer = fatou.say(f"sondages/{poll().id}", {"choice": "consensus"})
    assert answer.status_code == 409
    assert "Ce vote n’est pas ouvert" in answer.text
    assert (counts()["consent"], counts()["consensus"]) == (1, 0)


def test_closing_is_in_the_register_with_the_count(room: Room) -> None:
    fatou = room.phone("Fatou")
    opened(room)
    vote(fatou, "consent")
    close(room)
    entry = db.session.scalars(sa.select(RegisterEntry).filter_by(kind="workshop.polled")).one()
    assert json.loads(entry.payload)["counts"]["consent"] == 1


@pytest.mark.parametrize("choice", [{}, {"choice": "monarchy"}, {"choice": ["consent", "consensus"]}])
def test_an_answer_that_is_not_offered_is_refused_in_words(room: Room, choice: dict[str, object]) -> None:
    fatou = room.phone("Fatou")
    opened(room)
    answer = fatou.say(f"sondages/{poll().id}", choice)
    assert answer.status_code == 422
    assert 'class="error" role="alert"' in answer.text
    assert counts()["consent"] == 0


# --- taking back -------------------------------------------------------------------------------------


def test_taking_the_opening_back_keeps_the_answers_aside_and_opening_again_finds_them(room: Room) -> None:
    fatou = room.phone("Fatou")
    opened(room)
    vote(fatou, "consent")
    room.undo()
    assert OPEN not in fatou.page()
    assert vote(fatou, "consensus") == 409
    assert "1 réponse est gardée de côté" in room.desk()
    opened(room)
    assert 'value="consent" checked' in fatou.page()
    assert counts()["consent"] == 1


def test_taking_the_closing_back_lets_people_answer_again(room: Room) -> None:
    fatou = room.phone("Fatou")
    opened(room)
    close(room)
    room.undo()
    assert OPEN in fatou.page()
    assert vote(fatou, "consent") == 303


def test_two_facilitators_who_open_at_once_open_once(room: Room) -> None:
    seen = room.workshop.version
    for _press in range(2):
        room.press("sondages", item=room.item.id, name="rule", seen=seen)
    db.session.expire_all()
    assert room.workshop.version == seen + 1
    assert "Quelqu’un d’autre vient de faire avancer la séance" in room.desk()


def test_a_poll_that_the_item_does_not_ask_does_not_exist(room: Room) -> None:
    assert room.press("sondages", item=room.item.id, name="king").status_code == 404


# --- everyone at once --------------------------------------------------------------------------------


def test_forty_people_who_answer_at_once_are_all_counted(app, room: Room) -> None:
    from app.workshops.models import Participant
    from app.workshops.services import polling

    people = [arriving.arrive(room.workshop, f"Voix {number}").id for number in range(40)]
    db.session.commit()
    number, workshop = opened(room).id, room.workshop.id

    def answerer(person: int, key: str) -> Callable[[], None]:
        def work() -> None:
            polling.answer(
                db.session.get_one(Workshop, workshop),
                db.session.get_one(Poll, number),
                db.session.get_one(Participant, person),
                [key],
            )

        return work

    works = [answerer(person, ("consent", "consensus")[person % 2]) for person in people]
    assert at_once(app, works) == [None] * 40
    assert sum(counts().values()) == 40
    assert at_once(app, [answerer(people[0], "open_majority") for _time in range(10)]) == [None] * 10
    assert sum(counts().values()) == 40


def test_an_answer_that_races_the_closing_is_counted_or_refused_never_lost(app, room: Room) -> None:
    from app.workshops.models import Participant
    from app.workshops.services import arriving, polling

    people = [arriving.arrive(room.workshop, f"Voix {number}").id for number in range(12)]
    db.session.commit()
    number, workshop, leader = opened(room).id, room.workshop.id, room.leader.id

    def answerer(person: int) -> Callable[[], None]:
        return lambda: (
            polling.answer(
                db.session.get_one(Workshop, workshop),
                db.session.get_one(Poll, number),
                db.session.get_one(Participant, person),
                ["consent"],
            )
            and None
        )

    def closer() -> None:
        polling.close_polls(
            db.session.get_one(Workshop, workshop),
            db.session.get_one(Member, leader),
            [db.session.get_one(Poll, number)],
            None,
        )

    raised = at_once(app, [*map(answerer, people[:6]), closer, *map(answerer, people[6:])])
    refused = sum(error is not None for error in raised)
    entry = db.session.scalars(sa.select(RegisterEntry).filter_by(kind="workshop.polled")).one()
    assert json.loads(entry.payload)["counts"]["consent"] == counts()["consent"] == 12 - refused
