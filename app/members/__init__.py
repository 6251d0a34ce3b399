"""People: members, roles, ways in (magic link, printed slip), attendance, proxies."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Bind the routes of people and of signing in."""
    from app.members import (
        attendance_routes,
        cli,
        mail,
        people_wording,
        proxy_routes,
        register_wording,
        routes,
    )
    from app.web import add_navigation

    # The cookie of a session lasts as long as the session: it need not be sent again with every page.
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    mail.init_app(app)
    app.register_blueprint(routes.members_bp)
    app.register_blueprint(routes.doors_bp)
    app.register_blueprint(attendance_routes.bp)
    app.register_blueprint(proxy_routes.bp)
    app.cli.add_command(cli.group)
    register_wording.init_app()
    people_wording.init_app()
    add_navigation(app, "members.index", _l("Membres"), order=50)
