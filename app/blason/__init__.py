"""The blason: what a collective stands for, how it decides, and its drawing as a shield."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Bind pages, menu, home, founding, the chain’s check, and the effect of decisions."""
    from app.blason import editing, home, news_sources, register_wording, revising, routes, services
    from app.blason.effects import BlasonRevision
    from app.collectives.checklist import add_step
    from app.collectives.founding import on_founded
    from app.collectives.home import add_emblem
    from app.deliberations.finding import add_findable, addressed
    from app.deliberations.news import add_news_source
    from app.proposals import checklist
    from app.proposals.effects import register_effect
    from app.register.services import add_check
    from app.web import add_navigation, everyone

    del editing, revising  # imported for the routes they add to the blueprint
    app.register_blueprint(routes.bp)
    add_navigation(app, "blason.show", _l("Blason"), order=40)
    add_emblem(home.panel)
    # The founding itself writes the first draft.
    add_step(20, "blason.edit", _l("Dessiner votre blason"), {"blason.drafted", "blason.revised"}, times=2)
    checklist.provide(services.prohibitions)
    register_effect(BlasonRevision())
    add_check("blason", services.check_chain)
    on_founded(services.found)
    register_wording.init_app()
    add_news_source(news_sources.news)
    add_findable("blason", _l("Blason"), addressed(news_sources.address), everyone)
