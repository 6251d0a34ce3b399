"""The charter in a minute: the page that comes first, and what it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from app.charter.document import Charter, ClauseKind, ProductType, Scope
from app.charter.models import CharterVersion
from app.collectives.models import Collective
from app.db import db
from tests.charter.charters import add, debated, small

SignIn = Callable[[str | None], FlaskClient]
Adopt = Callable[..., CharterVersion]
FRONT = "/c/quatorze/charte"


def with_everyday_words() -> Charter:
    """The small charter, where L2 says the same in everyday words."""
    told = (replace(c, simple="On paie ce que cela coûte.") if c.code == "L2" else c for c in small().clauses)
    products = (ProductType("T1", "Pain"),)
    return replace(small(), clauses=tuple(told), products=products, rates={(2, "T1"): 45, (3, "T1"): 80})


def plain(page: str) -> str:
    return page.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("who", [None, "Bob"])
def test_says_what_is_asked_in_everyday_words_and_what_is_given(
    adopt: Adopt, sign_in: SignIn, who: str | None
) -> None:
    adopt(with_everyday_words())
    page = plain(sign_in(who).get(FRONT).text)
    for told in ("au moins 2 critères sur 3", "On paie ce que cela coûte.", "Pain", "45 %", "version 1"):
        assert told in page
    assert "Le prix paie le travail." not in page, "the everyday words are enough"
    assert "Le lieu accueille tout le monde." in page, "its own words, when a clause has no simpler ones"


def test_leads_to_the_whole_text_at_each_clause_and_to_every_format(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    page = sign_in(None).get(FRONT).text
    for rest in (
        "/texte",
        "/texte#L2",
        "/versions",
        "/affiche",
        ".pdf",
        ".md",
        ".json",
        "/flux.atom",
        "/recherche",
    ):
        assert f'"{FRONT}{rest}"' in page, rest
    assert 'id="L2"' in sign_in(None).get(f"{FRONT}/texte").text


def test_what_is_debated_and_how_to_amend_are_one_tap_away(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(debated())
    member, stranger = sign_in("Bob").get(FRONT).text, sign_in(None).get(FRONT).text
    assert f'"{FRONT}/texte#en-debat"' in stranger
    assert 'id="en-debat"' in sign_in(None).get(f"{FRONT}/texte").text
    for action in (f'"{FRONT}/amendements"', "Proposer un changement"):
        assert action in member
        assert action not in stranger


def test_points_in_debate_stay_among_members_when_the_collective_wishes(
    adopt: Adopt, sign_in: SignIn, collective: Collective
) -> None:
    adopt(debated())
    collective.show_open_points = False
    db.session.commit()
    assert "en débat" in sign_in("Bob").get(FRONT).text
    assert "en débat" not in sign_in(None).get(FRONT).text


def test_marks_of_writing_are_not_shown_to_who_reads_standing(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(add(small(), ClauseKind.CRITERION, Scope.VENUE, title="Pain", text="Du **vrai** pain <b>gras</b>."))
    page = sign_in(None).get(FRONT).text
    assert "Du vrai pain" in page
    assert "**" not in page
    assert "<b>" not in page


def test_of_two_hundred_criteria_the_first_are_shown_and_the_others_counted(
    adopt: Adopt, sign_in: SignIn, count_queries: list[str]
) -> None:
    charter = small()
    for number in range(197):
        charter = add(
            charter, ClauseKind.CRITERION, Scope.VENUE, title=f"Critère numéro {number}", text="Un mot."
        )
    adopt(charter)
    reader = sign_in("Bob")
    count_queries.clear()
    page = plain(reader.get(FRONT).text)
    assert len(count_queries) <= 10, count_queries
    assert "Critère numéro 8" in page
    assert "Critère numéro 9<" not in page
    assert "188 autres, dans le texte entier" in page
    assert f'"{FRONT}/texte#L13"' in page


@pytest.mark.parametrize(
    ("who", "says", "leads"),
    [
        (None, "Entrer pour proposer un premier texte", "/c/quatorze/entrer"),
        ("Bob", "Proposer un premier texte", "/c/quatorze/deliberations"),
    ],
)
def test_before_a_first_version_it_says_what_a_charter_is_and_what_to_do(
    collective: Collective, sign_in: SignIn, who: str | None, says: str, leads: str
) -> None:
    answer = sign_in(who).get(FRONT)
    assert answer.status_code == 200
    assert "Pas encore de charte" in answer.text
    assert says in answer.text
    assert f'"{leads}"' in answer.text
    for name in ("texte", "affiche"):
        led = sign_in(who).get(f"{FRONT}/{name}")
        assert (led.status_code, led.location) == (303, FRONT)


def test_where_the_page_was_before_still_leads_to_it(collective: Collective, sign_in: SignIn) -> None:
    answer = sign_in(None).get(f"{FRONT}/en-bref")
    assert (answer.status_code, answer.location) == (301, FRONT)


def test_an_old_link_to_a_criterion_finds_it_on_the_first_page(adopt: Adopt, sign_in: SignIn) -> None:
    """The whole text was at this address: `…/charte#L2` was copied and printed."""
    adopt(small())
    assert '<li id="L2">' in sign_in(None).get(FRONT).text


@pytest.mark.parametrize("name", ["", "/texte", "/en-bref", "/affiche"])
def test_the_charter_of_nobody_is_not_found(collective: Collective, sign_in: SignIn, name: str) -> None:
    assert sign_in(None).get(f"/c/nulle-part/charte{name}").status_code == 404


def test_the_poster_leads_to_the_first_page(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(with_everyday_words())
    page = sign_in(None).get(f"{FRONT}/affiche").text
    assert f"localhost{FRONT}<" in page
    assert "<svg" in page
    assert "On paie ce que cela coûte." in page


def test_a_search_leads_to_the_whole_text_at_the_clause(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    page = sign_in(None).get(f"{FRONT}/recherche?q=travail").text
    assert f'"{FRONT}/texte#L2"' in page
    assert f'"{FRONT}/versions/1/L2"' in page, "and to where it is cited"


def test_the_whole_text_leads_to_where_each_clause_is_cited_and_its_life_told(
    adopt: Adopt, sign_in: SignIn
) -> None:
    adopt(small())
    assert f'"{FRONT}/versions/1/L2"' in sign_in(None).get(f"{FRONT}/texte").text
    assert f'"{FRONT}/clauses/L2"' in sign_in(None).get(f"{FRONT}/versions/1/L2").text
