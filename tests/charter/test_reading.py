"""Finding one's way in the charter: as of a day, a clause and its life, a citation, a search."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

import app.db as database
from app.charter.document import Charter, ClauseKind, ProductType, Scope
from app.charter.models import CharterVersion
from app.charter.searching import search
from tests.charter.charters import add, charters, debated, small

SignIn = Callable[[str | None], FlaskClient]
Adopt = Callable[..., CharterVersion]
HOME = "/c/quatorze/charte"


@pytest.fixture
def three_versions(adopt: Adopt, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written on 1 March, L2 reworded on 5 April, L3 removed and the threshold lowered on 9 May 2024."""
    first = small()
    second = said(first, "L2", "Le prix paie tout le travail.")
    third = replace(second, clauses=tuple(c for c in second.clauses if c.code != "L3"))
    for month, day, charter in ((3, 1, first), (4, 5, second), (5, 9, third)):
        moment = datetime(2024, month, day, 18, tzinfo=UTC)
        monkeypatch.setattr(database, "clock", lambda moment=moment: moment)
        adopt(charter)


def said(charter: Charter, code: str, text: str) -> Charter:
    clauses = tuple(replace(c, text=text) if c.code == code else c for c in charter.clauses)
    return replace(charter, clauses=clauses)


@pytest.mark.usefixtures("three_versions")
@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2024-02-29", "Pas encore de charte ce jour-là"),
        ("2024-03-01", "la version 1 était en vigueur"),
        ("2024-04-04", "la version 1 était en vigueur"),
        ("2024-04-05", "la version 2 était en vigueur"),
        ("2030-01-01", "la version 3 était en vigueur"),
    ],
)
def test_the_charter_is_read_as_it_was_that_day(sign_in: SignIn, day: str, says: str) -> None:
    assert says in sign_in(None).get(f"{HOME}/au/{day}").text


@pytest.mark.parametrize("day", ["demain", "2024-02-30", "2024", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_not_one_is_not_found(sign_in: SignIn, collective: object, day: str) -> None:
    assert sign_in(None).get(f"{HOME}/au/{day}").status_code == 404
    assert sign_in(None).get(f"{HOME}/au?jour={day}").location.endswith("/charte/versions")


def test_the_form_leads_to_the_day(sign_in: SignIn, collective: object) -> None:
    assert sign_in(None).get(f"{HOME}/au?jour=2024-03-01").location.endswith("/charte/au/2024-03-01")


@pytest.mark.usefixtures("three_versions")
def test_the_life_of_a_clause_is_told_by_its_decisions(sign_in: SignIn) -> None:
    stranger = sign_in(None)
    life = stranger.get(f"{HOME}/clauses/L2").text
    assert life.index("Version 2") < life.index("Version 1")
    assert "Version 3" not in life
    assert "<ins>" in life
    gone = stranger.get(f"{HOME}/clauses/L3").text
    assert "Retiré" in gone
    assert "Ajouté" in gone
    assert stranger.get(f"{HOME}/clauses/L9").status_code == 404


def test_the_charter_of_a_day_is_whole_rates_and_debates_included(adopt: Adopt, sign_in: SignIn) -> None:
    products = (ProductType("T1", "Pain"),)
    adopt(replace(debated(), products=products, rates={(2, "T1"): 45, (3, "T1"): 80}))
    page = sign_in(None).get(f"{HOME}/au/2030-01-01").text
    for told in ("45\u00a0%", "au moins 2 critères sur 3", "En débat", "Venu de loin."):
        assert told in page


def test_the_life_of_a_clause_tells_what_changed_in_its_everyday_words(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    simpler = (replace(c, simple="On paie juste.") if c.code == "L2" else c for c in small().clauses)
    adopt(replace(small(), clauses=tuple(simpler)))
    life = sign_in(None).get(f"{HOME}/clauses/L2").text
    assert "Réécrit" in life
    assert re.search(r"Version simple.*<ins>.*On paie juste", life)


@pytest.mark.usefixtures("three_versions")
def test_the_life_of_a_clause_takes_few_statements(sign_in: SignIn, count_queries: list[str]) -> None:
    stranger = sign_in(None)
    count_queries.clear()
    stranger.get(f"{HOME}/clauses/L2")
    assert len(count_queries) <= 4, count_queries


@pytest.mark.usefixtures("three_versions")
def test_a_citation_always_shows_the_same_text(sign_in: SignIn) -> None:
    stranger = sign_in(None)
    first = stranger.get(f"{HOME}/versions/1/L2").text
    assert "Le prix paie le travail." in first
    assert "version 1" in first
    assert "Le prix paie tout le travail." in stranger.get(f"{HOME}/versions/2/L2").text
    assert stranger.get(f"{HOME}/versions/3/L3").status_code == 404
    assert stranger.get(f"{HOME}/versions/9/L2").status_code == 404


def test_open_points_stay_among_members_when_the_collective_wishes(
    adopt: Adopt, sign_in: SignIn, collective: object
) -> None:
    adopt(debated())
    collective.show_open_points = False
    database.db.session.commit()
    for where in ("versions/1/PR1", "clauses/PR1"):
        assert sign_in(None).get(f"{HOME}/{where}").status_code == 404
        assert sign_in("Bob").get(f"{HOME}/{where}").status_code == 200
    assert "Le riz" not in sign_in(None).get(f"{HOME}/recherche?q=riz").text
    assert "Le riz" in sign_in("Bob").get(f"{HOME}/recherche?q=riz").text


@pytest.mark.usefixtures("three_versions")
def test_words_are_found_whatever_their_accents(sign_in: SignIn) -> None:
    page = sign_in(None).get(f"{HOME}/recherche?q=UNIVERSALITE").text
    assert "Universalité" in page
    assert "<mark>" in sign_in(None).get(f"{HOME}/recherche?q=travail").text
    assert "Aucune clause ne contient ces mots" in sign_in(None).get(f"{HOME}/recherche?q=zzz").text
    assert sign_in(None).get(f"{HOME}/recherche").status_code == 200


@given(st.data())
def test_a_clause_is_found_by_any_word_of_its_title(data: st.DataObject) -> None:
    charter = add(data.draw(charters()), ClauseKind.CRITERION, Scope.VENUE, title="Épicerie d’à côté")
    assert "Épicerie d’à côté" in {found.clause.title for found in search(charter, "epic cote")}
    assert search(charter, "  ") == []


@pytest.mark.usefixtures("three_versions")
def test_any_version_is_printed_in_usual_and_in_large_type(sign_in: SignIn) -> None:
    stranger = sign_in(None)
    usual = stranger.get(f"{HOME}/versions/1.pdf")
    large = stranger.get(f"{HOME}.pdf?gros=1")
    assert (usual.mimetype, large.mimetype) == ("application/pdf", "application/pdf")
    assert "-v1.pdf" in usual.headers["Content-Disposition"]
    assert "-gros.pdf" in large.headers["Content-Disposition"]
    assert large.data != stranger.get(f"{HOME}.pdf").data
