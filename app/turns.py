"""One request at a time in each process, where the database is a file.

Python runs one thread at a time. Each statement lets go of it, and SQLite, which works in the same process,
has answered before another thread has well begun: in a crowd, threads spend a fifth of their time handing
over, and the one that holds the file's only write lock comes back among the last. Here a request begins when
the one before it is answered. It does not wait for long: behind a slow one (a PDF, the proof of an urn, a
form that arrives by a weak network) it begins all the same. A database that answers from elsewhere leaves
time for the others meanwhile: there, nobody waits for a turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

# Seconds; eight usual requests are answered in less.
PATIENCE = 0.05


class InTurn:
    """WSGI middleware: what is behind it is asked one request at a time, as long as none is slow."""

    def __init__(self, inner: WSGIApplication, patience: float = PATIENCE) -> None:
        self.inner = inner
        self.patience = patience
        self._turn = Lock()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        has_turn = self._turn.acquire(timeout=self.patience)
        try:
            return self.inner(environ, start)
        finally:
            if has_turn:
                self._turn.release()


def init_app(app: Flask) -> None:
    """Have `app` answer in turn, if its database is a file."""
    if make_url(app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name() == "sqlite":
        app.wsgi_app = InTurn(app.wsgi_app)  # type: ignore[assignment,method-assign]
