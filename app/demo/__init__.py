"""The demonstration collective: loaded into an empty demonstration database, never elsewhere."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind nothing yet."""
