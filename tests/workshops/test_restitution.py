"""Restitution: the tables speak in turn, with their findings in large type; their order may change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.db import db, now
from app.members.models import Member
from app.workshops.group_models import Finding
from app.workshops.models import AgendaItem, Workshop
from app.workshops.reading import items_of
from app.workshops.services import leading, moves, worksheet
from app.workshops.tables import Line, find_table

ROW = "Sélection des participants"


class Floor:
    """The desk at the restitution."""

    def __init__(self, workshop: Workshop, client: FlaskClient, actor: Member) -> None:
        self.workshop, self.client = workshop, client
        self.base = f"/c/quatorze/seances/{workshop.id}"
        for item in items_of(workshop):
            leading.go(workshop, actor, item, None)
            if item.kind.value == "tables":
                table = find_table(item, 1)
                for text, finding in (
                    ("Tirer des foyers", Finding.CONSENSUS),
                    ("Un seul panel", Finding.DISSENSUS),
                    *((f"Question {number} ?", Finding.QUESTION) for number in range(5)),
                    ("Une note, simplement", None),
                ):
                    worksheet.write(
                        workshop, item, table, Line(ROW, "questions", text, finding), typed_by=actor
                    )
            if item.kind.value == "restitution":
                self.number = item.id
                break
        db.session.commit()

    def press(self, what: str, **fields: object) -> int:
        address = f"{self.base}/animer/sequences/{self.number}/{what}"
        return self.client.post(address, data=fields).status_code

    @property
    def item(self) -> AgendaItem:
        db.session.expire_all()
        return db.session.get_one(AgendaItem, self.number)

    def wall(self) -> str:
        return self.client.get(f"{self.base}/mur").text

    def order(self) -> list[str]:
        page = (
            self.client.get(f"{self.base}/animer")
            .text.partition('class="desk-turns"')[2]
            .partition("</ol>")[0]
        )
        names = ("Les publics cibles", "Le conventionnement", "Le financement", "La gouvernance")
        return sorted(names, key=lambda name: page.index(f". {name}</strong>"))


@pytest.fixture
def floor(
    evening: Callable[..., Workshop],
    sign_in: Callable[[str | None], FlaskClient],
    member: Callable[[str], Member],
) -> Floor:
    return Floor(evening(), sign_in("Farid"), member("Farid"))


def test_tables_in_turn_are_no_round_of_speech(floor: Floor) -> None:
    assert floor.press("restitution", table=1) == 303
    for screen in ("mur", "animer"):
        assert "Tout le monde a parlé" not in floor.client.get(f"{floor.base}/{screen}").text


def test_a_table_speaks_with_its_findings_and_its_time(floor: Floor) -> None:
    assert floor.press("restitution", table=1) == 303
    ends = floor.item.timer_ends_at
    assert ends is not None
    assert abs(ends - now() - timedelta(minutes=3)) < timedelta(seconds=5)
    wall = floor.wall()
    for said in ("Les publics cibles", "Tirer des foyers", "Un seul panel", "Question 2 ?", "et 2 autres"):
        assert said in wall, said
    assert "Question 3 ?" not in wall
    assert "Une note, simplement" not in wall
    assert "Ensuite\u00a0: Le conventionnement" in wall


def test_phones_read_every_finding(floor: Floor, phone: Callable[[Workshop, str], FlaskClient]) -> None:
    floor.press("restitution", table=1)
    page = phone(floor.workshop, "Fatou").get(f"{floor.base}/participer").text
    assert all(f"Question {number} ?" in page for number in range(5))


def test_tables_speak_one_after_the_other_until_all_have(floor: Floor) -> None:
    for table in (1, 2, 3, 4):
        assert floor.press("restitution", table=table) == 303
    assert "Ensuite" not in floor.wall()
    assert floor.press("restitution", table="none") == 303
    assert floor.item.settings["told"] == [1, 2, 3, 4]
    assert floor.item.timer_ends_at is None


def test_the_order_may_change(floor: Floor) -> None:
    assert floor.press("ordre", table=4, way="up") == 303
    assert floor.press("ordre", table=4, way="up") == 303
    assert floor.order()[1] == "La gouvernance"
    assert floor.press("ordre", table=1, way="up") == 303  # it is the first already
    floor.press("restitution", table=1)
    assert "Ensuite\u00a0: La gouvernance" in floor.wall()


def test_the_floor_is_taken_back(floor: Floor) -> None:
    floor.press("restitution", table=1)
    floor.press("restitution", table=2)
    last = moves.last(floor.workshop)
    assert last is not None
    floor.client.post(f"{floor.base}/animer/annulation", data={"move": last.number})
    assert (floor.item.settings["speaking"], floor.item.settings["told"]) == (1, [])
    assert "Les publics cibles" in floor.wall()


def test_two_facilitators_pressing_next_table_pass_one(floor: Floor) -> None:
    floor.press("restitution", table=1)
    seen = db.session.get_one(Workshop, floor.workshop.id).version
    floor.press("restitution", table=2, seen=seen)
    floor.press("restitution", table=3, seen=seen)
    assert floor.item.settings["speaking"] == 2


@pytest.mark.parametrize(
    ("what", "fields", "status"),
    [
        ("restitution", {"table": 9}, 409),
        ("restitution", {"table": "tous"}, 422),
        ("ordre", {"table": 9, "way": "up"}, 409),
        ("ordre", {"table": ""}, 422),
    ],
)
def test_what_is_no_table_is_refused(floor: Floor, what: str, fields: dict[str, object], status: int) -> None:
    assert floor.press(what, **fields) == status


def test_only_a_restitution_gives_the_floor(floor: Floor) -> None:
    floor.number = items_of(floor.workshop)[0].id
    assert floor.press("restitution", table=1) == 404
