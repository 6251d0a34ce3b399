"""The gallery: every token and every component of the pages, seen together."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the gallery."""
    from app.gallery import routes

    app.register_blueprint(routes.bp)
