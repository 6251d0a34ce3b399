"""The worksheet of a table: who writes a line, what is none, typed by the desk, hidden, over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.db import db
from app.workshops.group_models import Finding
from app.workshops.models import Channel, Workshop
from app.workshops.services import leading
from tests.workshops.tables.room import ROW, Tables

Phone = Callable[[Workshop, str], FlaskClient]


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
    assert "1 note\u00a0· 1\u00a0question" in evening_tables.page(fatou, "mur")
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
