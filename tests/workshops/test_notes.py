"""Post-its: written by phones, by a scribe, from paper; limits, versions, moderation in the open."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.register.models import RegisterEntry
from app.workshops.group_models import Note
from app.workshops.models import Channel
from tests.workshops.grouped import GroupedRoom


@pytest.fixture
def phones(room: GroupedRoom) -> list[FlaskClient]:
    """Fatou and Malik in group 1, at work."""
    clients = room.enter("Fatou", "Malik")
    room.begin()
    room.draw()
    return clients


def wrote(room: GroupedRoom) -> list[str]:
    return [note.text for note in room.notes()]


def test_a_note_written_on_a_phone_shows_on_the_wall_with_its_group(
    room: GroupedRoom, phones: list[FlaskClient]
) -> None:
    assert room.write(phones[0], "Manger à sa faim") == 303
    (note,) = room.notes()
    assert (note.text, note.axis, note.channel, note.author.name) == (
        "Manger à sa faim",
        "aims",
        Channel.PHONE,
        "Fatou",
    )
    wall = room.page()
    assert "Manger à sa faim" in wall
    assert "Objectifs et valeurs de l’expérimentation" in wall


def test_the_others_of_the_group_read_it_on_their_phones(
    room: GroupedRoom, phones: list[FlaskClient]
) -> None:
    room.write(phones[0], "Manger à sa faim")
    page = phones[1].get(f"{room.base}/participer").text
    assert "Manger à sa faim" in page
    assert "écrit par Fatou" in page


def test_a_group_has_two_notes_for_each_axis_and_no_more(
    room: GroupedRoom, phones: list[FlaskClient]
) -> None:
    assert [room.write(phones[number % 2], f"Idée {number}") for number in range(3)] == [303, 303, 409]
    answer = phones[0].post(
        f"{room.base}/participer/post-it",
        data={"item": room.item.id, "axis": "aims", "text": "Une idée de trop, qui n’est pas perdue"},
    )
    assert "Le groupe 1 a déjà ses 2 post-it pour cet axe" in answer.text
    assert "Une idée de trop, qui n’est pas perdue" in answer.text
    assert room.write(phones[0], "Pas de preuve de pauvreté", "prohibitions") == 303
    assert wrote(room) == ["Idée 0", "Idée 1", "Pas de preuve de pauvreté"]


@pytest.mark.parametrize("text", ["x" * 281, "x" * 10_000, "   ", "\u202edroite à gauche"])
def test_a_text_that_cannot_be_a_note_is_refused_and_given_back(
    room: GroupedRoom, phones: list[FlaskClient], text: str
) -> None:
    data = {"item": room.item.id, "axis": "aims", "text": text}
    answer = phones[0].post(f"{room.base}/participer/post-it", data=data)
    assert answer.status_code == 422
    assert text.strip() in answer.text
    assert wrote(room) == []


def test_emoji_and_280_characters_are_a_note(room: GroupedRoom, phones: list[FlaskClient]) -> None:
    assert room.write(phones[0], "🥖" * 280) == 303
    assert room.write(phones[1], "👩🏽‍🌾 <script>alert(1)</script>") == 303
    assert "<script>alert(1)" not in room.page()


def test_the_same_note_sent_twice_is_one_note(room: GroupedRoom, phones: list[FlaskClient]) -> None:
    for _send in range(2):
        assert room.write(phones[0], "Du pain", key="from-the-outbox") == 303
    assert wrote(room) == ["Du pain"]


def test_who_has_no_group_writes_none(room: GroupedRoom, phones: list[FlaskClient]) -> None:
    room.move("Malik", "")
    assert room.write(phones[1], "Du pain") == 409


def test_nobody_writes_before_the_item_begins_nor_under_an_unknown_axis(room: GroupedRoom) -> None:
    (fatou,) = room.enter("Fatou")
    room.draw()
    assert room.write(fatou, "Du pain") == 409
    room.begin()
    assert room.write(fatou, "Du pain", "inconnu") == 422
    assert wrote(room) == []


def test_a_note_is_changed_by_anyone_of_its_group_from_what_they_saw(
    room: GroupedRoom, phones: list[FlaskClient]
) -> None:
    room.write(phones[0], "Du pain")
    (note,) = room.notes()
    url = f"{room.base}/participer/post-it/{note.id}"
    assert "Du pain" in phones[1].get(url).text
    assert phones[1].post(url, data={"text": "Du bon pain", "seen": 1}).status_code == 303
    late = phones[0].post(url, data={"text": "Du pain pour tout le monde", "seen": 1})
    assert late.status_code == 409
    assert "Du bon pain" in late.text
    assert "Du pain pour tout le monde" in late.text
    assert wrote(room) == ["Du bon pain"]
    assert 'name="seen" value="2"' in late.text


def test_another_group_changes_nothing_of_it(room: GroupedRoom, phones: list[FlaskClient]) -> None:
    room.write(phones[0], "Du pain")
    (note,) = room.notes()
    others = room.enter("Rose", "Jo")
    room.desk.post(room.groups_url, data={"act": "form", "count": "2"})
    room.move("Rose", 2)
    url = f"{room.base}/participer/post-it/{note.id}"
    assert others[0].post(url, data={"text": "Des roses", "seen": 1}).status_code == 403
    assert others[0].post(f"{url}/axe", data={"axis": "prohibitions"}).status_code == 403
    assert others[0].post(f"{url}/jet").status_code == 403
    assert wrote(room) == ["Du pain"]


def test_one_throws_away_ones_own_and_not_anothers(room: GroupedRoom, phones: list[FlaskClient]) -> None:
    room.write(phones[0], "Du pain")
    (note,) = room.notes()
    url = f"{room.base}/participer/post-it/{note.id}/jet"
    assert phones[1].post(url).status_code == 403
    assert phones[0].post(url).status_code == 303
    assert wrote(room) == []
    assert phones[0].post(url).status_code == 404


def test_a_note_moves_to_another_axis_by_a_button_while_there_is_room(
    room: GroupedRoom, phones: list[FlaskClient]
) -> None:
    for number in range(2):
        room.write(phones[0], f"Interdit {number}", "prohibitions")
    room.write(phones[0], "Du pain")
    note = room.notes()[-1]
    assert "Vers : Les interdits" in phones[0].get(f"{room.base}/participer").text.replace("\u00a0", " ")
    url = f"{room.base}/participer/post-it/{note.id}/axe"
    assert phones[0].post(url, data={"axis": "prohibitions"}).status_code == 409
    first = room.notes()[0]
    assert phones[0].post(f"{room.base}/participer/post-it/{first.id}/jet").status_code == 303
    assert phones[0].post(url, data={"axis": "prohibitions"}).status_code == 303
    assert [note.axis for note in room.notes()] == ["prohibitions", "prohibitions"]


def test_the_desk_writes_for_a_group_and_it_says_so(room: GroupedRoom, phones: list[FlaskClient]) -> None:
    answer = room.desk.post(room.notes_url, data={"group": 1, "axis": "aims", "text": "Dit à voix haute"})
    assert answer.status_code == 303
    (note,) = room.notes()
    assert (note.channel, note.author_id, note.typed_by_id is None) == (Channel.SCRIBE, None, False)
    assert "saisie assistée" in room.desk.get(room.notes_url).text
    long = room.desk.post(room.notes_url, data={"group": 1, "axis": "aims", "text": "y" * 300})
    assert long.status_code == 422
    assert "y" * 300 in long.text


def test_the_desk_corrects_what_it_typed_and_not_what_a_phone_wrote(
    room: GroupedRoom, phones: list[FlaskClient]
) -> None:
    room.write(phones[0], "Du pain")
    room.desk.post(room.notes_url, data={"group": 1, "axis": "aims", "text": "Du pian"})
    theirs, typed = room.notes()
    edit = {"text": "Du pain bio", "seen": 1}
    assert room.desk.post(f"{room.notes_url}/{theirs.id}", data=edit).status_code == 403
    assert room.desk.post(f"{room.notes_url}/{theirs.id}/jet").status_code == 403
    assert room.desk.post(f"{room.notes_url}/{typed.id}", data=edit).status_code == 303
    assert room.desk.post(f"{room.notes_url}/{typed.id}", data=edit).status_code == 409
    assert wrote(room) == ["Du pain", "Du pain bio"]


def test_a_note_taken_off_the_wall_leaves_a_trace_that_everyone_reads(
    room: GroupedRoom, phones: list[FlaskClient]
) -> None:
    room.write(phones[0], "Une injure")
    (note,) = room.notes()
    url = f"{room.notes_url}/{note.id}"
    assert room.desk.post(f"{url}/retrait", data={"reason": ""}).status_code == 422
    assert room.desk.post(f"{url}/retrait", data={"reason": "blesse quelqu’un"}).status_code == 303
    wall = room.page().replace("\u00a0", " ")
    assert "Une injure" not in wall
    assert "Un post-it retiré par Farid : blesse quelqu’un" in wall
    assert "blesse quelqu’un" in phones[0].get(f"{room.base}/participer").text
    entry = db.session.scalars(sa.select(RegisterEntry).filter_by(kind="workshop.note_hidden")).one()
    assert json.loads(entry.payload)["reason"] == "blesse quelqu’un"
    assert room.desk.post(f"{url}/retour").status_code == 303
    assert "Une injure" in room.page()
    assert wrote(room) == ["Une injure"]


def test_a_hidden_note_leaves_its_place_to_another(room: GroupedRoom, phones: list[FlaskClient]) -> None:
    for number in range(2):
        room.write(phones[0], f"Idée {number}")
    room.desk.post(f"{room.notes_url}/{room.notes()[0].id}/retrait", data={"reason": "hors sujet"})
    assert room.write(phones[0], "Une autre idée") == 303


def test_notes_are_hidden_until_they_are_turned_over_when_the_item_says_so(
    room: GroupedRoom, phones: list[FlaskClient]
) -> None:
    room.item.settings = {**room.item.settings, "hidden": True}
    db.session.commit()
    room.write(phones[0], "Du pain")
    assert "Du pain" not in room.page()
    assert "1 post-it écrit" in room.page()
    assert "Du pain" in phones[1].get(f"{room.base}/participer").text
    wall = f"{room.base}/animer/sequences/{room.item.id}/mur"
    assert room.desk.post(wall, data={"view": "revealed"}).status_code == 303
    assert "Du pain" in room.page()
    room.undo()
    assert "Du pain" not in room.page()


def test_the_desk_chooses_what_the_wall_shows(room: GroupedRoom, phones: list[FlaskClient]) -> None:
    room.write(phones[0], "Du pain")
    room.write(phones[0], "Pas d’injure", "prohibitions")
    wall = f"{room.base}/animer/sequences/{room.item.id}/mur"
    for view, seen, unseen in (
        ("groups", "Fatou, Malik", "Du pain"),
        ("axis:prohibitions", "Pas d’injure", "Du pain"),
        ("notes", "Du pain", "Fatou, Malik"),
    ):
        assert room.desk.post(wall, data={"view": view}).status_code == 303
        assert seen in room.page()
        assert unseen not in room.page()
    assert room.desk.post(wall, data={"view": "la lune"}).status_code == 422


# --- from paper --------------------------------------------------------------------------------------


def paste(room: GroupedRoom, notes: str, **fields: object) -> tuple[int, str]:
    data = {"axis": "aims", "group": "", "provenance": "Affiche du groupe 3", "notes": notes, **fields}
    answer = room.desk.post(f"{room.notes_url}/papier", data=data)
    return answer.status_code, answer.text


def test_paper_is_read_again_before_it_is_copied(room: GroupedRoom) -> None:
    status, page = paste(room, "Du pain\nDes roses\n")
    assert status == 200
    assert "2 post-it prêts à être collés" in page
    assert wrote(room) == []
    assert paste(room, "Du pain\nDes roses", act="add")[0] == 303
    assert wrote(room) == ["Du pain", "Des roses"]
    first = room.notes()[0]
    assert (first.channel, first.provenance) == (Channel.PAPER, "Affiche du groupe 3")
    assert "copié du papier" in room.desk.get(f"{room.notes_url}/{first.id}").text


def test_every_bad_line_is_shown_and_the_text_stays(room: GroupedRoom) -> None:
    status, page = paste(room, f"Du pain\n{'x' * 281}\nDes roses\n{'y' * 400}", act="add")
    assert status == 422
    shown = page.replace("\u00a0", " ")
    assert "Ligne 2 : 281 caractères" in shown
    assert "Ligne 4 : 400 caractères" in shown
    assert "Des roses" in page
    assert "x" * 281 in page
    assert wrote(room) == []


def test_five_hundred_lines_are_copied_and_five_hundred_and_one_are_refused(room: GroupedRoom) -> None:
    lines = [f"Idée numéro {number}" for number in range(501)]
    status, page = paste(room, "\n".join(lines), act="add")
    assert status == 422
    assert "501 lignes" in page
    assert lines[500] in page
    assert paste(room, "\n".join(lines[:500]), act="add")[0] == 303
    assert db.session.scalar(sa.select(sa.func.count(Note.id))) == 500


def test_paper_must_say_where_it_comes_from_and_be_of_a_known_axis(room: GroupedRoom) -> None:
    assert paste(room, "Du pain", provenance="")[0] == 422
    assert paste(room, "Du pain", axis="ailleurs")[0] == 422
    assert paste(room, "Du pain", group="7")[0] == 422
    assert paste(room, "")[0] == 422


def test_what_a_group_wrote_on_paper_is_copied_whole(room: GroupedRoom, phones: list[FlaskClient]) -> None:
    assert paste(room, "Un\nDeux\nTrois", group="1", act="add")[0] == 303
    assert {note.group.number for note in room.notes()} == {1}
    assert len(room.notes()) == 3
