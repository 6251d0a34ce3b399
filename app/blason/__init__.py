"""The blason: what a collective stands for, how it decides, and its drawing as a shield."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Bind pages, the menu, the home's shield, the founding's first version and the check of the chain."""
    from app.blason import editing, home, register_wording, routes, services
    from app.collectives.checklist import add_step
    from app.collectives.founding import on_founded
    from app.collectives.home import add_panel
    from app.register.services import add_check
    from app.web import add_navigation

    del editing  # imported for the routes it adds to the blueprint
    app.register_blueprint(routes.bp)
    add_navigation(app, "blason.show", _l("Blason"), order=40)
    add_panel(0, home.panel)
    # The founding itself writes the first draft.
    add_step(20, "blason.edit", _l("Dessiner votre blason"), {"blason.drafted", "blason.revised"}, times=2)
    add_check("blason", services.check_chain)
    on_founded(services.found)
    register_wording.init_app()
