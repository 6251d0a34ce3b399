"""The rotation: everyone moves but the reporter, once, and it is taken back."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db
from app.workshops.group_models import GroupPart
from app.workshops.models import Move
from app.workshops.services import arriving, group_rows, grouping, moves
from tests.workshops.tables.room import Tables


def test_at_the_rotation_everyone_moves_but_the_reporter(evening_tables: Tables) -> None:
    evening_tables.seat(1, "Rose", GroupPart.REPORTER)
    evening_tables.seat(1, "Malik")
    evening_tables.seat(4, "Awa")
    assert evening_tables.rotate() == 303
    assert evening_tables.places() == {"Rose": 1, "Malik": 2, "Awa": 1}
    wall = evening_tables.page(evening_tables.desk, "mur")
    assert "Tour 2 sur 2" in wall
    assert "chacun·e passe à la table suivante" in wall
    evening_tables.rotate()
    evening_tables.rotate()
    assert evening_tables.places() == {"Rose": 1, "Malik": 4, "Awa": 3}
    assert evening_tables.rotate() == 409  # everyone saw every table


def test_a_rotation_is_taken_back_with_everyone_in_the_room(evening_tables: Tables) -> None:
    evening_tables.seat(1, "Rose", GroupPart.REPORTER)
    evening_tables.seat(1, "Malik")
    before = evening_tables.places()
    evening_tables.rotate()
    late = arriving.arrive(evening_tables.workshop, "Inès")
    grouping.place(
        evening_tables.workshop,
        evening_tables.item,
        evening_tables.actor,
        late,
        group_rows.find_group(evening_tables.item, 3),
    )
    db.session.commit()
    for _undone in range(2):  # where Inès sits, then the rotation
        last = moves.last(evening_tables.workshop)
        assert last is not None
        evening_tables.desk.post(f"{evening_tables.base}/animer/annulation", data={"move": last.number})
    places = evening_tables.places()
    assert {name: places[name] for name in before} == before
    assert "Tour 1 sur 2" in evening_tables.page(evening_tables.desk, "mur")


def test_two_facilitators_pressing_rotation_rotate_once(evening_tables: Tables) -> None:
    evening_tables.seat(1, "Malik")
    seen = evening_tables.workshop.version
    for _press in range(2):
        assert evening_tables.rotate(seen) == 303
    assert evening_tables.places() == {"Malik": 2}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Move).filter_by(kind="rotation")) == 1


def test_nobody_rotates_before_anybody_sits(evening_tables: Tables) -> None:
    assert evening_tables.rotate() == 409
