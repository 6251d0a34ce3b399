"""People: members, roles, ways in (magic link, printed slip), attendance, proxies."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes of people and of signing in."""
    from app.members import access, attendance_routes, proxy_routes, register_wording, routes

    app.register_blueprint(routes.bp)
    app.register_blueprint(attendance_routes.bp)
    app.register_blueprint(proxy_routes.bp)
    register_wording.init_app()
    del access  # imported for the session loader it registers
