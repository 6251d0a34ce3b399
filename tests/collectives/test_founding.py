"""An empty instance guides its founder; afterwards, only an administrator may found another collective."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import app.db as database
from app.collectives import founding
from app.collectives.models import Collective, FirstFounding
from app.db import db
from app.members.models import AccessSlip, Member, Role
from app.register.models import RegisterEntry
from app.register.services import verify

TYPED = {
    "name": "Caisse du Quatorzième",
    "territory": "Paris 14e",
    "presentation": "Nous mangeons **ensemble**.",
    "founder": "Aïcha",
    "email": "Aicha@Exemple.fr",
    "preset": "geneve",
}
SignIn = Callable[[str | None], FlaskClient]


def collectives() -> list[Collective]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Collective).order_by(Collective.id)))


def test_an_empty_instance_leads_to_the_guide(app: Flask) -> None:
    answer = app.test_client().get("/", follow_redirects=True)
    assert answer.request.path == "/collectifs/nouveau"
    for shown in (
        "Fonder un collectif",
        "consentement, puis vote aux 2/3",
        "Majorité simple",
        "Consentement",
    ):
        assert shown in answer.text


def test_founding_creates_the_collective_and_signs_its_administrator_in(app: Flask) -> None:
    client = app.test_client()
    answer = client.post("/collectifs/nouveau", data=TYPED)
    assert (answer.status_code, answer.location) == (303, "/c/caisse-du-quatorzieme/")
    founder = db.session.scalars(sa.select(Member)).one()
    assert (founder.name, founder.role, founder.email) == ("Aïcha", Role.ADMINISTRATOR, "aicha@exemple.fr")
    home = client.get(answer.location).text
    assert "Votre collectif est fondé" in home
    assert "<strong>ensemble</strong>" in home
    assert "Réglages du collectif" in home


def test_a_founder_without_an_address_is_led_to_print_the_slip_that_brings_them_back(app: Flask) -> None:
    client = app.test_client()
    home = client.post("/collectifs/nouveau", data={**TYPED, "email": ""}, follow_redirects=True).text
    assert "imprimez d’abord votre billet d’accès" in home
    printing = re.search(r'<a href="([^"]+)">Imprimer votre billet', home)
    assert printing is not None
    founder = db.session.scalars(sa.select(Member.id)).one()
    assert client.get(printing[1]).status_code == 200
    printed = client.post(printing[1], data={"member": [founder]})
    assert printed.status_code == 200
    assert db.session.scalar(sa.select(AccessSlip.member_id)) == founder
    assert "<span>Imprimer votre billet" in client.get("/c/caisse-du-quatorzieme/").text, "ticked"


def test_founding_is_recorded_and_tells_its_subscribers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, str, str]] = []
    monkeypatch.setattr(founding, "_subscribers", [])
    founding.on_founded(
        lambda collective, founder, preset: told.append((collective.name, founder.name, preset))
    )
    app.test_client().post("/collectifs/nouveau", data=TYPED)
    assert told == [("Caisse du Quatorzième", "Aïcha", "geneve")]
    (collective,) = collectives()
    kinds = list(db.session.scalars(sa.select(RegisterEntry.kind)))
    assert "collective.founded" in kinds
    assert list(verify(collective.id)) == []


def test_a_subscriber_that_fails_leaves_nothing_behind(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(collective: Collective, founder: Member, preset: str) -> None:
        raise RuntimeError("no rulebook")

    monkeypatch.setattr(founding, "_subscribers", [fail])
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        assert app.test_client().post("/collectifs/nouveau", data=TYPED).status_code == 500
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert collectives() == []


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Ce champ est nécessaire."),
        ("name", "ab", "Entre 3 et 120 caractères"),
        ("name", "a" * 121, "Entre 3 et 120 caractères"),
        ("founder", "  ", "Ce champ est nécessaire."),
        ("founder", "Bob\u202eecila", "caractères invisibles"),
        ("email", "aicha", "ne semble pas complète"),
        ("preset", "dictature", "Choisissez une des trois règles."),
        ("presentation", "x" * 5001, "Au plus 5000 caractères"),
    ],
)
def test_a_mistake_is_said_next_to_its_field_and_nothing_is_lost(
    app: Flask, field: str, typed: str, said: str
) -> None:
    answer = app.test_client().post("/collectifs/nouveau", data={**TYPED, field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Paris 14e"' in answer.text
    assert collectives() == []


def test_script_in_the_presentation_is_only_text(app: Flask) -> None:
    client = app.test_client()
    answer = client.post(
        "/collectifs/nouveau", data={**TYPED, "presentation": "<script>alert(1)</script> bonjour"}
    )
    home = client.get(answer.location).text
    assert "<script>alert" not in home
    assert "bonjour" in home


def test_the_same_form_sent_twice_founds_once(app: Flask) -> None:
    clicks = [
        app.test_client() for _ in range(2)
    ]  # the second click knows nothing yet of the first one's answer
    answers = [click.post("/collectifs/nouveau", data={**TYPED, "key": "k" * 24}) for click in clicks]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(collectives()) == 1
    for click in clicks:  # the browser reads the second answer alone: it too lets the founder in
        assert "Réglages du collectif" in click.get(answers[0].location).text


def test_an_administrator_who_founds_by_a_double_click_is_let_in_by_the_second_answer(
    collective: Collective, sign_in: SignIn
) -> None:
    form = {**TYPED, "key": "k" * 24}
    first = sign_in("Alice")
    second = first.application.test_client()
    cookie = first.get_cookie("blason")
    assert cookie is not None
    second.set_cookie("blason", cookie.value)
    answers = [click.post("/collectifs/nouveau", data=form) for click in (first, second)]
    assert [(answer.status_code, answer.location) for answer in answers] == [
        (303, "/c/caisse-du-quatorzieme/")
    ] * 2
    assert len(collectives()) == 2
    assert "Réglages du collectif" in second.get(answers[0].location).text


def test_a_founding_form_sent_again_much_later_lets_nobody_in(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = {**TYPED, "key": "k" * 24}
    founded = app.test_client().post("/collectifs/nouveau", data=form)
    later = database.now() + timedelta(minutes=3)
    monkeypatch.setattr(database, "clock", lambda: later)
    late = app.test_client()
    assert late.post("/collectifs/nouveau", data=form).location == founded.location
    assert "Réglages du collectif" not in late.get(founded.location).text


def test_a_founder_who_goes_back_and_types_another_name_founds_another_collective(app: Flask) -> None:
    client, form = app.test_client(), {**TYPED, "key": "k" * 24}
    for name in ("Caisse du Quatorzième", "Caisse du Treizième"):
        assert client.post("/collectifs/nouveau", data={**form, "name": name}).status_code == 303
    assert [one.name for one in collectives()] == ["Caisse du Quatorzième", "Caisse du Treizième"]


def test_a_stranger_cannot_found_a_second_collective(collective: Collective, sign_in: SignIn) -> None:
    for name in (None, "Bob", "Farid"):
        refused = sign_in(name).post("/collectifs/nouveau", data=TYPED)
        assert refused.status_code == 403
        assert "Il y a déjà un collectif ici" in refused.text
        assert "Nous mangeons **ensemble**." in refused.text, "the typed text is given back"
    assert len(collectives()) == 1


def test_an_administrator_can_found_a_second_collective(collective: Collective, sign_in: SignIn) -> None:
    answer = sign_in("Alice").post("/collectifs/nouveau", data={**TYPED, "name": "Caisse du 14e !"})
    assert answer.status_code == 303
    assert [one.slug for one in collectives()] == ["quatorze", "caisse-du-14e"]


def test_two_collectives_of_one_name_have_two_addresses(collective: Collective, sign_in: SignIn) -> None:
    for number in (1, 2):
        sign_in("Alice").post("/collectifs/nouveau", data={**TYPED, "name": "Quatorze", "key": str(number)})
    assert [one.slug for one in collectives()] == ["quatorze", "quatorze-2", "quatorze-3"]


def test_the_first_page_leads_to_the_only_collective(collective: Collective, sign_in: SignIn) -> None:
    assert sign_in(None).get("/").location == "/c/quatorze/"


def test_the_first_page_lists_several_collectives(collective: Collective, sign_in: SignIn) -> None:
    db.session.add(Collective(slug="gironde", name="Caisse de Gironde"))
    db.session.commit()
    page = sign_in(None).get("/").text
    assert "Caisse du 14e" in page
    assert "Caisse de Gironde" in page
    assert "Fonder un autre collectif" not in page
    assert "Fonder un autre collectif" in sign_in("Alice").get("/").text


def test_two_founders_at_once_leave_one_first_collective(app: Flask) -> None:
    statuses: list[int] = []
    start = threading.Barrier(4)

    def found(name: str) -> None:
        client = app.test_client()
        start.wait()
        answer = client.post("/collectifs/nouveau", data={**TYPED, "name": f"Caisse de {name}"})
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=found, args=(name,)) for name in ("Lyon", "Tours", "Brest", "Nancy")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 403, 403, 403]
    assert len(collectives()) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(FirstFounding)) == 1


def test_one_form_sent_by_four_at_the_same_instant_lets_each_of_them_in(app: Flask) -> None:
    clicks = [app.test_client() for _ in range(4)]
    start = threading.Barrier(len(clicks))

    def press(click: FlaskClient) -> None:
        start.wait()
        click.post("/collectifs/nouveau", data={**TYPED, "key": "k" * 24})

    threads = [threading.Thread(target=press, args=(click,)) for click in clicks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (founded,) = collectives()
    for click in clicks:
        assert "Réglages du collectif" in click.get(f"/c/{founded.slug}/").text
