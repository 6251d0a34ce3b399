"""What any address may hold: numbers that a database can look for, text that it can be asked about."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.routing import Map
from werkzeug.routing.converters import IntegerConverter

# The largest number that a column of identifiers holds. PostgreSQL refuses to compare one with more.
LARGEST = 2**31 - 1


def identifier(typed: str) -> int:
    """The number typed where an identifier is awaited. Raises ValueError when nothing can bear it."""
    if not (
        typed.isascii() and typed.isdigit() and len(typed) <= len(str(LARGEST)) and int(typed) <= LARGEST
    ):
        raise ValueError(typed)
    return int(typed)


class _Number(IntegerConverter):
    """`<int:…>` in an address: what names nothing that could be stored is an address of nothing."""

    regex = "[0-9]{1,10}"

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST, **options})


def _refuse_nul(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """No text holds this character, and PostgreSQL refuses any question that does."""
    if "\0" in request.path:
        raise NotFound
    if b"%00" in request.query_string or b"\0" in request.query_string:
        raise BadRequest


def init_app(app: Flask) -> None:
    """Runs before the features, whose routes are read with these numbers."""
    app.url_map.converters["int"] = _Number
    app.url_value_preprocessor(_refuse_nul)
