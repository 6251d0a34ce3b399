"""What is decided of venues is told among what is new, and the search leads to the venues one may see."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.accreditation.models import Venue

SignIn = Callable[[str | None], FlaskClient]
NEWS, SEARCH = "/c/quatorze/nouveautes", "/c/quatorze/recherche"


def test_an_act_is_told_with_its_reasons_and_the_way_to_the_venue(
    accredited: Callable[..., Venue], sign_in: SignIn
) -> None:
    venue = accredited("Le Verger")
    shown = sign_in("Bob").get(NEWS).text
    assert "Le Verger : conventionné" in shown
    assert "Nous y sommes allés, et c’est ainsi." in shown
    assert f"/c/quatorze/lieux/{venue.id}" in shown


def test_nothing_decided_is_nothing_told(reviewed: Callable[..., Venue], sign_in: SignIn) -> None:
    reviewed("Le Verger")
    assert "conventionné" not in sign_in("Bob").get(NEWS).text


def test_a_venue_is_found_by_its_name_and_its_words(
    accredited: Callable[..., Venue], sign_in: SignIn
) -> None:
    venue = accredited("Le Verger", presentation="Des pommes et des poires.")
    for person in ("Bob", None):
        for words in ("verger", "POMMES"):
            shown = sign_in(person).get(SEARCH, query_string={"q": words}).text
            assert f"/c/quatorze/lieux/{venue.id}" in shown, (person, words)


def test_the_public_does_not_find_a_venue_that_is_not_accredited_yet(
    reviewed: Callable[..., Venue], sign_in: SignIn
) -> None:
    venue = reviewed("Le Verger")
    asked = {"q": "verger"}
    assert f"lieux/{venue.id}" in sign_in("Bob").get(SEARCH, query_string=asked).text
    assert f"lieux/{venue.id}" not in sign_in(None).get(SEARCH, query_string=asked).text


def test_a_venue_renamed_is_found_under_its_new_name_alone(
    accredited: Callable[..., Venue], sign_in: SignIn
) -> None:
    venue = accredited("Le Verger")
    said = {
        "name": "La Poiraie",
        "kind": "shop",
        "place": "Essonne",
        "presentation": "Des poires.",
        "market": "",
    }
    assert sign_in("Farid").post(f"/c/quatorze/lieux/{venue.id}/fiche", data=said).status_code == 303
    found = {
        words: f"lieux/{venue.id}" in sign_in("Bob").get(SEARCH, query_string={"q": words}).text
        for words in ("verger", "poiraie")
    }
    assert found == {"verger": False, "poiraie": True}
