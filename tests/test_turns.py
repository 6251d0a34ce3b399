"""Requests are answered one at a time by a process, unless one of them is slow."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask

from app import turns
from app.turns import InTurn

Inner = Callable[[], None]
LONG, SHORT = 10.0, 0.01


def asked(inner: Inner, patience: float) -> InTurn:
    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        inner()
        return [b"answered"]

    return InTurn(answer, patience)


def ask(door: InTurn) -> list[bytes]:
    return list(door({}, lambda *_: lambda _body: None))


def at_once(*acts: Callable[[], object]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
        assert not thread.is_alive(), "someone still waits"


def test_of_eight_asked_at_once_two_are_never_inside_together() -> None:
    inside: list[int] = []
    seen: list[int] = []

    def inner() -> None:
        inside.append(1)
        time.sleep(0.002)
        seen.append(len(inside))
        inside.pop()

    door = asked(inner, patience=LONG)
    at_once(*[lambda: ask(door)] * 8)
    assert seen == [1] * 8


def test_behind_a_slow_one_the_next_is_answered_all_the_same() -> None:
    next_is_answered = threading.Event()
    begun = threading.Event()
    waited: list[bool] = []

    def inner() -> None:
        if not begun.is_set():
            begun.set()
            waited.append(next_is_answered.wait(LONG))

    door = asked(inner, patience=SHORT)

    def come_second() -> None:
        begun.wait(LONG)
        ask(door)
        next_is_answered.set()

    at_once(lambda: ask(door), come_second)
    assert waited == [True]


def test_whoever_began_without_a_turn_does_not_give_away_that_of_the_slow_one() -> None:
    slow_began, slow_may_end = threading.Event(), threading.Event()

    def inner() -> None:
        if not slow_began.is_set():
            slow_began.set()
            slow_may_end.wait(LONG)

    door = asked(inner, patience=SHORT)
    slow, third = (threading.Thread(target=ask, args=(door,)) for _ in range(2))
    slow.start()
    slow_began.wait(LONG)
    ask(door)
    door.patience = LONG
    third.start()
    third.join(0.1)
    assert third.is_alive(), "the third waits for the slow one, as the second did"
    slow_may_end.set()
    for thread in (slow, third):
        thread.join(LONG)
        assert not thread.is_alive()


def test_a_request_that_fails_gives_its_turn_back() -> None:
    def inner() -> None:
        raise RuntimeError("a fault")

    door = asked(inner, patience=LONG)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            ask(door)


@pytest.mark.parametrize(
    ("database", "in_turn"),
    [("sqlite:////tmp/blason.sqlite3", True), ("postgresql+psycopg://localhost/blason", False)],
)
def test_turns_are_for_a_database_that_is_a_file(database: str, in_turn: bool) -> None:
    app = Flask("served")
    app.config["SQLALCHEMY_DATABASE_URI"] = database
    turns.init_app(app)
    assert isinstance(app.wsgi_app, InTurn) is in_turn
