"""Notes put together on the wall: sources kept, kinds of the axis, order, undo, two people at once."""

from __future__ import annotations

import pytest

from tests.workshops.grouped import GroupedRoom


@pytest.fixture
def written(room: GroupedRoom) -> GroupedRoom:
    """Four notes on the wall: three aims, one prohibition."""
    fatou, malik = room.enter("Fatou", "Malik")
    room.begin()
    room.desk.post(room.groups_url, data={"act": "form", "count": "1"})
    for name in ("Fatou", "Malik"):
        room.move(name, 1)
    room.write(fatou, "Manger à sa faim")
    room.write(malik, "Du bon pour tout le monde")
    room.desk.post(
        f"{room.notes_url}/papier",
        data={
            "axis": "aims",
            "group": "",
            "provenance": "Affiche",
            "notes": "L’accès digne de toutes et tous",
            "act": "add",
        },
    )
    room.write(fatou, "Demander une preuve de pauvreté", "prohibitions")
    return room


def gather(room: GroupedRoom, *places: int, **fields: object) -> int:
    notes = room.notes()
    data = {
        "note": [notes[place].id for place in places],
        "text": "L’accès de toutes et tous",
        "axis": "aims",
        "kind": "purpose",
        **fields,
    }
    return room.desk.post(room.commons_url, data=data).status_code


def sources(room: GroupedRoom) -> dict[str, list[str]]:
    by_id = {common.id: common.text for common in room.commons()}
    found: dict[str, list[str]] = {text: [] for text in by_id.values()}
    for note in room.notes():
        if note.common_item_id is not None:
            found[by_id[note.common_item_id]].append(note.text)
    return found


def test_chosen_notes_become_a_common_sentence_that_keeps_them(written: GroupedRoom) -> None:
    assert gather(written, 0, 2) == 303
    assert sources(written) == {
        "L’accès de toutes et tous": ["Manger à sa faim", "L’accès digne de toutes et tous"]
    }
    page = written.desk.get(written.notes_url).text
    assert "une finalité" in page
    assert "Sortir de cette phrase" in page


def test_a_note_may_be_kept_as_it_is(written: GroupedRoom) -> None:
    note = written.notes()[3]
    data = {"keep": note.id, "axis": "prohibitions", "kind": "prohibition", "text": ""}
    assert written.desk.post(written.commons_url, data=data).status_code == 303
    (common,) = written.commons()
    assert (common.text, common.kind, common.axis) == (note.text, "prohibition", "prohibitions")


@pytest.mark.parametrize(
    ("places", "fields", "status"),
    [
        ((), {}, 422),
        ((0,), {"text": ""}, 422),
        ((0,), {"text": "x" * 281}, 422),
        ((0,), {"kind": "prohibition"}, 422),
        ((0,), {"kind": "chimera"}, 422),
        ((0,), {"axis": "nowhere"}, 422),
    ],
)
def test_what_cannot_be_a_common_sentence_is_refused_with_its_text(
    written: GroupedRoom, places: tuple[int, ...], fields: dict[str, str], status: int
) -> None:
    assert gather(written, *places, **fields) == status
    assert written.commons() == []


def test_notes_already_put_together_are_refused_and_the_sentence_is_given_back(written: GroupedRoom) -> None:
    gather(written, 0, 1)
    notes = written.notes()
    answer = written.desk.post(
        written.commons_url,
        data={"note": [notes[1].id, notes[2].id], "text": "Une autre phrase", "axis": "aims", "kind": ""},
    )
    assert answer.status_code == 409
    assert "vient d’être réuni par quelqu’un d’autre" in answer.text
    assert "Une autre phrase</textarea>" in answer.text
    assert f'value="{notes[2].id}" checked' in answer.text
    assert list(sources(written).values()) == [["Manger à sa faim", "Du bon pour tout le monde"]]


def test_a_note_joins_a_sentence_and_comes_out_of_it(written: GroupedRoom) -> None:
    gather(written, 0)
    (common,) = written.commons()
    note = written.notes()[1]
    joined = {"note": note.id, "act": "add", "common": common.id}
    assert written.desk.post(written.commons_url, data=joined).status_code == 303
    assert len(sources(written)[common.text]) == 2
    assert written.desk.post(f"{written.notes_url}/{note.id}/sortie").status_code == 303
    assert sources(written)[common.text] == ["Manger à sa faim"]


def test_a_note_in_a_common_sentence_is_fixed_for_its_group_and_for_the_desk(written: GroupedRoom) -> None:
    gather(written, 0)
    note = written.notes()[0]
    assert (
        written.desk.post(f"{written.notes_url}/{note.id}/retrait", data={"reason": "trop tard"}).status_code
        == 409
    )
    assert (
        written.desk.post(f"{written.notes_url}/{note.id}/axe", data={"axis": "prohibitions"}).status_code
        == 409
    )


def test_a_sentence_is_reworded_from_what_one_saw(written: GroupedRoom) -> None:
    gather(written, 0)
    (common,) = written.commons()
    url = f"{written.commons_url}/{common.id}"
    first = {"text": "Manger dignement", "kind": "objective", "seen": 1}
    assert written.desk.post(url, data=first).status_code == 303
    late = written.desk.post(url, data={**first, "text": "Manger toutes et tous ensemble"})
    assert late.status_code == 409
    assert "Manger dignement" in late.text
    assert "Manger toutes et tous ensemble" in late.text
    assert [(one.text, one.kind) for one in written.commons()] == [("Manger dignement", "objective")]


def test_sentences_of_an_axis_change_places(written: GroupedRoom) -> None:
    gather(written, 0, text="Premier")
    gather(written, 3, text="Interdit", axis="prohibitions", kind="prohibition")
    gather(written, 1, text="Second")
    second = written.commons()[2]
    for _press in range(2):
        assert (
            written.desk.post(f"{written.commons_url}/{second.id}/place", data={"way": "up"}).status_code
            == 303
        )
    assert [one.text for one in written.commons() if one.axis == "aims"] == ["Second", "Premier"]


def test_every_act_is_taken_back_one_after_the_other(written: GroupedRoom) -> None:
    gather(written, 0, 1, text="Ensemble")
    gather(written, 2, text="Seule")
    before = sources(written)
    common = written.commons()[0]
    written.desk.post(f"{written.commons_url}/{common.id}/defaite")
    assert list(sources(written)) == ["Seule"]
    written.undo()
    assert sources(written) == before
    written.undo()
    assert list(sources(written)) == ["Ensemble"]
    written.undo()
    assert sources(written) == {}
    assert all(note.common_item_id is None for note in written.notes())


def test_the_wall_shows_the_sentences_as_they_come(written: GroupedRoom) -> None:
    gather(written, 0, 1, text="Que chacune mange à sa faim")
    assert "Que chacune mange à sa faim" in written.page()
