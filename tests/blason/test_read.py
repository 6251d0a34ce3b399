"""Anyone reads the blason: on screen, as a drawing, as a poster, version by version, in few statements."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.blason.document import ItemKind
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from tests.blason.conftest import write

SignIn = Callable[[str | None], FlaskClient]


def test_the_public_reads_items_and_rules(founded: Collective, sign_in: SignIn) -> None:
    page = sign_in(None).get("/c/quatorze/blason")
    assert page.status_code == 200
    for said in ("Solidarité", "Trier les personnes", "Consensus", "Consentement", "2/3 des voix exprimées"):
        assert said in page.text
    assert 'role="img"' in page.text
    assert "/blason/modifier" not in page.text


def test_founders_are_offered_to_write_until_a_decision(founded: Collective, sign_in: SignIn) -> None:
    assert "/blason/modifier" in sign_in("Alice").get("/c/quatorze/blason").text
    assert "/blason/modifier" not in sign_in("Bob").get("/c/quatorze/blason").text


def test_an_adopted_version_names_its_decision(adopted: Collective, sign_in: SignIn) -> None:
    page = sign_in("Alice").get("/c/quatorze/blason").text
    assert "Adopter le blason ?" in page
    assert "Tablée du 14e" in page
    assert "/blason/modifier" not in page


def test_a_blank_blason_is_drawn_and_says_so(collective: Collective, sign_in: SignIn) -> None:
    page = sign_in(None).get("/c/quatorze/blason")
    assert page.status_code == 200
    assert "encore à écrire" in page.text


def test_the_home_shows_the_shield(founded: Collective, sign_in: SignIn) -> None:
    assert 'id="home-title"' in sign_in(None).get("/c/quatorze/").text


def test_the_drawing_is_a_file(founded: Collective, sign_in: SignIn) -> None:
    browser = sign_in(None)
    answer = browser.get("/c/quatorze/blason.svg")
    assert answer.mimetype == "image/svg+xml"
    assert ET.fromstring(answer.text).tag.endswith("svg")  # noqa: S314 - our own drawing
    again = browser.get("/c/quatorze/blason.svg", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_poster_is_one_page_that_can_be_searched(founded: Collective, sign_in: SignIn) -> None:
    answer = sign_in(None).get("/c/quatorze/blason.pdf")
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(answer.data)).pages
    assert len(pages) == 1
    assert "Paris 14e" in pages[0].extract_text()
    assert sign_in(None).get("/c/quatorze/blason/affiche").status_code == 200


@pytest.mark.parametrize("number", [0, 99])
def test_a_version_that_never_was_is_not_found(founded: Collective, sign_in: SignIn, number: int) -> None:
    assert sign_in(None).get(f"/c/quatorze/blason/versions/{number}").status_code == 404


@pytest.mark.parametrize("path", ["blason", "blason/modifier", "blason/versions/3", "blason/affiche"])
def test_a_page_sends_few_statements_however_long_the_history(
    founded: Collective,
    member: Callable[[str], Member],
    sign_in: SignIn,
    count_queries: list[str],
    path: str,
) -> None:
    for number in range(30):
        write(founded, member("Alice"), ItemKind.OBJECTIVE, f"Objectif {number}")
    db.session.commit()
    browser = sign_in("Alice")
    count_queries.clear()
    assert browser.get(f"/c/quatorze/{path}").status_code == 200
    assert len(count_queries) <= 10
