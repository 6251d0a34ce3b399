"""Deliberations: a question, what people contribute to it, what is new, what can be found."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Bind the pages of deliberations, what search finds of them, what is new in them."""
    from app.collectives.checklist import add_step
    from app.collectives.home import add_panel
    from app.deliberations import (
        contribution_routes,
        discovery_routes,
        finding,
        moderation_routes,
        news,
        news_sources,
        places,
        register_wording,
        routes,
    )
    from app.deliberations.policies import can_read
    from app.web import add_navigation, everyone

    del contribution_routes, moderation_routes  # imported for the routes they add
    app.register_blueprint(routes.bp)
    add_navigation(app, "deliberations.index", _l("Délibérations"), order=10)
    register_wording.init_app()
    add_step(30, "deliberations.new", _l("Poser une première question"), {"deliberation.opened"})
    add_panel(20, discovery_routes.home_panel)
    finding.add_findable(
        "deliberation", _l("Délibérations"), finding.addressed(places.deliberation_address), can_read
    )
    finding.add_findable("contribution", _l("Contributions"), places.contribution_places, can_read)
    finding.add_findable("decision", _l("Décisions"), places.decision_places, everyone)
    news.add_news_source(news_sources.new_contributions)
    news.add_news_source(news_sources.new_deliberations)
    news.add_news_source(news_sources.new_decisions)
