"""Where no stream is held, pages ask every few seconds, and are told the same."""

from __future__ import annotations

import pytest
from flask import Flask

from app.db import db
from app.live.services import emit


def changed(*regions: str) -> None:
    emit("hall/1", *regions)
    db.session.commit()


def test_nothing_new_is_an_empty_answer(app: Flask) -> None:
    answer = app.test_client().get("/live/hall/1/wall/depuis/0")
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_newer_is_told_with_its_html_and_the_time_here(app: Flask) -> None:
    changed("board", "clock")
    changed("board")
    told = app.test_client().get("/live/hall/1/wall/depuis/1").json
    assert told is not None
    assert told["version"] == 2
    assert told["regions"] == [{"region": "board", "html": "<p>Sortir 2</p>"}]
    assert told["now"] > 1_700_000_000_000


def test_what_is_each_person_s_own_is_only_said_to_have_changed(app: Flask) -> None:
    changed("drawer")
    told = app.test_client().get("/live/hall/1/phone/depuis/0").json
    assert told is not None
    assert told["regions"] == [{"region": "drawer", "within": 2000}]


def test_one_reads_in_one_s_own_language(app: Flask) -> None:
    changed("board")
    answer = app.test_client().get("/live/hall/1/wall/depuis/0", headers={"Accept-Language": "en"})
    assert "Sign out" in answer.text


@pytest.mark.parametrize("end", ["", "/depuis/0"])
@pytest.mark.parametrize("place", ["hall/closed/wall", "hall/1/ceiling", "cellar/1/wall"])
def test_what_one_may_not_follow_does_not_exist(app: Flask, place: str, end: str) -> None:
    assert app.test_client().get(f"/live/{place}{end}").status_code == 404


def test_a_server_that_holds_no_streams_says_when_to_ask_again(app: Flask) -> None:
    answer = app.test_client().get("/live/hall/1/wall")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
