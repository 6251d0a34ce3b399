"""The tables of tonight: ready in the run sheet, chosen from a phone or drawn from the desk."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.workshops.group_models import Group
from app.workshops.services import arriving
from app.workshops.tables_screens import COLUMN_NAMES
from tests.workshops.tables.room import ROW, Tables


def test_the_ready_run_sheet_stands_four_tables_with_their_sheets(evening_tables: Tables) -> None:
    found = db.session.scalars(
        sa.select(Group).filter_by(item_id=evening_tables.number).order_by(Group.number)
    ).all()
    assert [group.name for group in found] == [
        "Les publics cibles",
        "Le conventionnement",
        "Le financement",
        "La gouvernance",
    ]
    assert all("Gironde" in group.sheet for group in found)


def test_one_chooses_a_table_and_finds_its_sheet_and_the_blason_beside(
    evening_tables: Tables, fatou: FlaskClient
) -> None:
    page = evening_tables.page(fatou)
    for said in ("Les publics cibles", "Ce que d’autres ont fait", "193 foyers", "Notre blason, à côté", ROW):
        assert said in page, said
    for _short, full in COLUMN_NAMES.values():
        assert str(full) in page


def test_tables_are_drawn_from_the_desk_and_the_room_is_spread(evening_tables: Tables) -> None:
    for number in range(10):
        arriving.arrive(evening_tables.workshop, f"Voix {number}")
    db.session.commit()
    address = f"{evening_tables.base}/animer/sequences/{evening_tables.number}/groupes"
    assert evening_tables.desk.post(address, data={"act": "draw", "balanced": "yes"}).status_code == 303
    assert sorted(Counter(evening_tables.places().values()).values()) == [2, 2, 3, 3]
