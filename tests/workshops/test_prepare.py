"""Preparing a session: a ready run-sheet, or a blank page, changed item by item."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Workshop
from app.workshops.reading import items_of
from app.workshops.run_sheets import NAMES, reference_sheet, run_sheet, run_sheets

SignIn = Callable[[str | None], FlaskClient]
Evening = Callable[..., Workshop]
BASE = "/c/quatorze/seances"
TYPED = {"title": "Soirée de lancement", "starts_at": "2030-04-23T18:00", "place": "Mairie"}


def only() -> Workshop:
    db.session.expire_all()
    return db.session.scalars(sa.select(Workshop)).one()


@pytest.mark.parametrize("name", [*NAMES, ""])
def test_a_session_is_made_from_a_ready_run_sheet_or_from_a_blank_page(sign_in: SignIn, name: str) -> None:
    answer = sign_in("Farid").post(BASE, data={**TYPED, "template": name, "key": "k"})
    assert answer.status_code == 303
    expected = [item.title for item in run_sheet(name).items] if name else []
    assert [item.title for item in items_of(only())] == expected


def test_the_time_is_that_of_the_collective(sign_in: SignIn) -> None:
    sign_in("Farid").post(BASE, data={**TYPED, "template": "", "key": "k"})
    assert only().starts_at.isoformat() == "2030-04-23T16:00:00+00:00"
    assert 'value="2030-04-23T18:00"' in sign_in("Farid").get(f"{BASE}/{only().id}/preparation").text


def test_the_launching_evening_lasts_what_the_programme_says() -> None:
    """From 18:00 to the shared meal at 20:15, as on 23 April 2024."""
    items = run_sheet("soiree-de-lancement").items
    assert sum(item.minutes for item in items[:-1]) == 135
    assert [item.kind.value for item in items if item.kind.value not in ("presentation",)] == [
        "welcome",
        "icebreaker",
        "composition_quiz",
        "blason",
        "vote",
        "name",
        "tables",
        "restitution",
        "break",
    ]


def test_every_table_of_a_run_sheet_has_its_sheet() -> None:
    named = [
        table["sheet"]
        for sheet in run_sheets()
        for item in sheet.items
        for table in item.settings.get("tables", [])
        if "sheet" in table
    ]
    assert len(named) == 4
    assert all(len(reference_sheet(name)) > 100 for name in named)
    assert reference_sheet("rien") == ""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Ce champ est nécessaire"),
        ({"starts_at": ""}, "Donnez le jour et l’heure"),
        ({"starts_at": "demain"}, "valid"),
        ({"starts_at": "0001-01-01T00:00"}, "trop loin d’aujourd’hui"),
        ({"starts_at": "9999-12-31T23:59"}, "trop loin d’aujourd’hui"),
        ({"template": "rien"}, "Choisissez un déroulé"),
        ({"place": "x" * 201}, "Au plus 200 caractères"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    sign_in: SignIn, wrong: dict[str, str], said: str
) -> None:
    typed = {**TYPED, "template": NAMES[0], "intention": "Nous donner un nom.", **wrong}
    answer = sign_in("Farid").post(BASE, data={**typed, "key": "k"})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Nous donner un nom." in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Workshop)) == 0


def test_items_are_added_changed_moved_and_taken_out(sign_in: SignIn, evening: Evening) -> None:
    workshop, desk = evening(template=""), sign_in("Farid")
    base = f"{BASE}/{workshop.id}/sequences"
    for number, title in enumerate(("Un", "Deux", "Trois")):
        item = {"kind": "presentation", "title": title, "minutes": 10, "key": number}
        assert desk.post(base, data=item).status_code == 303
    first, second, third = items_of(workshop)
    desk.post(f"{base}/{third.id}/place", data={"way": "up", "key": "a"})
    desk.post(f"{base}/{second.id}", data={"title": "Deux bis", "minutes": 15, "text": "…", "key": "b"})
    desk.post(f"{base}/{first.id}/retrait", data={"key": "c"})
    db.session.expire_all()
    assert [(item.title, item.minutes, item.position) for item in items_of(workshop)] == [
        ("Trois", 10, 1),
        ("Deux bis", 15, 2),
    ]


def test_the_first_stays_first_and_the_last_stays_last(sign_in: SignIn, evening: Evening) -> None:
    workshop = evening()
    items = items_of(workshop)
    before = [item.title for item in items]
    for item, way in ((items[0], "up"), (items[-1], "down")):
        sign_in("Farid").post(
            f"{BASE}/{workshop.id}/sequences/{item.id}/place", data={"way": way, "key": way}
        )
    db.session.expire_all()
    assert [item.title for item in items_of(workshop)] == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minutes": "0"}, "Entre une minute et dix heures"),
        ({"minutes": "-5"}, "Entre une minute et dix heures"),
        ({"minutes": "601"}, "Entre une minute et dix heures"),
        ({"minutes": "dix"}, "Durée"),
        ({"kind": "danse"}, "Choisissez dans la liste"),
        ({"title": ""}, "Ce champ est nécessaire"),
    ],
)
def test_an_item_that_cannot_be_is_refused(
    sign_in: SignIn, evening: Evening, wrong: dict[str, str], said: str
) -> None:
    workshop = evening(template="")
    typed = {"kind": "break", "title": "Pause", "minutes": "10", "text": "Du thé", "key": "k", **wrong}
    answer = sign_in("Farid").post(f"{BASE}/{workshop.id}/sequences", data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Du thé" in answer.text
    assert items_of(workshop) == []


def test_an_agenda_has_forty_items_at_most(sign_in: SignIn, evening: Evening) -> None:
    workshop = evening(template="")
    db.session.execute(
        sa.insert(AgendaItem),
        [
            {
                "workshop_id": workshop.id,
                "position": n,
                "kind": ItemKind.BREAK,
                "title": "Pause",
                "minutes": 1,
            }
            for n in range(1, 41)
        ],
    )
    db.session.commit()
    answer = sign_in("Farid").post(
        f"{BASE}/{workshop.id}/sequences", data={"kind": "break", "title": "Encore", "minutes": 1, "key": "k"}
    )
    assert answer.status_code == 409
    assert "quarante séquences" in answer.text


def test_what_has_begun_is_neither_taken_out_nor_moved(sign_in: SignIn, evening: Evening) -> None:
    workshop, desk = evening(), sign_in("Farid")
    first = items_of(workshop)[0]
    desk.post(f"{BASE}/{workshop.id}/animer/passage", data={"to": first.id, "key": "go"})
    assert (
        desk.post(f"{BASE}/{workshop.id}/sequences/{first.id}/retrait", data={"key": "r"}).status_code == 409
    )
    desk.post(f"{BASE}/{workshop.id}/sequences/{first.id}/place", data={"way": "down", "key": "d"})
    db.session.expire_all()
    assert items_of(workshop)[0].id == first.id


def test_a_member_prepares_nothing(sign_in: SignIn, evening: Evening) -> None:
    workshop = evening()
    bob = sign_in("Bob")
    assert bob.get(f"{BASE}/{workshop.id}").status_code == 200
    for path in (
        "nouvelle",
        f"{workshop.id}/animer",
        f"{workshop.id}/preparation",
        f"{workshop.id}/personnes",
    ):
        assert bob.get(f"{BASE}/{path}").status_code == 403
