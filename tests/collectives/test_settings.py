"""An administrator changes what the collective shows of itself; the rest belongs to the blason."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.collectives.models import Collective
from app.collectives.slug import LONGEST, RESERVED, candidates, slug
from app.db import db
from app.register.models import RegisterEntry

SignIn = Callable[[str | None], FlaskClient]
URL = "/c/quatorze/reglages"
TYPED = {"territory": "Montparnasse", "presentation": "Bonjour.", "timezone": "Indian/Reunion"}


def stored() -> Collective:
    db.session.rollback()
    return db.session.scalars(sa.select(Collective)).one()


def test_settings_are_changed_and_recorded(sign_in: SignIn, collective: Collective) -> None:
    alice = sign_in("Alice")
    assert alice.post(URL, data=TYPED).status_code == 303
    changed = stored()
    assert (changed.territory, changed.presentation) == ("Montparnasse", "Bonjour.")
    assert (changed.timezone, changed.show_open_points) == ("Indian/Reunion", False)
    payload = json.loads(db.session.scalars(sa.select(RegisterEntry.payload)).one())
    assert set(payload["changed"]) == {"territory", "presentation", "timezone", "show_open_points"}
    assert "Réglages enregistrés." in alice.get(URL).text
    register = alice.get("/c/quatorze/registre").text
    assert (
        "Alice change la présentation, l’affichage des points en débat, le territoire et le fuseau horaire."
        in register
    )


def test_nothing_changed_is_nothing_recorded(sign_in: SignIn, collective: Collective) -> None:
    alice = sign_in("Alice")
    for _ in range(2):
        alice.post(URL, data=TYPED)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RegisterEntry)) == 1


def test_the_name_cannot_be_changed_here(sign_in: SignIn, collective: Collective) -> None:
    sign_in("Alice").post(URL, data={**TYPED, "name": "Autre nom", "slug": "autre"})
    assert (stored().name, stored().slug) == ("Caisse du 14e", "quatorze")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("timezone", "Mars/Olympus", "Choisissez un fuseau de la liste."),
        ("territory", "x" * 121, "Au plus 120 caractères"),
        ("presentation", "bon\u202ejour", "caractères invisibles"),
    ],
)
def test_a_mistake_is_said_and_nothing_changes(
    sign_in: SignIn, collective: Collective, field: str, typed: str, said: str
) -> None:
    answer = sign_in("Alice").post(URL, data={**TYPED, field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert stored().territory == "Paris 14e"


@pytest.mark.parametrize(("name", "status"), [(None, 303), ("Bob", 403), ("Farid", 403), ("Alice", 200)])
def test_only_administrators_settle(
    sign_in: SignIn, collective: Collective, name: str | None, status: int
) -> None:
    client = sign_in(name)
    assert client.get(URL).status_code == status
    client.post(URL, data=TYPED)
    assert (stored().territory == "Montparnasse") == (name == "Alice")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Caisse du 14e", "caisse-du-14e"),
        ("Les Œufs de l’Été !", "les-oeufs-de-l-ete"),
        ("…", "collectif"),
        ("Nouveau", "nouveau-2"),
    ],
)
def test_an_address_is_made_from_the_name(name: str, address: str) -> None:
    assert next(candidates(name)) == address


@given(st.text(max_size=200))
def test_any_name_has_an_address_that_a_browser_takes(name: str) -> None:
    made = slug(name)
    assert 0 < len(made) <= LONGEST
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-")
    assert next(candidates(name)) not in RESERVED
