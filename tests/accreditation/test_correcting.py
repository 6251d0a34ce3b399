"""What is said of a venue is corrected; what was decided of it is not."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.accreditation.models import Venue, VenueKind
from app.accreditation.services import applying
from app.collectives.models import Collective
from app.db import db

SignIn = Callable[[str | None], FlaskClient]
SAID = {"name": "Le Pré", "kind": "shop", "place": "Malakoff", "presentation": "Des légumes.", "market": ""}


def address(venue: Venue, what: str = "fiche") -> str:
    return f"/c/quatorze/lieux/{venue.id}/{what}"


def test_a_facilitator_corrects_what_is_said(sign_in: SignIn, accredited: Callable[..., Venue]) -> None:
    found = accredited("Le Pres")
    browser = sign_in("Farid")
    assert 'value="Le Pres"' in browser.get(address(found)).text
    assert browser.post(address(found), data=SAID | {"products": ["T1"]}).status_code == 303
    db.session.refresh(found)
    assert (found.name, found.folded_name, found.place) == ("Le Pré", "le pre", "Malakoff")
    assert "Conventionné" in browser.get(f"/c/quatorze/lieux/{found.id}").text


def test_a_seller_is_put_on_its_market_and_shown_there(sign_in: SignIn, venue: Callable[..., Venue]) -> None:
    market, stall = venue("Marché Brune"), venue("Le stand")
    market.kind = VenueKind.MARKET
    db.session.commit()
    browser = sign_in("Farid")
    said = SAID | {"name": "Le stand", "market": str(market.id)}
    assert browser.post(address(stall), data=said).status_code == 303
    assert "Le stand" in browser.get(f"/c/quatorze/lieux/{market.id}").text
    emptied = browser.post(address(market), data=SAID | {"name": "Marché Brune"})
    assert emptied.status_code == 422
    assert "Des lieux sont notés sur ce marché" in emptied.text


def test_a_market_stands_on_no_market_and_a_shop_is_none(
    sign_in: SignIn, venue: Callable[..., Venue]
) -> None:
    market, shop = venue("Marché Brune"), venue("Le Pré")
    market.kind = VenueKind.MARKET
    db.session.commit()
    browser = sign_in("Farid")
    on_market = SAID | {"kind": "market", "market": str(market.id)}
    assert browser.post(address(shop), data=on_market).status_code == 422
    for wrong in (shop.id, 999, "x"):
        refused = browser.post(address(market), data=SAID | {"name": "Brune", "market": str(wrong)})
        assert refused.status_code == 422


def test_a_name_already_taken_is_refused_and_the_text_kept(
    sign_in: SignIn, venue: Callable[..., Venue]
) -> None:
    venue("Le Pré")
    other = venue("Le Four")
    page = sign_in("Farid").post(address(other), data=SAID | {"presentation": "Du pain d’ici."})
    assert page.status_code == 422
    assert "déjà connu" in page.text
    assert "Du pain d’ici." in page.text


def test_a_lost_code_is_replaced_and_opens_nothing_any_more(
    collective: Collective, sign_in: SignIn, charter_in_force: None
) -> None:
    found, lost = applying.apply(
        collective, applying.Asked(name="Le Four", kind=VenueKind.SHOP, applicant="Ana")
    )
    db.session.commit()
    page = sign_in("Farid").post(address(found, "code"))
    assert page.status_code == 201
    assert applying.application_of(collective, lost) is None
    new = page.text.split('<strong class="code">')[1].split("<")[0]
    assert applying.application_of(collective, new) is not None


def test_only_those_who_facilitate_correct(sign_in: SignIn, venue: Callable[..., Venue]) -> None:
    found = venue("Le Four")
    assert sign_in("Bob").get(address(found)).status_code == 403
    assert sign_in("Bob").post(address(found), data=SAID).status_code == 403
    assert sign_in("Bob").post(address(found, "code")).status_code == 403
