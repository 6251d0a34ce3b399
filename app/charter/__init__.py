"""The charter: a document of clauses, its versions, and its public reading."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Bind pages, the menu, the home's panel, the effect of a decision and the check of the chain."""
    from app.charter import (
        article_routes,
        contest_routes,
        contesting,
        editing,
        front_routes,
        home,
        news_sources,
        public_page,
        reading_routes,
        register_wording,
        routes,
        services,
    )
    from app.charter.effect import CharterAmendment
    from app.collectives.checklist import add_step
    from app.collectives.home import add_panel
    from app.deliberations.finding import add_findable
    from app.deliberations.news import add_news_source
    from app.members.policies import signed_in
    from app.proposals.effects import register_effect
    from app.proposals.openings import advise_on
    from app.register.services import add_check
    from app.web import add_navigation

    del (
        article_routes,
        contest_routes,
        editing,
        front_routes,
        reading_routes,
    )  # imported for the routes it adds to the blueprint
    app.register_blueprint(routes.bp)
    add_navigation(app, "charter.show", _l("Charte"), order=30)
    add_panel(30, home.panel)
    add_step(40, "charter.show", _l("Écrire et adopter une première charte"), {"charter.amended"})
    add_check("charter", services.check_chain)
    add_findable("charter", _l("Charte"), news_sources.places, signed_in)
    add_news_source(news_sources.news)
    register_effect(CharterAmendment())
    advise_on(CharterAmendment.kind, contesting.advise)
    register_wording.init_app()
    public_page.init_app(app)
