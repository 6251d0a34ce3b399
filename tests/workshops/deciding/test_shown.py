"""What every screen shows of a decision of the room, and when; the gauge that follows departures."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.workshops.models import Participant
from tests.workshops.deciding.room import regions

SignIn = Callable[[str | None], FlaskClient]


def test_results_are_hidden_while_people_speak_and_explained_at_the_closing(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "for")
    for screen in (here.wall(), here.desk()):
        assert "hall-bar" not in screen
        assert 'class="chart"' not in screen
    here.act("cloture")
    wall = here.wall()
    assert "Adoptée" in wall
    assert "1 pour, 0 contre" in wall
    assert 'class="hall-bar' in wall
    assert "1 pour, 0 contre" in fatou.get(f"{here.base}/participer").text


def test_voices_are_shown_at_once_where_the_rules_say_so(room) -> None:
    here = room("open_majority", show_results="live")
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "for")
    assert 'class="hall-bar' in here.wall()


def test_a_voice_moves_the_counters_and_asks_nothing_of_other_phones(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    before = regions(here.workshop)
    here.speak(fatou, "for")
    after = regions(here.workshop)
    assert {name for name in after if after[name] > before[name]} == {"wall", "desk"}


def test_the_opening_and_the_closing_reach_every_screen(room) -> None:
    here = room()
    before = regions(here.workshop)
    here.open()
    opened = regions(here.workshop)
    assert {name for name in opened if opened[name] > before[name]} == {"stage", "mine", "wall", "desk"}
    here.act("cloture")
    closed = regions(here.workshop)
    assert {name for name in closed if closed[name] > opened[name]} == {"stage", "mine", "wall", "desk"}


def test_a_vote_from_its_own_page_moves_the_screens_of_the_room_too(room, sign_in: SignIn) -> None:
    here = room()
    here.open()
    before = regions(here.workshop)
    where = f"/c/quatorze/decisions/{here.decision.id}/expression"
    assert sign_in("Bob").post(where, data={"choice": "for"}).status_code == 303
    assert regions(here.workshop)["wall"] > before["wall"]


def test_the_gauge_follows_arrivals_and_departures(room) -> None:
    here = room("open_majority", quorum="1/2")
    for name in ("Ana", "Bao", "Célia", "Dora"):
        here.phone(here.workshop, name)
    here.open()  # four members of the house, four who came in: 8 on the roll, 4 needed
    assert "quorum de 4 voix, il en manque 4" in here.wall()
    assert "4 voix dans la salle ne sont pas encore exprimées" in here.wall()
    leaver = db.session.scalars(sa.select(Participant).filter_by(name="Dora")).one()
    here.client.post(f"{here.base}/personnes/{leaver.id}/depart")
    assert "3 voix dans la salle" in here.wall()
    assert "le quorum n’est plus atteignable" in here.wall()
    here.client.post(f"{here.base}/personnes/{leaver.id}/retour")
    assert "le quorum n’est plus atteignable" not in here.wall()
