"""The home shows who the collective is, what features add, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.collectives import checklist, home
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.register.services import record

SignIn = Callable[[str | None], FlaskClient]
URL = "/c/quatorze/"


def test_the_public_reads_the_presentation(sign_in: SignIn, collective: Collective) -> None:
    collective.presentation = "Nous mangeons **bien**."
    db.session.commit()
    page = sign_in(None).get(URL).text
    assert "Caisse du 14e" in page
    assert "Paris 14e" in page
    assert "<strong>bien</strong>" in page
    assert "Vous faites partie du collectif" in page
    assert "Pour bien commencer" not in page
    assert "Je suis là" not in page


def test_a_member_is_offered_to_check_in(sign_in: SignIn, collective: Collective) -> None:
    bob = sign_in("Bob")
    page = bob.get(URL).text
    assert "Personne n’a encore émargé" in page
    bob.post("/c/quatorze/emargement/moi")
    page = bob.get(URL).text
    assert "Une personne a émargé." in page
    assert "Je suis là" not in page


def test_an_empty_presentation_is_offered_to_the_administrator(
    sign_in: SignIn, collective: Collective
) -> None:
    assert "Écrire quelques lignes" in sign_in("Alice").get(URL).text
    assert "Écrire quelques lignes" not in sign_in("Bob").get(URL).text


def test_panels_come_in_their_order_and_may_be_absent(
    sign_in: SignIn, collective: Collective, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "_panels", {})

    def nothing(collective: Collective, actor: Member | None) -> None:
        return None

    def later(collective: Collective, actor: Member | None) -> home.Content:
        return "later.html", {}

    def sooner(collective: Collective, actor: Member | None) -> home.Content:
        return "sooner.html", {"who": actor.name if actor else "public"}

    home.add_panel(20, later)
    home.add_panel(15, nothing)
    home.add_panel(10, sooner)
    home.add_panel(10, sooner)
    assert home.panels(collective, None) == [("sooner.html", {"who": "public"}), ("later.html", {})]


def test_an_emblem_stands_beside_the_presentation_once_and_may_be_absent(
    collective: Collective, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "_emblems", [])

    def shield(collective: Collective, actor: Member | None) -> home.Content:
        return "shield.html", {}

    home.add_emblem(shield)
    home.add_emblem(lambda collective, actor: None)
    home.add_emblem(shield)
    assert home.emblems(collective, None) == [("shield.html", {})]


@pytest.fixture
def _two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checklist, "_offers", {})
    checklist.add_step(20, "proxies.index", "Donner un pouvoir", {"proxy.given"})
    checklist.add_step(10, "collectives.settings", "Régler la boussole", {"collective.settled"})
    checklist.add_step(30, "absent.page", "Jamais vu", {"absent.done"})


@pytest.mark.usefixtures("_two_steps")
def test_the_first_steps_are_ticked_by_the_register(sign_in: SignIn, collective: Collective) -> None:
    record(collective.id, "collective.settled")
    db.session.commit()
    page = sign_in("Alice").get(URL).text
    assert page.index("Régler la boussole") < page.index("c’est fait") < page.index("Donner un pouvoir")
    assert "Jamais vu" not in page


@pytest.mark.usefixtures("_two_steps")
def test_a_step_is_a_link_only_for_who_may_do_it(sign_in: SignIn, collective: Collective) -> None:
    assert '<a href="/c/quatorze/reglages">Régler la boussole' in sign_in("Alice").get(URL).text
    assert "<span>Régler la boussole" in sign_in("Bob").get(URL).text


@pytest.mark.usefixtures("_two_steps")
def test_the_steps_disappear_once_all_are_done(sign_in: SignIn, collective: Collective) -> None:
    record(collective.id, "collective.settled")
    record(collective.id, "proxy.given")
    db.session.commit()
    assert "Pour bien commencer" not in sign_in("Alice").get(URL).text


@pytest.mark.usefixtures("_two_steps")
def test_the_steps_disappear_after_a_season(sign_in: SignIn, collective: Collective) -> None:
    collective.created_at -= timedelta(days=100)
    db.session.commit()
    assert "Pour bien commencer" not in sign_in("Alice").get(URL).text


def test_an_unknown_collective_is_not_found(sign_in: SignIn, collective: Collective) -> None:
    assert sign_in(None).get("/c/nulle-part/").status_code == 404


@pytest.mark.parametrize("name", [None, "Bob", "Alice"])
def test_the_home_asks_few_questions_of_the_database(
    sign_in: SignIn, collective: Collective, count_queries: list[str], name: str | None
) -> None:
    client = sign_in(name)
    db.session.commit()
    db.session.expunge_all()
    count_queries.clear()
    assert client.get(URL).status_code == 200
    assert len(count_queries) <= 10, count_queries
