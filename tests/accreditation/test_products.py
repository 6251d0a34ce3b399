"""What the public reads of a type of product: at which rates, on which conditions, where."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

import app.db as database
from app.accreditation.models import Venue
from app.accreditation.wording import product_range
from app.charter.document import Charter, ClauseKind, Scope
from app.db import db
from tests.accreditation.conftest import CHARTER
from tests.charter.charters import add

SignIn = Callable[[str | None], FlaskClient]
PRODUCTS = "/c/quatorze/produits"


def test_each_type_is_told_with_its_rates_and_how_many_venues_offer_it(
    sign_in: SignIn, accredited: Callable[..., Venue], reviewed: Callable[..., Venue]
) -> None:
    accredited("Le Four", products=("T1", "T2"))
    accredited("Le Pré")
    reviewed("En chemin")
    page = sign_in(None).get(PRODUCTS).text
    assert re.search(r"Fruits et légumes.*de 60.% à 80.%.*dans 2 lieux.*Pain", page, re.S)
    assert re.search(r"Pain.*à 50.%.*dans aucun lieu", page, re.S), "two criteria met give no rate for bread"


def test_a_type_says_where_to_find_it_the_best_rate_first(
    sign_in: SignIn, accredited: Callable[..., Venue]
) -> None:
    accredited("Au moins cher", met=2)
    accredited("Le meilleur", met=3)
    page = sign_in(None).get(f"{PRODUCTS}/T1").text
    assert "2 lieux où le trouver" in page
    assert page.index("Le meilleur") < page.index("Au moins cher")


@pytest.mark.usefixtures("charter_in_force")
def test_a_type_that_nobody_offers_says_so(sign_in: SignIn) -> None:
    assert "Aucun lieu conventionné ne le propose" in sign_in(None).get(f"{PRODUCTS}/T2").text


def test_what_the_charter_asks_of_products_is_said_beside(
    sign_in: SignIn, in_force: Callable[[Charter], None]
) -> None:
    in_force(add(CHARTER, ClauseKind.CRITERION, Scope.PRODUCT, title="Brut", text="Peu transformé."))
    page = sign_in(None).get(f"{PRODUCTS}/T1").text
    assert "Brut" in page
    assert "Peu transformé." in page


def test_an_accreditation_that_is_over_offers_nothing(
    sign_in: SignIn, accredited: Callable[..., Venue], monkeypatch: pytest.MonkeyPatch
) -> None:
    accredited("Le Four", days=30)
    assert "Le Four" in sign_in(None).get(f"{PRODUCTS}/T1").text
    after = database.clock() + timedelta(days=32)
    monkeypatch.setattr(database, "clock", lambda: after)
    assert "Le Four" not in sign_in(None).get(f"{PRODUCTS}/T1").text
    assert "dans aucun lieu" in sign_in(None).get(PRODUCTS).text


def test_a_type_that_is_not_one_is_not_found(sign_in: SignIn) -> None:
    assert "ne dit pas encore" in sign_in(None).get(PRODUCTS).text
    assert sign_in(None).get(f"{PRODUCTS}/T1").status_code == 404


def test_the_pages_of_products_take_ten_statements_with_many_venues(
    sign_in: SignIn, accredited: Callable[..., Venue], count_queries: list[str]
) -> None:
    for number in range(12):
        accredited(f"Lieu {number}")
    db.session.expire_all()
    for address in (PRODUCTS, f"{PRODUCTS}/T1"):
        count_queries.clear()
        assert sign_in(None).get(address).status_code == 200
        assert len(count_queries) <= 10


@pytest.mark.parametrize(
    ("rates", "told"),
    [({}, "Pas pris en charge"), ({(2, "T1"): 40, (3, "T1"): 40}, "à 40"), ({(3, "T1"): 90}, "à 90")],
)
def test_the_range_of_a_type_is_said_in_a_sentence(
    app: Flask, rates: dict[tuple[int, str], int], told: str
) -> None:
    with app.test_request_context("/"):
        assert told in product_range(replace(CHARTER, rates=rates), "T1")
