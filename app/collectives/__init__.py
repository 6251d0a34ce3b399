"""Collectives: founding one, its home page, its settings."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the home pages and the collective of each address."""
    from app.collectives import address, routes

    address.init_app(app)
    app.register_blueprint(routes.bp)
