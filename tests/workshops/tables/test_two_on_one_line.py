"""Two people of a table rewrite one line: both texts are seen, nothing is lost."""

from __future__ import annotations

from threading import Barrier, Thread

from flask import Flask
from flask.testing import FlaskClient

from app.db import db
from tests.workshops.tables.room import Tables


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
