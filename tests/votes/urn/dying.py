"""The application, in a server that dies while it takes a ballot: no warning, no last word, no clean-up."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, has_request_context, request

from app import create_app
from app.db import db

WHEN = "BLASON_TEST_DIES"
"""The environment holds the path of a file: it says `before` or `after` the commit, or is not there."""


def application() -> Callable[..., Iterable[bytes]]:
    """What the server serves."""
    app, order = create_app(), Path(os.environ[WHEN])

    def die(moment: str) -> None:
        if order.exists() and order.read_text() == moment:
            os.kill(os.getppid(), signal.SIGKILL)  # the one that would start another worker
            os.kill(os.getpid(), signal.SIGKILL)

    def before_commit(_session: Any) -> None:
        if has_request_context() and request.endpoint == "votes.deposit":
            die("before")

    sa.event.listen(db.session, "before_commit", before_commit)
    return _dying(app, lambda: die("after"))


def _dying(app: Flask, die: Callable[[], None]) -> Callable[..., Iterable[bytes]]:
    def answered(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer = app.wsgi_app(environ, start_response)
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/bulletins"):
            die()  # all is written, and not a byte of the answer is sent
        return answer

    return answered
