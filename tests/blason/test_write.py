"""Founders write the blason by hand until a decision adopts it; a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from app.blason import services
from app.blason.document import ItemKind
from app.collectives.models import Collective
from app.db import db
from app.register.services import verify

SignIn = Callable[[str | None], FlaskClient]
HOME = "/c/quatorze/blason"
WRITES = [
    ("/blason/nom", {"name": "Tablée"}),
    ("/blason/value", {"value-text": "Entraide"}),
    ("/blason/elements/V1", {"text": "Entraide", "seen": "Solidarité"}),
    ("/blason/elements/V1/retrait", {}),
    ("/blason/elements/V2/place", {"direction": "up"}),
    ("/blason/regles/charter", {"steps-0-mode": "consent", "steps-0-quorum": "1/2"}),
]


def _texts(collective: Collective) -> list[str]:
    return [item.text for item in services.current_blason(collective).items]


def test_a_facilitator_adds_a_value(founded: Collective, sign_in: SignIn) -> None:
    answer = sign_in("Farid").post(f"{HOME}/value", data={"value-text": "Entraide"})
    assert (answer.status_code, answer.location) == (303, f"{HOME}/modifier#kind-value")
    assert services.current_blason(founded).item("V3").text == "Entraide"


def test_each_edit_leaves_the_version_before_it_readable(founded: Collective, sign_in: SignIn) -> None:
    browser = sign_in("Alice")
    browser.post(f"{HOME}/elements/V1", data={"text": "Entraide", "seen": "Solidarité"})
    numbers = [row.version.number for row in services.versions(founded.id)]
    assert numbers == [5, 4, 3, 2, 1]
    assert "Solidarité" in browser.get(f"{HOME}/versions/4").text
    assert "Ce n’est plus le blason d’aujourd’hui." in browser.get(f"{HOME}/versions/4").text
    assert "Entraide" in browser.get(f"{HOME}/versions/5").text


def test_an_item_moves_up_and_leaves(founded: Collective, sign_in: SignIn) -> None:
    browser = sign_in("Alice")
    assert browser.post(f"{HOME}/elements/V2/place", data={"direction": "up"}).status_code == 303
    values = services.current_blason(founded).of_kind(ItemKind.VALUE)
    assert [item.text for item in values] == ["Convivialité", "Solidarité"]
    assert browser.post(f"{HOME}/elements/V2/retrait").status_code == 303
    assert "Convivialité" not in _texts(founded)


def test_removing_twice_is_removing_once(founded: Collective, sign_in: SignIn) -> None:
    browser = sign_in("Alice")
    browser.post(f"{HOME}/elements/V1/retrait")
    before = len(services.versions(founded.id))
    assert browser.post(f"{HOME}/elements/V1/retrait").status_code == 303
    assert len(services.versions(founded.id)) == before


def test_the_name_on_the_ribbon_is_the_collective_s(founded: Collective, sign_in: SignIn) -> None:
    sign_in("Alice").post(f"{HOME}/nom", data={"name": "Tablée du 14e"})
    assert founded.name == services.current_blason(founded).name == "Tablée du 14e"


def test_saving_what_is_already_there_writes_no_version(founded: Collective, sign_in: SignIn) -> None:
    before = len(services.versions(founded.id))
    sign_in("Alice").post(f"{HOME}/nom", data={"name": "Caisse du 14e"})
    assert len(services.versions(founded.id)) == before


def test_the_same_form_sent_twice_adds_once(founded: Collective, sign_in: SignIn) -> None:
    browser = sign_in("Alice")
    for _again in range(2):
        browser.post(f"{HOME}/value", data={"value-text": "Entraide", "key": "une-fois"})
    assert _texts(founded).count("Entraide") == 1


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "a" * 281, "un\u202emot", "un\x07mot"],
)
def test_a_sentence_that_cannot_be_is_refused_and_given_back(
    founded: Collective, sign_in: SignIn, typed: str
) -> None:
    before = _texts(founded)
    answer = sign_in("Alice").post(f"{HOME}/prohibition", data={"prohibition-text": typed})
    assert answer.status_code == 422
    assert 'id="prohibition-text-error"' in answer.text
    assert _texts(founded) == before


def test_two_people_reword_at_once_and_the_second_sees_both(founded: Collective, sign_in: SignIn) -> None:
    alice, farid = sign_in("Alice"), sign_in("Farid")
    alice.post(f"{HOME}/elements/V1", data={"text": "Entraide", "seen": "Solidarité"})
    late = farid.post(f"{HOME}/elements/V1", data={"text": "Fraternité", "seen": "Solidarité"})
    assert late.status_code == 409
    assert "Entraide" in late.text
    assert "Fraternité</textarea>" in late.text
    assert "Entraide" in _texts(founded)
    informed = farid.post(f"{HOME}/elements/V1", data={"text": "Fraternité", "seen": "Entraide"})
    assert informed.status_code == 303
    assert "Fraternité" in _texts(founded)


def test_rewording_what_is_gone_is_not_found(founded: Collective, sign_in: SignIn) -> None:
    browser = sign_in("Alice")
    browser.post(f"{HOME}/elements/V1/retrait")
    gone = browser.post(f"{HOME}/elements/V1", data={"text": "Une phrase que je venais d’écrire"})
    assert gone.status_code == 404
    assert "Une phrase que je venais d’écrire" in gone.text


def test_an_unknown_kind_is_not_found(founded: Collective, sign_in: SignIn) -> None:
    assert sign_in("Alice").post(f"{HOME}/devise", data={"text": "a"}).status_code == 404


@pytest.mark.parametrize(("path", "data"), WRITES)
def test_after_a_decision_nobody_writes_by_hand(
    adopted: Collective, sign_in: SignIn, path: str, data: dict[str, str]
) -> None:
    before = len(services.versions(adopted.id))
    answer = sign_in("Alice").post(f"/c/quatorze{path}", data=data)
    assert answer.status_code == 409
    assert "seule une autre décision peut le changer" in answer.text
    assert len(services.versions(adopted.id)) == before


@pytest.mark.parametrize("part", ["modifier", "elements/V1", "regles/charter"])
def test_after_a_decision_the_editor_is_closed(adopted: Collective, sign_in: SignIn, part: str) -> None:
    assert sign_in("Alice").get(f"{HOME}/{part}").status_code == 409


@pytest.mark.parametrize(("path", "data"), WRITES)
def test_a_member_does_not_write_alone(
    founded: Collective, sign_in: SignIn, path: str, data: dict[str, str]
) -> None:
    assert sign_in("Bob").post(f"/c/quatorze{path}", data=data).status_code == 403


@pytest.mark.parametrize(("path", "data"), WRITES)
def test_the_public_is_asked_to_come_in(
    founded: Collective, sign_in: SignIn, path: str, data: dict[str, str]
) -> None:
    answer = sign_in(None).post(f"/c/quatorze{path}", data=data)
    assert answer.status_code == 303
    assert "/entrer" in answer.location


def test_eight_people_add_at_once_and_nothing_is_lost(founded: Collective, sign_in: SignIn) -> None:
    texts = [f"Valeur {number}" for number in range(8)]
    browsers = [sign_in("Alice" if number % 2 else "Farid") for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(
            lambda pair: pair[0].post(f"{HOME}/value", data={"value-text": pair[1]}).status_code,
            zip(browsers, texts, strict=True),
        )
        assert set(answers) == {303}
    db.session.expire_all()
    assert set(texts) <= set(_texts(founded))
    assert list(verify(founded.id)) == []
