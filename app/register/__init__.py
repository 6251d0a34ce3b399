"""The register: an append-only chain of every act of consequence, the search, and the check of both."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Add the pages, the command `register verify`, and the table that search reads."""
    from app.register import routes, search
    from app.register.cli import register_cli
    from app.web import add_navigation

    app.cli.add_command(register_cli)
    app.register_blueprint(routes.bp)
    add_navigation(app, "register.index", _l("Registre"), order=60)
    del search  # imported for its table
