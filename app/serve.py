"""`make run`: bring the database up to date, load the demonstration if asked, and serve."""

from __future__ import annotations

import gc
import os
import sys
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app.config import THREADS
from app.db import db, now

KEYS_KEPT = timedelta(days=7)


def prepare() -> None:
    """Migrate; load the demonstration collective into an empty demonstration database; sweep."""
    from app import create_app
    from app.members.links import forget_expired

    app = create_app()
    with app.app_context():
        upgrade()
        if app.config["DEMO"]:
            from app.demo.services import load_if_empty

            load_if_empty()
        forget_keys()
        forget_expired()
        db.session.commit()


def forget_keys() -> None:
    """Delete the keys of forms accepted longer ago than KEYS_KEPT: nobody sends those again."""
    from app.submissions import IdempotencyKey

    db.session.execute(sa.delete(IdempotencyKey).where(IdempotencyKey.accepted_at < now() - KEYS_KEPT))


def application() -> Flask:
    """What workers serve. What was made at the start stays: collecting garbage need not walk through it."""
    from app import create_app, turns

    app = create_app()
    turns.init_app(app)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    return app


def server(application: str, port: str | int) -> list[str]:
    """The command that serves `application` ("module:factory()") on the loopback.

    Pages on threads; beside them one process that holds the event streams.
    """
    return [
        sys.executable,
        "-m",
        "gunicorn",
        application,
        "--config",
        "python:app.live.beside",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--workers",
        os.environ.get("WEB_CONCURRENCY", "2"),
        "--threads",
        str(THREADS),
        "--no-control-socket",
        "--forwarded-allow-ips",
        os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
    ]


def main(application: str = "app.serve:application()") -> None:
    """Prepare, then serve `application`."""
    prepare()
    port = os.environ.get("PORT", "8000")
    print(f"Blason : http://127.0.0.1:{port}", flush=True)
    os.execv(sys.executable, server(application, port))  # noqa: S606


if __name__ == "__main__":
    main(*sys.argv[1:2])
