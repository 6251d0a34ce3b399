"""Collectives: founding one, its home page, its settings."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Bind the home pages and the collective of each address."""
    from app.collectives import address, checklist, home, presence, routes, wording
    from app.web import add_navigation

    address.init_app(app)
    app.register_blueprint(routes.bp)
    add_navigation(app, "collectives.home", _l("Accueil"), order=0)
    checklist.add_step(5, "members.slips", _l("Imprimer votre billet, la clé pour revenir"), {"slip.issued"})
    checklist.add_step(10, "members.invite", _l("Inviter les membres"), {"member.invited", "member.added"})
    wording.init_app()
    home.add_panel(80, presence.panel)
