"""The event stream: what changes on one screen is seen on all the others, in less than a second."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the routes, and the tables that say how recent each region is."""
    from app.live import handing, models, routes

    handing.init_app(app)
    app.register_blueprint(routes.bp)
    del models  # imported for its tables
