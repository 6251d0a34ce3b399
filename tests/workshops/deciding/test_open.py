"""A decision is opened in the room: in the mode of the blason, one at a time, on every screen."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db
from app.votes.models import Decision, VoterRoll
from app.workshops.decision_models import WorkshopDecision
from app.workshops.models import Workshop
from app.workshops.services import arriving
from tests.workshops.deciding.room import BASE, QUESTION

SignIn = Callable[[str | None], FlaskClient]
Evening = Callable[..., Workshop]


def test_a_question_is_opened_in_the_mode_of_the_blason_and_shown_on_every_screen(room) -> None:
    here = room("consent")
    fatou = here.phone(here.workshop, "Fatou")
    assert here.open() == 303
    decision = here.decision
    assert decision.mode.value == "consent"
    link = db.session.get_one(WorkshopDecision, decision.id)
    assert link.workshop_id == here.workshop.id
    for screen in (here.wall(), here.desk(), fatou.get(f"{here.base}/participer").text):
        assert "Le marché ouvre-t-il le samedi ?" in screen


def test_the_item_offers_to_decide_as_long_as_nothing_is_open(room) -> None:
    here = room()
    assert "Ouvrir une décision dans la salle" in here.desk()
    assert "Tour de clarification" in here.wall()
    here.open()
    assert "Ouvrir une décision dans la salle" not in here.desk()


def test_the_room_decides_of_one_thing_at_a_time(room) -> None:
    here = room()
    assert here.open() == 303
    answer = here.client.post(
        f"{here.base}/animer/decisions",
        data={**QUESTION, "question": "Et le dimanche ?", "kind": "ordinary", "method": "adopt"},
    )
    assert answer.status_code == 409
    assert "une chose à la fois" in answer.text
    assert "Et le dimanche ?" in answer.text, "what was typed is kept"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 1


def test_two_facilitators_who_open_at_once_open_one(room, sign_in: SignIn) -> None:
    here = room()
    seen = here.workshop.version
    for client in (here.client, sign_in("Alice")):
        fields = {**QUESTION, "kind": "ordinary", "method": "adopt", "seen": seen}
        assert client.post(f"{here.base}/animer/decisions", data=fields).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 1


def test_nothing_is_decided_before_the_session_begins(room, evening: Evening, collective: Collective) -> None:
    here = room()
    later = evening()
    where = f"{BASE}/{later.id}/animer/decisions"
    answer = here.client.post(where, data={**QUESTION, "kind": "ordinary", "method": "adopt"})
    assert answer.status_code == 409
    assert "commencez-la" in answer.text


def test_a_question_without_text_is_refused_and_kept(room) -> None:
    here = room()
    where = f"{here.base}/animer/decisions"
    answer = here.client.post(where, data={"question": "Un marché ?", "kind": "ordinary", "method": "adopt"})
    assert answer.status_code == 422
    assert "Un marché ?" in answer.text


def test_who_steps_aside_is_named_on_the_wall_and_does_not_vote(room, member) -> None:
    here = room()
    bob = member("Bob")
    arriving.arrive_as(here.workshop, bob)
    db.session.commit()
    here.open(recused=bob.id)
    assert "En déport : Bob." in here.wall()
    line = db.session.get_one(VoterRoll, (here.decision.id, bob.id))
    assert line.is_recused
