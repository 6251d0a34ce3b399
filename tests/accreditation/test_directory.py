"""The directory: what the public reads of venues, filtered, past their term, printed, and in the charter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accreditation import charter_section, routes
from app.accreditation.models import Venue
from app.accreditation.services.deciding import acts_of
from app.charter import public_page

SignIn = Callable[[str | None], FlaskClient]
LIEUX = "/c/quatorze/lieux"
CHARTER = "/c/quatorze/charte"


def test_the_public_reads_accredited_venues_and_why(
    sign_in: SignIn, accredited: Callable[..., Venue], venue: Callable[..., Venue]
) -> None:
    shop, other = accredited(), venue("En attente")
    page = sign_in(None).get(LIEUX).text
    assert "L’Épicerie du coin" in page
    assert "En attente" not in page
    assert "60\u00a0%" in page
    assert re.search(r"Conventionné le <time", page)
    assert "En attente" in sign_in("Bob").get(LIEUX).text
    assert sign_in(None).get(f"{LIEUX}/{shop.id}").status_code == 200
    assert sign_in(None).get(f"{LIEUX}/{other.id}").status_code == 404
    assert "L’Épicerie du coin" in sign_in(None).get(f"{LIEUX}/fiche").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=epicerie", True),
        ("q=Plaisance", True),
        ("q=inconnu", False),
        ("etat=accredited", True),
        ("etat=to_renew", False),
        ("genre=shop", True),
        ("genre=amap", False),
        ("produit=T1", True),
        ("produit=T2", False),
        ("niveau=2", True),
        ("niveau=3", False),
        ("niveau=99999999999999999999", False),
        ("niveau=-4", True),
        ("etat=nimporte&genre=quoi&page=9", True),
        ("q=%25", False),
    ],
)
def test_the_directory_is_filtered(
    sign_in: SignIn, accredited: Callable[..., Venue], asked: str, found: bool
) -> None:
    accredited(place="Plaisance")
    page = sign_in("Bob").get(f"{LIEUX}?{asked}")
    assert page.status_code == 200
    assert ("L’Épicerie du coin" in page.text) is found


def test_an_accreditation_near_its_term_is_to_renew(
    sign_in: SignIn, accredited: Callable[..., Venue]
) -> None:
    accredited(days=30)
    for who in (None, "Bob"):
        assert "à renouveler" in sign_in(who).get(LIEUX).text
    assert "L’Épicerie du coin" in sign_in("Bob").get(f"{LIEUX}?etat=to_renew").text


def test_an_accreditation_past_its_term_gives_no_rate_until_it_is_renewed(
    sign_in: SignIn, accredited: Callable[..., Venue], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = accredited(days=30)
    last_day = acts_of(shop.id)[0].ends_on
    assert last_day is not None
    monkeypatch.setattr(routes, "today", lambda: last_day)
    assert "L’Épicerie du coin" in sign_in(None).get(f"{LIEUX}/fiche").text
    assert "Taux de prise en charge" in sign_in(None).get(f"{LIEUX}/{shop.id}").text
    monkeypatch.setattr(routes, "today", lambda: last_day + timedelta(days=1))
    directory, page = sign_in(None).get(LIEUX).text, sign_in(None).get(f"{LIEUX}/{shop.id}").text
    assert "Convention échue, à renouveler" in directory
    assert "Taux de prise en charge" not in directory
    assert "Convention échue, à renouveler" in page
    assert 'id="taux"' not in page  # what was decided then stays in its history
    assert "Convention échue" in sign_in(None).get(f"{LIEUX}.csv").text
    assert "L’Épicerie du coin" not in sign_in(None).get(f"{LIEUX}/fiche").text
    assert "L’Épicerie du coin" in sign_in("Bob").get(f"{LIEUX}?etat=to_renew").text


def test_the_charter_in_brief_names_a_venue_from_the_moment_it_is_accredited_to_its_last_day(
    sign_in: SignIn, accredited: Callable[..., Venue], monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = sign_in(None)
    assert "Aucun lieu n’est conventionné" in stranger.get(CHARTER).text
    last_day = acts_of(accredited(days=30).id)[0].ends_on
    assert last_day is not None
    assert "L’Épicerie du coin" in stranger.get(CHARTER).text
    for days, is_named in ((0, True), (1, False)):
        for module in (public_page, charter_section):
            monkeypatch.setattr(module, "local_day", lambda zone, days=days: last_day + timedelta(days=days))
        assert ("L’Épicerie du coin" in stranger.get(CHARTER).text) is is_named


def test_an_empty_directory_says_what_to_do(sign_in: SignIn, collective: object) -> None:
    assert "Aucun lieu pour l’instant" in sign_in(None).get(LIEUX).text
    assert "Aucun lieu n’est conventionné aujourd’hui." in sign_in(None).get(f"{LIEUX}/fiche").text


def test_the_directory_takes_ten_statements_with_many_venues(
    sign_in: SignIn, venue: Callable[..., Venue], count_queries: list[str]
) -> None:
    for number in range(40):
        venue(f"Lieu {number}")
    bob = sign_in("Bob")
    count_queries.clear()
    assert "Page 1 sur 2" in bob.get(LIEUX).text
    assert len(count_queries) <= 10, count_queries


# --- the charter in a minute -------------------------------------------------------------------------


def test_the_charter_in_brief_says_what_is_asked_what_is_given_and_where(
    sign_in: SignIn, accredited: Callable[..., Venue], venue: Callable[..., Venue]
) -> None:
    accredited("Le Four", place="Malakoff")
    accredited("Le Pré", days=30)
    venue("En attente")
    page = sign_in(None).get("/c/quatorze/charte").text
    for told in ("au moins 2 critères sur 3", "Le prix paie le travail.", "Fruits et légumes", "Le Four"):
        assert told in page
    assert "Le Pré" in page, "near its term, it still is accredited"
    assert "En attente" not in page
    assert "2 lieux conventionnés" in page.replace("\u00a0", " ")


def test_the_charter_counts_the_venues_of_each_level_when_they_are_many(
    sign_in: SignIn,
    accredited: Callable[..., Venue],
    monkeypatch: pytest.MonkeyPatch,
    count_queries: list[str],
) -> None:
    monkeypatch.setattr(charter_section, "SHOWN", 2)
    accredited("Le Four", met=3)
    accredited("La Halle", met=2)
    accredited("Le Pré", met=2)
    stranger = sign_in(None)
    count_queries.clear()
    page = stranger.get("/c/quatorze/charte").text
    assert len(count_queries) <= 10, count_queries
    assert "3 lieux conventionnés" in page.replace("\u00a0", " ")
    assert "Le Pré" not in page, "the last by name, on the next page of the directory"
    told = re.findall(r'niveau=(\d)">[^<]*</a> <span>(\d+)\W+lieu', page)
    assert told == [("3", "1"), ("2", "3")], "at least three criteria, then at least two"
    for level, number in told:
        listed = stranger.get(f"{LIEUX}?niveau={level}").text
        assert listed.count('class="venue-entry"') == int(number), "the link leads to as many as it says"


def test_a_venue_past_its_term_reaches_no_level(
    sign_in: SignIn, accredited: Callable[..., Venue], monkeypatch: pytest.MonkeyPatch
) -> None:
    last_day = acts_of(accredited(days=30).id)[0].ends_on
    assert last_day is not None
    monkeypatch.setattr(routes, "today", lambda: last_day + timedelta(days=1))
    assert "L’Épicerie du coin" in sign_in(None).get(LIEUX).text
    assert "L’Épicerie du coin" not in sign_in(None).get(f"{LIEUX}?niveau=2").text


def test_the_sheet_to_print_holds_those_near_their_term_too(
    sign_in: SignIn, accredited: Callable[..., Venue]
) -> None:
    accredited("Le Pré", days=30)
    assert "Le Pré" in sign_in(None).get("/c/quatorze/lieux/fiche").text
