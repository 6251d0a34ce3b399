"""The charter, kept as it went out: always true, and the same for everyone who has no account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.charter.models import CharterVersion
from app.collectives.models import Collective
from app.db import db
from tests.charter.charters import debated, small

BRIEF = "/c/quatorze/charte"
ADDRESS = f"{BRIEF}/texte"


Adopt = Callable[..., CharterVersion]
SignIn = Callable[[str | None], FlaskClient]


def test_a_new_version_is_public_at_once(adopt: Adopt, sign_in: SignIn) -> None:
    stranger = sign_in(None)
    assert stranger.get(ADDRESS).status_code == 303
    adopt(small())
    assert "Le prix paie le travail." in stranger.get(ADDRESS).text
    adopt(replace(small(), threshold=3))
    assert "au moins 3 critères sur 3" in stranger.get(ADDRESS).text


@pytest.mark.parametrize("address", [BRIEF, ADDRESS])
def test_the_public_page_is_not_computed_twice(
    adopt: Adopt, sign_in: SignIn, count_queries: list[str], address: str
) -> None:
    adopt(small())
    first = sign_in(None).get(address)
    count_queries.clear()
    again = sign_in(None).get(address)
    assert again.data == first.data
    assert len(count_queries) == 1
    unchanged = sign_in(None).get(address, headers={"If-None-Match": again.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")


def test_the_page_of_a_member_is_never_given_to_the_public(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    assert "Bob" in sign_in("Bob").get(ADDRESS).text
    assert "Bob" not in sign_in(None).get(ADDRESS).text


def test_each_language_has_its_page(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    assert '<html lang="fr">' in sign_in(None).get(ADDRESS, headers={"Accept-Language": "fr"}).text
    assert '<html lang="en">' in sign_in(None).get(ADDRESS, headers={"Accept-Language": "en"}).text


def test_the_public_page_changes_as_soon_as_the_collective_hides_its_debates(
    adopt: Adopt, sign_in: SignIn, collective: Collective
) -> None:
    adopt(debated())
    stranger = sign_in(None)
    assert "Venu de loin." in stranger.get(ADDRESS).text
    collective.show_open_points = False
    db.session.commit()
    assert "Venu de loin." not in stranger.get(ADDRESS).text


def test_the_public_page_holds_nothing_of_whoever_asked_first(
    app: Flask, adopt: Adopt, sign_in: SignIn
) -> None:
    adopt(small())
    answer = sign_in(None).get(ADDRESS)
    assert "csrf_token" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert {"Cookie", "Accept-Language"} <= set(answer.vary)
    dark = app.test_client()
    dark.set_cookie("apparence", "dark")
    assert 'media="screen"' in dark.get(ADDRESS).text
    assert 'media="screen"' not in sign_in(None).get(ADDRESS).text


def test_a_message_waiting_for_someone_is_never_given_to_another(app: Flask, adopt: Adopt) -> None:
    adopt(small())
    told = app.test_client()
    with told.session_transaction() as session:
        session["_flashes"] = [("message", "Pour vous seulement.")]
    assert "Pour vous seulement." in told.get(ADDRESS).text
    assert "Pour vous seulement." not in app.test_client().get(ADDRESS).text


def test_the_public_page_says_how_to_keep_it(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    answer = sign_in(None).head(ADDRESS)
    assert (answer.status_code, answer.data) == (200, b"")
    assert sign_in(None).get(ADDRESS).headers["Cache-Control"] == "private, no-cache"
