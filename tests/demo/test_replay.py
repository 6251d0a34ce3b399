"""« Rejouer la soirée »: the launching evening, played again by fictitious people in a demonstration."""

from __future__ import annotations

import os
import re
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db, now
from app.demo.replay import services
from app.demo.replay.models import Replay
from app.demo.services import load_if_empty
from app.members.access import digest
from app.members.models import AccessSession, Member, Role
from app.proposals.models import Proposal
from app.register.services import verify
from app.workshops.composition_models import CompositionPhase
from app.workshops.group_models import CommonItem
from app.workshops.kinds import ItemKind
from app.workshops.models import Workshop, WorkshopState
from app.workshops.polls import polls_of, tally_of
from app.workshops.quiz import told
from app.workshops.reading import items_of, room_of
from app.workshops.services.quiz import go_to


@pytest.fixture
def facilitator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Whoever facilitates in the demonstration."""
    monkeypatch.setitem(app.config, "DEMO", True)
    load_if_empty()
    person = db.session.scalars(sa.select(Member).filter_by(role=Role.FACILITATOR)).first()
    assert person is not None
    person.last_seen_at, token = now(), os.urandom(8).hex()
    db.session.add(AccessSession(member_id=person.id, token_hash=digest(token), device="test"))
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def begun(client: FlaskClient) -> Workshop:
    assert client.post("/c/la-table-du-quatorze/rejouer", data={"key": "begin"}).status_code == 303
    return db.session.scalars(sa.select(Replay)).one().workshop


def chosen_rule(workshop: Workshop) -> str:
    """What the room voted for, of the four modes."""
    item = next(item for item in items_of(workshop) if item.kind is ItemKind.VOTE)
    counts = tally_of(polls_of(item)["rule"]).counts
    return max(counts, key=lambda count: count.total).key


def play_until(replay: Replay, caption: str) -> None:
    """Play up to the first step whose caption begins so, that one too."""
    lead = db.session.scalars(sa.select(Member).filter_by(role=Role.FACILITATOR)).first()
    assert lead is not None
    while (done := services.take_step(replay, lead, None)) is not None:
        if done.caption.startswith(caption):
            db.session.commit()
            return
    raise AssertionError(caption)


# Step by step: what the wall, the desk and a phone show once it is done.
SCENES = [
    (
        "Un binôme se forme\u00a0: «\u00a0Ne pas",
        "Ne pas aimer les endives",
        "Ne pas aimer les endives",
        "Faire connaissance",
    ),
    ("La salle parie", "Quel est l’âge moyen", "Clore les paris", "Quel est l’âge moyen"),
    ("Les téléphones parient", "9 personnes ont parié", "9 personnes ont parié", "Les paris sont ouverts"),
    (
        "Quatre feuilles de papier",
        "40 personnes sur 40 ont répondu",
        "40 personnes sur 40 ont répondu",
        "Votre réponse est mêlée",
    ),
    ("Le portrait de la salle", "52,1 ans", "52,1 ans", "52,1 ans"),
    (
        "Au mur\u00a0: «\u00a0Solidarité",
        "chacun cotise selon ses moyens",
        "Phrases communes 4",
        "chacun cotise",
    ),
    ("Le vote se ferme", "en tête", "en tête", "en tête"),
    ("Le nom est choisi", "La Table du Quatorze", "La Table du Quatorze", "La Table du Quatorze"),
    ("Une personne rapportera", "10 personnes · rapporte :", "1. Les publics cibles 10", "Votre table"),
    ("Table 2\u00a0: «\u00a0Le bio", "1 dissensus", "1 dissensus", "La feuille de la table"),
    ("Rotation", "Tour 2 sur 2", "Tour 2 sur 2", "Tour 2 sur 2"),
    ("La parole est à la table 3", "Chacun fixe sa cotisation", "a parlé", "Chacun fixe sa cotisation"),
    ("La séance se termine", "Soirée de lancement, rejouée", "Procès-verbal", "terminée. Merci"),
]


def plain(page: str) -> str:
    """What the page says, its spaces all of one kind."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def test_the_three_screens_move_with_every_scene(facilitator: FlaskClient) -> None:
    workshop = begun(facilitator)
    replay = services.find(workshop)
    base = f"/c/la-table-du-quatorze/seances/{workshop.id}"
    for caption, *shown in SCENES:
        play_until(replay, caption)
        for screen, words in zip(("mur", "animer", "participer"), shown, strict=True):
            page = facilitator.get(f"{base}/{screen}")
            assert page.status_code == 200
            assert words in plain(page.text), (caption, screen)


def test_the_evening_plays_itself_from_the_welcome_to_the_shared_meal(facilitator: FlaskClient) -> None:
    workshop = begun(facilitator)
    base = f"/c/la-table-du-quatorze/rejouer/{workshop.id}"
    for number in range(200):
        page = facilitator.get(base).text
        if "La soirée est finie" in page:
            break
        seen = re.search(r'name="seen" value="(\d+)"', page)
        assert seen is not None
        assert int(seen[1]) == number
        answer = facilitator.post(f"{base}/etape", data={"seen": seen[1], "key": f"step {number}"})
        assert answer.status_code == 303, answer.text
    db.session.expire_all()
    assert workshop.state is WorkshopState.ENDED
    assert room_of(workshop).here > 30
    assert room_of(workshop).without_device == 4
    assert chosen_rule(workshop) == "consent"
    assert (
        db.session.scalar(
            sa.select(sa.func.count()).select_from(CommonItem).filter_by(workshop_id=workshop.id)
        )
        == 10
    )
    # What the past evening wrote in the blason is not proposed a second time.
    proposed = db.session.scalars(
        sa.select(Proposal).filter_by(effect_kind="blason.revise").order_by(Proposal.id.desc())
    ).first()
    assert proposed is not None
    added = [change["text"] for change in proposed.effect_payload["changes"] if "text" in change]
    assert added == ["Apprendre à cuisiner ensemble, des enfants aux plus âgés"]
    collective = db.session.scalars(sa.select(Collective)).one()
    assert list(verify(collective.id)) == []
    page = facilitator.get(f"/c/la-table-du-quatorze/seances/{workshop.id}/proces-verbal").text
    minutes = plain(unescape(page))
    for sentence in (
        "5 binômes se sont trouvé un point commun : Le couscous du vendredi",
        "Part de femmes : 65 %. La salle pariait, en moyenne, 60,9 %.",
        "Ont rapporté leurs échanges : Les publics cibles Le conventionnement Le financement La gouvernance",
        "Que dit-on aux personnes qui ne sont pas tirées au sort ? (question ouverte, Les publics cibles)",
    ):
        assert sentence in minutes, sentence


def test_a_step_that_can_no_more_be_done_is_passed_over(facilitator: FlaskClient) -> None:
    replay = services.find(begun(facilitator))
    play_until(replay, "«\u00a0Faire collectif\u00a0»")
    quiz = next(one for one in items_of(replay.workshop) if one.kind is ItemKind.COMPOSITION_QUIZ)
    play_until(replay, "Chacun·e peut répondre sur soi")
    lead = db.session.scalars(sa.select(Member).filter_by(role=Role.FACILITATOR)).first()
    assert lead is not None
    go_to(replay.workshop, quiz, lead, CompositionPhase.REVEAL, None)
    play_until(replay, "Le portrait de la salle se révèle")
    assert told(quiz) == 0


def test_a_step_pressed_twice_is_taken_once(facilitator: FlaskClient) -> None:
    workshop = begun(facilitator)
    address = f"/c/la-table-du-quatorze/rejouer/{workshop.id}/etape"
    for key in ("one", "two"):
        facilitator.post(address, data={"seen": "0", "key": key})
    db.session.expire_all()
    assert db.session.scalars(sa.select(Replay.step)).one() == 1


def test_there_is_no_such_thing_outside_a_demonstration(
    app: Flask, facilitator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = begun(facilitator)
    monkeypatch.setitem(app.config, "DEMO", False)
    base = "/c/la-table-du-quatorze/rejouer"
    assert facilitator.get(base).status_code == 404
    assert facilitator.post(base, data={"key": "k"}).status_code == 404
    assert facilitator.post(f"{base}/{workshop.id}/etape", data={"key": "k"}).status_code == 404
    assert "Rejouer" not in facilitator.get("/c/la-table-du-quatorze/seances").text


def test_a_session_of_real_people_does_not_play_itself(facilitator: FlaskClient) -> None:
    workshop = begun(facilitator)
    db.session.execute(sa.delete(Replay))
    db.session.commit()
    assert facilitator.get(f"/c/la-table-du-quatorze/rejouer/{workshop.id}").status_code == 404
