"""How the groups of an item work: size, notes an axis, axes, notes hidden until turned over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.db import db
from app.workshops.models import AgendaItem, Workshop
from app.workshops.notes import axes_of
from tests.workshops.grouped import GroupedRoom

AXES = "Nos buts\nNos refus"


def settle(room: GroupedRoom, item: AgendaItem | None = None, **fields: str) -> int:
    at = item or room.item
    data = {"group_size": "5", "notes_per_axis": "2", "axes": AXES, **fields}
    url = f"{room.base}/animer/sequences/{at.id}/reglages"
    assert room.desk.get(url).status_code == 200
    return room.desk.post(url, data=data).status_code


def test_groups_notes_and_axes_are_settled_and_taken_back(room: GroupedRoom) -> None:
    before = dict(room.item.settings)
    assert settle(room, group_size="3", notes_per_axis="1", hidden="y") == 303
    db.session.refresh(room.item)
    assert [(axis.key, axis.label, axis.kinds) for axis in axes_of(room.item)] == [
        ("aims", "Nos buts", ("purpose", "objective", "value")),
        ("prohibitions", "Nos refus", ("prohibition",)),
    ]
    (fatou, *_others) = room.enter("Fatou", "Malik", "Rose")
    room.begin()
    room.draw()
    assert [room.write(fatou, text) for text in ("Du pain", "Des roses")] == [303, 409]
    assert "Du pain" not in room.page()
    room.undo()
    room.undo()
    room.undo()
    db.session.refresh(room.item)
    assert {name: room.item.settings.get(name) for name in before} == before


@pytest.mark.parametrize(
    "fields",
    [
        {"group_size": "1"},
        {"group_size": "cinq"},
        {"notes_per_axis": "0"},
        {"notes_per_axis": "21"},
        {"axes": ""},
        {"axes": "Un seul"},
        {"axes": "Un\nDeux\nTrois"},
    ],
)
def test_what_cannot_be_is_refused(room: GroupedRoom, fields: dict[str, str]) -> None:
    before = dict(room.item.settings)
    assert settle(room, **fields) == 422
    db.session.refresh(room.item)
    assert room.item.settings == before


def test_work_in_groups_has_the_axes_one_writes(
    room: GroupedRoom, evening: Callable[..., Workshop], item_of: Callable[[Workshop, str], AgendaItem]
) -> None:
    workshop = evening("atelier-charte")
    item = item_of(workshop, "group_work")
    other = GroupedRoom(room.desk, workshop, item, room.phone)
    assert settle(other, axes="À garder\nÀ changer\nÀ ajouter\nÀ discuter") == 303
    db.session.refresh(item)
    assert [axis.label for axis in axes_of(item)][3] == "À discuter"
    (fatou,) = other.enter("Fatou")
    other.begin()
    other.draw()
    assert other.write(fatou, "Le seuil", axes_of(item)[3].key) == 303
    assert settle(other, axes="À garder") == 409
    assert settle(other, axes="1\n2\n3\n4\n5\n6\n7") == 422
