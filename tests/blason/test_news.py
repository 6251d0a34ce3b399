"""An adopted blason is news to members, and found by its words by everyone."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.collectives.models import Collective

SignIn = Callable[[str | None], FlaskClient]


def test_an_adopted_blason_is_news(adopted: Collective, sign_in: SignIn) -> None:
    shown = sign_in("Bob").get("/c/quatorze/nouveautes").text
    assert shown.count("Le blason passe à la version") == 1


def test_a_draft_is_no_news(founded: Collective, sign_in: SignIn) -> None:
    assert "Le blason passe" not in sign_in("Bob").get("/c/quatorze/nouveautes").text


def test_everyone_finds_the_blason_by_its_words(founded: Collective, sign_in: SignIn) -> None:
    for name in ("Bob", None):
        shown = sign_in(name).get("/c/quatorze/recherche?q=convivialite").text
        assert '<a href="/c/quatorze/blason">' in shown
        assert "<mark>Convivialité</mark>" in shown
