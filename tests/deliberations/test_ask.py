"""Members ask questions, list them, reword, close and reopen them; the public does not read them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.deliberations.models import Deliberation, DeliberationState, DeliberationVersion, Follow
from app.members.models import Member
from app.register.models import RegisterEntry

SignIn = Callable[[str | None], FlaskClient]
LIST = "/c/quatorze/deliberations"
TYPED = {"question": "Faut-il viser le bio ?", "context": "Le *prix* compte.", "theme": "Produits"}


def page(deliberation: Deliberation, rest: str = "") -> str:
    return f"{LIST}/{deliberation.id}{rest}"


def acts() -> list[str]:
    return list(db.session.scalars(sa.select(RegisterEntry.kind).order_by(RegisterEntry.id)))


def test_an_empty_list_says_what_to_do(collective: object, sign_in: SignIn) -> None:
    shown = sign_in("Bob").get(LIST).text
    assert "Poser la première question" in shown
    assert "Toute décision commence par une question" in shown


def test_a_member_asks_a_question_and_follows_it(collective: object, sign_in: SignIn) -> None:
    client = sign_in("Bob")
    answer = client.post(LIST, data=TYPED)
    assert answer.status_code == 303
    shown = client.get(answer.location).text
    for text in ("Faut-il viser le bio", "<em>prix</em>", "Produits", "Posée par Bob", "Ne plus suivre"):
        assert text in shown
    assert acts() == ["deliberation.opened"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Follow)) == 1


def test_the_same_form_sent_twice_asks_once(collective: object, sign_in: SignIn) -> None:
    client = sign_in("Bob")
    first, second = (client.post(LIST, data=TYPED | {"key": "abc"}) for _ in range(2))
    assert first.location == second.location
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Deliberation)) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": ""}, "Ce champ est nécessaire"),
        ({"question": "x" * 301}, "Entre 8 et 300 caractères"),
        ({"context": "un mot \u202eà l’envers"}, "caractères invisibles"),
        ({"theme": "x" * 81}, "Au plus 80 caractères"),
    ],
)
def test_a_bad_question_is_given_back(
    wrong: dict[str, str], said: str, collective: object, sign_in: SignIn
) -> None:
    answer = sign_in("Bob").post(LIST, data=TYPED | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert (TYPED | wrong)["context"] in answer.text
    assert acts() == []


def test_strangers_are_asked_to_sign_in(deliberation: Deliberation, sign_in: SignIn) -> None:
    for address in (LIST, page(deliberation), "/c/quatorze/nouveautes"):
        answer = sign_in(None).get(address)
        assert (answer.status_code, "/entrer" in (answer.location or "")) == (303, True)


def test_what_is_not_there_is_not_found(collective: object, sign_in: SignIn) -> None:
    for address in (f"{LIST}/999", f"{LIST}/999/historique", "/c/quatorze/contributions/999"):
        assert sign_in("Bob").get(address).status_code == 404


def test_the_author_rewords_and_the_history_says_what_changed(
    deliberation: Deliberation, sign_in: SignIn
) -> None:
    client = sign_in("Bob")
    new = {"question": "Quels lieux d’abord, et pourquoi ?", "context": deliberation.context, "version": "1"}
    assert client.post(page(deliberation, "/modifier"), data=new).location == page(deliberation)
    shown = client.get(page(deliberation, "/historique")).text
    assert "<ins>, et pourquoi</ins>" in shown
    assert "modifiée, voir l’historique" in client.get(page(deliberation)).text
    assert acts() == ["deliberation.opened", "deliberation.reworded"]


def test_a_facilitator_may_reword_and_another_member_may_not(
    deliberation: Deliberation, sign_in: SignIn
) -> None:
    for name, status in (("Farid", 200), ("Alice", 200), ("Chloé", 403)):
        assert sign_in(name).get(page(deliberation, "/modifier")).status_code == status
    refused = sign_in("Chloé").post(page(deliberation, "/modifier"), data=TYPED | {"version": "1"})
    assert refused.status_code == 403


def test_two_people_rewording_at_once_lose_nothing(deliberation: Deliberation, sign_in: SignIn) -> None:
    bob, farid = sign_in("Bob"), sign_in("Farid")
    mine = {"question": "Quels lieux en premier ?", "context": "de Bob", "version": "1"}
    theirs = {"question": "Par où commencer vraiment ?", "context": "de Farid", "version": "1"}
    assert farid.post(page(deliberation, "/modifier"), data=theirs).status_code == 303
    answer = bob.post(page(deliberation, "/modifier"), data=mine)
    assert answer.status_code == 409
    for text in ("Quels lieux en premier", "Par où commencer vraiment", "de Bob", "de Farid"):
        assert text in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert bob.post(page(deliberation, "/modifier"), data=mine | {"version": "2"}).status_code == 303
    db.session.expire_all()
    assert (deliberation.context, deliberation.version) == ("de Bob", 3)
    kept = db.session.scalars(sa.select(DeliberationVersion.context).order_by(DeliberationVersion.number))
    assert list(kept) == ["Trois **épiceries** candidates.", "de Farid"]


def test_sending_the_same_wording_changes_nothing(deliberation: Deliberation, sign_in: SignIn) -> None:
    same = {"question": deliberation.question, "context": deliberation.context, "version": "1"}
    answer = sign_in("Bob").post(page(deliberation, "/modifier"), data=same, follow_redirects=True)
    assert "Rien n’avait changé" in answer.text
    assert acts() == ["deliberation.opened"]


def test_a_facilitator_closes_and_reopens(deliberation: Deliberation, sign_in: SignIn) -> None:
    client = sign_in("Farid")
    closed = client.post(page(deliberation, "/cloture"), follow_redirects=True).text
    assert "Cette délibération est close" in closed
    assert 'id="contribute"' not in closed
    assert deliberation.question in client.get(f"{LIST}?etat=closes").text
    assert deliberation.question not in client.get(LIST).text
    again = client.post(page(deliberation, "/cloture"))
    assert (again.status_code, "déjà close" in again.text) == (409, True)
    assert client.post(page(deliberation, "/reouverture")).status_code == 303
    assert client.post(page(deliberation, "/reouverture")).status_code == 303
    db.session.expire_all()
    assert deliberation.state is DeliberationState.OPEN
    assert acts() == ["deliberation.opened", "deliberation.closed", "deliberation.reopened"]


def test_a_member_cannot_close(deliberation: Deliberation, sign_in: SignIn) -> None:
    for act in ("/cloture", "/reouverture"):
        assert sign_in("Bob").post(page(deliberation, act)).status_code == 403


def test_a_closed_question_is_not_reworded_and_the_text_is_kept(
    deliberation: Deliberation, sign_in: SignIn
) -> None:
    sign_in("Farid").post(page(deliberation, "/cloture"))
    late = TYPED | {"version": "1", "context": "écrit trop tard"}
    answer = sign_in("Bob").post(page(deliberation, "/modifier"), data=late)
    assert answer.status_code == 409
    assert "écrit trop tard" in answer.text


def test_another_collective_does_not_see_it(
    deliberation: Deliberation, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    from app.collectives.models import Collective

    db.session.add(Collective(slug="autre", name="Autre"))
    db.session.commit()
    answer = sign_in("Bob").get(f"/c/autre/deliberations/{deliberation.id}")
    assert answer.status_code == 303  # signed in to another collective: a stranger here
