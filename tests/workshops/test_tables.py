"""The tables: chosen or drawn, their worksheet written by those who sit there, and the rotation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.db import db
from app.members.models import Member
from app.workshops.group_models import Finding, Group, GroupMember, GroupPart, Note
from app.workshops.models import AgendaItem, Channel, Move, Participant, Workshop
from app.workshops.reading import items_of
from app.workshops.services import arriving, group_rows, grouping, leading, moves
from app.workshops.tables_screens import COLUMN_NAMES

SignIn = Callable[[str | None], FlaskClient]
Phone = Callable[[Workshop, str], FlaskClient]
ROW = "Sélection des participants"


class Tables:
    """Tonight's tables, and the buttons of the desk."""

    def __init__(self, workshop: Workshop, client: FlaskClient, actor: Member) -> None:
        self.workshop, self.desk, self.actor = workshop, client, actor
        self.base = f"/c/quatorze/seances/{workshop.id}"
        for item in items_of(workshop):
            leading.go(workshop, actor, item, None)
            if item.kind.value == "tables":
                self.item: AgendaItem = item
                break
        db.session.commit()
        self.number = self.item.id

    def seat(self, table: int, name: str, part: GroupPart = GroupPart.MEMBER) -> Participant:
        """Someone without a device, at that table."""
        who = arriving.arrive(self.workshop, name, has_device=False, added_by=self.actor)
        group = group_rows.find_group(self.item, table)
        grouping.place(self.workshop, self.item, self.actor, who, group, part)
        db.session.commit()
        return who

    def choose(self, client: FlaskClient, table: int) -> int:
        """From a phone."""
        data = {"item": self.number, "group": table}
        return client.post(f"{self.base}/participer/groupe", data=data).status_code

    def write(self, client: FlaskClient, text: str, **fields: object) -> int:
        """A line on the sheet of one's table."""
        data = {"item": self.number, "row": ROW, "column": "questions", "text": text, "finding": "question"}
        return client.post(f"{self.base}/participer/feuille", data={**data, **fields}).status_code

    def rotate(self, seen: int | None = None) -> int:
        data = {} if seen is None else {"seen": seen}
        return self.desk.post(f"{self.base}/animer/sequences/{self.number}/rotation", data=data).status_code

    def places(self) -> dict[str, int]:
        """The number of each person's table."""
        db.session.expire_all()
        rotation = db.session.get_one(AgendaItem, self.number).settings.get("rotation", 0)
        rows = db.session.execute(
            sa.select(Participant.name, Group.number)
            .join(GroupMember, GroupMember.participant_id == Participant.id)
            .join(Group, Group.id == GroupMember.group_id)
            .where(GroupMember.item_id == self.number, GroupMember.rotation == rotation)
        )
        return dict(rows.all())

    def page(self, client: FlaskClient, page: str = "participer") -> str:
        return client.get(f"{self.base}/{page}").text

    def lines(self) -> list[Note]:
        db.session.expire_all()
        return list(db.session.scalars(sa.select(Note).order_by(Note.id)))


@pytest.fixture
def evening_tables(
    evening: Callable[..., Workshop], sign_in: SignIn, member: Callable[[str], Member]
) -> Tables:
    return Tables(evening(), sign_in("Farid"), member("Farid"))


@pytest.fixture
def malik(evening_tables: Tables, phone: Phone) -> FlaskClient:
    """Malik's phone; he has not sat down yet. Who comes once people sit is given a place."""
    return phone(evening_tables.workshop, "Malik")


@pytest.fixture
def fatou(evening_tables: Tables, malik: FlaskClient, phone: Phone) -> FlaskClient:
    """Fatou's phone, at the first table."""
    client = phone(evening_tables.workshop, "Fatou")
    assert evening_tables.choose(client, 1) == 303
    return client


# --- standing and sitting ----------------------------------------------------------------------------


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


# --- the worksheet -----------------------------------------------------------------------------------


def test_what_a_table_writes_everyone_there_reads_and_the_wall_counts(
    evening_tables: Tables, fatou: FlaskClient, malik: FlaskClient, phone: Phone
) -> None:
    assert evening_tables.write(fatou, "Qui tire au sort ?") == 303
    (note,) = evening_tables.lines()
    assert (note.row, note.axis, note.finding, note.channel) == (
        ROW,
        "questions",
        Finding.QUESTION,
        Channel.PHONE,
    )
    assert note.author is not None
    assert note.author.name == "Fatou"
    evening_tables.choose(malik, 1)
    assert "Qui tire au sort ?" in evening_tables.page(malik)
    rose = phone(evening_tables.workshop, "Rose")  # at the second table, where nobody was
    assert "Qui tire au sort ?" not in evening_tables.page(rose)
    assert "1 note · question 1" in evening_tables.page(fatou, "mur")
    assert "Qui tire au sort ?" not in evening_tables.page(fatou, "mur")


def test_a_line_sent_twice_is_written_once(evening_tables: Tables, fatou: FlaskClient) -> None:
    for _twice in range(2):
        assert evening_tables.write(fatou, "Qui tire au sort ?", key="the same form") == 303
    assert len(evening_tables.lines()) == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "x" * 1001}, 422),
        ({"text": "pain\u202elevain"}, 422),
        ({"row": "Une ligne inventée"}, 422),
        ({"column": "hors-sujet"}, 422),
        ({"finding": "victoire"}, 422),
        ({"item": "987654"}, 404),
        ({"item": "douze"}, 422),
    ],
)
def test_what_is_not_a_line_is_refused(
    evening_tables: Tables, fatou: FlaskClient, fields: dict[str, str], status: int
) -> None:
    assert evening_tables.write(fatou, **{"text": "Qui ?", **fields}) == status
    assert evening_tables.lines() == []


def test_a_refused_line_keeps_its_text(evening_tables: Tables, fatou: FlaskClient) -> None:
    data = {"item": evening_tables.number, "row": ROW, "column": "hors-sujet", "text": "À ne pas perdre"}
    answer = fatou.post(f"{evening_tables.base}/participer/feuille", data=data)
    assert answer.status_code == 422
    assert "À ne pas perdre</textarea>" in answer.text
    assert "Choisissez une colonne de la feuille." in answer.text


def test_one_writes_at_ones_own_table_only(
    evening_tables: Tables, malik: FlaskClient, fatou: FlaskClient
) -> None:
    assert evening_tables.write(malik, "Où suis-je ?") == 409
    evening_tables.choose(malik, 2)
    evening_tables.write(fatou, "Qui tire au sort ?")
    (note,) = evening_tables.lines()
    address = f"{evening_tables.base}/participer/notes/{note.id}"
    assert malik.get(address).status_code == 403
    assert malik.post(address, data={"text": "Nous.", "version": 1}).status_code == 403
    assert malik.post(f"{address}/retrait", data={"version": 1}).status_code == 403


def test_two_people_on_one_line_see_both_texts(
    evening_tables: Tables, fatou: FlaskClient, malik: FlaskClient
) -> None:
    evening_tables.choose(malik, 1)
    evening_tables.write(fatou, "Qui tire au sort ?")
    (note,) = evening_tables.lines()
    address = f"{evening_tables.base}/participer/notes/{note.id}"
    assert (
        fatou.post(address, data={"text": "Qui tire ?", "version": 1, "finding": "question"}).status_code
        == 303
    )
    answer = malik.post(address, data={"text": "Qui choisit ?", "version": 1, "finding": ""})
    assert answer.status_code == 409
    assert "Qui tire ?" in answer.text
    assert "Qui choisit ?</textarea>" in answer.text
    assert malik.post(f"{address}/retrait", data={"version": 1}).status_code == 409
    assert malik.post(address, data={"text": "Qui choisit ?", "version": 2}).status_code == 303
    assert malik.post(f"{address}/retrait", data={"version": 3}).status_code == 303
    assert evening_tables.lines() == []


def test_two_phones_rewriting_at_the_same_instant_lose_nothing(
    app: Flask, evening_tables: Tables, fatou: FlaskClient, malik: FlaskClient
) -> None:
    evening_tables.choose(malik, 1)
    evening_tables.write(fatou, "Qui tire au sort ?")
    address = f"{evening_tables.base}/participer/notes/{evening_tables.lines()[0].id}"
    ready, statuses = Barrier(2), []
    db.session.remove()

    def send(client: FlaskClient, text: str) -> None:
        ready.wait()
        statuses.append(client.post(address, data={"text": text, "version": 1}).status_code)

    threads = [Thread(target=send, args=pair) for pair in ((fatou, "Un texte"), (malik, "Un autre"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 409]
    assert evening_tables.lines()[0].version == 2


def test_a_facilitator_types_for_a_table_and_says_from_where(evening_tables: Tables) -> None:
    address = f"{evening_tables.base}/animer/sequences/{evening_tables.number}/feuilles/2"
    data = {
        "row": "Taux et seuil",
        "column": "needs",
        "text": "Des chiffres",
        "finding": "",
        "channel": "paper",
    }
    assert evening_tables.desk.post(address, data=data).status_code == 303
    (note,) = evening_tables.lines()
    assert (note.channel, note.author, note.typed_by_id) == (Channel.PAPER, None, evening_tables.actor.id)
    page = evening_tables.desk.get(address).text
    assert "Des chiffres" in page
    assert "lue sur la feuille" in page
    assert evening_tables.desk.post(address, data={**data, "channel": "rumeur"}).status_code == 422
    assert evening_tables.desk.get(address.replace("feuilles/2", "feuilles/9")).status_code == 404


def test_a_line_hidden_by_a_facilitator_leaves_a_trace(evening_tables: Tables, fatou: FlaskClient) -> None:
    evening_tables.write(fatou, "Une insulte")
    (note,) = evening_tables.lines()
    address = f"{evening_tables.base}/animer/notes/{note.id}/masque"
    assert evening_tables.desk.post(address, data={"reason": ""}).status_code == 422
    for _twice in range(2):
        assert evening_tables.desk.post(address, data={"reason": "Ce mot blesse."}).status_code == 303
    page = evening_tables.page(fatou)
    assert "Une insulte" not in page
    assert "Ce mot blesse." in page
    line = f"{evening_tables.base}/participer/notes/{note.id}"
    assert fatou.post(line, data={"text": "Encore", "version": 1}).status_code == 409


def test_nothing_is_written_once_the_session_is_over(evening_tables: Tables, fatou: FlaskClient) -> None:
    leading.go(evening_tables.workshop, evening_tables.actor, None, None)
    db.session.commit()
    assert evening_tables.write(fatou, "Trop tard") == 409


# --- the rotation ------------------------------------------------------------------------------------


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
