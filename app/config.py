"""Settings, read once from the environment. Nothing here is secret, and no secret has a default value."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

INSTANCE = Path(__file__).resolve().parent.parent / "instance"
# How many requests a process answers at once.
THREADS = 8


class MissingSecret(RuntimeError):
    """BLASON_SECRET_KEY is not set although the data do not live in the embedded database."""


def init_app(app: Flask, settings: Mapping[str, Any]) -> None:
    """Fill `app.config`; raises MissingSecret when a served instance has no signing key."""
    demo = os.environ.get("BLASON_DEMO", "0") == "1"
    base_url = os.environ.get("BLASON_BASE_URL", "")
    app.config.from_mapping(
        DEMO=demo,
        BASE_URL=base_url,
        SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL") or _embedded(demo),
        OUTBOX=os.environ.get("BLASON_OUTBOX", str(INSTANCE / "outbox")),
        SMTP_URL=os.environ.get("SMTP_URL", ""),
        MAIL_FROM=os.environ.get("MAIL_FROM", "blason@localhost"),
        # A long proposal is 30 kB; four times the longest legal form is refused before it is read.
        MAX_CONTENT_LENGTH=512 * 1024,
        MAX_FORM_MEMORY_SIZE=512 * 1024,
        SESSION_COOKIE_NAME="blason",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=base_url.startswith("https://"),
        # Counted from the day one came in, as the session in the database is: no page sends the cookie again.
        PERMANENT_SESSION_LIFETIME=60 * 60 * 24 * 90,
        SESSION_REFRESH_EACH_REQUEST=False,
        # An evening lasts longer than the default hour: the form opened at 18:00 is still good at midnight.
        WTF_CSRF_TIME_LIMIT=60 * 60 * 12,
        WTF_CSRF_SSL_STRICT=base_url.startswith("https://"),
        # Beyond so many streams, pages ask every few seconds.
        STREAMS_MOST=int(os.environ.get("BLASON_STREAMS_MOST", "2000")),
        RATELIMIT_ENABLED=True,
        RATELIMIT_STORAGE_URI=os.environ.get(
            "RATELIMIT_STORAGE_URI", f"sqlite:///{INSTANCE / 'limits.sqlite3'}"
        ),
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "image/svg+xml",
            "application/json",
            "application/atom+xml",
            "text/markdown",
            "text/plain",
        ],
        COMPRESS_MIN_SIZE=400,
        # Two per cent heavier than the usual level, in two thirds of the time.
        COMPRESS_LEVEL=4,
        SEND_FILE_MAX_AGE_DEFAULT=60 * 60 * 24 * 365,
    )
    app.config.from_mapping(settings)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", _pool(app.config["SQLALCHEMY_DATABASE_URI"]))
    proxies = int(os.environ.get("BLASON_PROXIES", "0"))
    if proxies:
        # Who asks, and by which scheme, is what the last trusted proxy says; by default nobody is trusted.
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    if not app.config.get("SECRET_KEY"):
        app.config["SECRET_KEY"] = os.environ.get("BLASON_SECRET_KEY") or _embedded_key(app)


def _pool(database: str) -> dict[str, int]:
    """How many connections are kept: a thread holds one while it answers; in memory there is but one.

    By default five are kept, and the others opened and thrown away at every request: on PostgreSQL each is a
    process to start, just when the room is full.
    """
    url = make_url(database)
    in_memory = url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
    return {} if in_memory else {"pool_size": THREADS}


def _embedded(demo: bool) -> str:
    INSTANCE.mkdir(exist_ok=True)
    return f"sqlite:///{INSTANCE / ('demo.sqlite3' if demo else 'blason.sqlite3')}"


def _embedded_key(app: Flask) -> str:
    """The key of a one-box instance, made at first start and kept beside its database."""
    if not app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        raise MissingSecret("set BLASON_SECRET_KEY (for instance: openssl rand -hex 32)")
    INSTANCE.mkdir(exist_ok=True)
    path = INSTANCE / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text()
