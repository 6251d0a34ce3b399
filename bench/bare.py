"""What the ratios are measured against: a Flask application that does nothing but answer, or commit."""

from __future__ import annotations

import os
import sqlite3
import threading

from flask import Flask

_connections = threading.local()


def _connection() -> sqlite3.Connection:
    """This thread's connection, as durable as the application's own (see `app/db.py`)."""
    if not hasattr(_connections, "it"):
        connection = sqlite3.connect(os.environ["BENCH_BARE_DATABASE"], isolation_level=None, timeout=15)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, text TEXT)")
        _connections.it = connection
    found: sqlite3.Connection = _connections.it
    return found


def create_app() -> Flask:
    """One page of a few words; one POST that makes one durable commit."""
    app = Flask(__name__)

    @app.get("/")
    def page() -> str:
        return "<!doctype html><title>bare</title><p>bare</p>"

    @app.post("/commit")
    def commit() -> tuple[str, int]:
        connection = _connection()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO rows (text) VALUES ('consent')")
        connection.execute("COMMIT")
        return "", 204

    return app
