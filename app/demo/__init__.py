"""The demonstration collective: loaded into an empty demonstration database, never elsewhere."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the evening that can be played again; its pages exist only in a demonstration."""
    from app.demo.replay import routes, scenes

    app.register_blueprint(routes.bp)
    scenes.init_app()
