"""Errors that speak: what happened, that nothing was lost, what to do next."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.db import db

STATUSES = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500)
_NOT_TYPED = {"csrf_token", "key"}


class Refused(Exception):
    """An act the rules do not allow; `message` is a whole French sentence, `status` a 4xx."""

    status = 409

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.status = status or self.status


class Unseen(Refused):
    """What does not exist, or may not be seen: the answer is the same."""

    status = 404

    def __init__(self, message: str = "") -> None:
        super().__init__(message)


class Forbidden(Refused):
    """Seen, but not allowed to this person."""

    status = 403


def typed_text() -> list[tuple[str, str]]:
    """What the person had typed in the refused form, so that a page can give it back."""
    try:
        fields = request.form.items(multi=True)
        return [(name, value) for name, value in fields if name not in _NOT_TYPED and len(value) > 20]
    except HTTPException:
        return []


def _page(status: int, message: str = "") -> tuple[str, int]:
    return render_template("errors/error.html", status=status, message=message, typed=typed_text()), status


def _refused(error: Refused) -> tuple[str, int]:
    db.session.rollback()
    return _page(error.status, error.message)


def _http(error: HTTPException) -> Any:
    if error.code not in STATUSES:
        return error
    db.session.rollback()
    page, status = _page(error.code)
    headers = [pair for pair in error.get_headers() if pair[0] in ("Allow", "Retry-After")]
    return page, status, headers


def _stale_form(error: CSRFError) -> tuple[str, int]:
    return _page(
        400,
        _(
            "Ce formulaire n’est plus valable : la page est restée ouverte trop longtemps, "
            "ou la connexion a changé. Rechargez-la et recommencez."
        ),
    )


def _crash(error: Exception) -> tuple[str, int]:
    with suppress(SQLAlchemyError):  # the page of a broken database must not break too
        db.session.rollback()
    # Rendered without the layout that asks the database who is reading.
    return render_template("errors/500.html"), 500


def init_app(app: Flask) -> None:
    """Give each refusal its page."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _crash)
