"""One thread that commits in a loop: the database alone, and the services that note a ballot."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path


def bare(path: Path, seconds: float) -> float:
    """Durable commits per second of one row each, as durable as the application's (see `app/db.py`)."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, text TEXT)")

        def commit(_number: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO rows (text) VALUES ('consent')")
            connection.execute("COMMIT")

        return _rate(commit, seconds)


def casts(decision_id: int, voters: tuple[int, ...], seconds: float) -> float:
    """Expressions noted and committed per second as a ballot's route notes them, without a page around."""
    from app import create_app
    from app.db import db, writing
    from app.votes import services
    from app.votes.models import Decision

    application = create_app()
    with application.app_context():
        collective_id = db.session.get_one(Decision, decision_id).collective_id
        db.session.rollback()

        def cast(number: int) -> None:
            writing()
            place = services.take_place(collective_id, decision_id, voters[number % len(voters)])
            services.express(place, ("for", "against")[number // len(voters) % 2])
            db.session.commit()
            db.session.remove()

        measured = _rate(cast, seconds)
        db.engine.dispose()
    return measured


def _rate(act: Callable[[int], None], seconds: float) -> float:
    act(0)
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        count += 1
        act(count)
    return count / (time.perf_counter() - start)
