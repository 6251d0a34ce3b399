"""Proposals: a text and the effect it would have, amended, decided, applied."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Bind pages, the deliberation's section, the home's panel, and what closings do to proposals."""
    from app.collectives.home import add_panel
    from app.deliberations.finding import add_findable, addressed
    from app.deliberations.news import add_news_source
    from app.deliberations.sections import add_section
    from app.proposals import amendment_routes, elsewhere, register_wording, round_routes, routes
    from app.proposals.policies import can_read
    from app.proposals.services import rounds
    from app.votes.closing import subscribe, subscribe_to_following
    from app.votes.origins import add_origin
    from app.web import add_navigation

    del amendment_routes, round_routes  # imported for the routes they add
    app.register_blueprint(routes.bp)
    add_navigation(app, "proposals.index", _l("Propositions"), order=15)
    add_panel(15, elsewhere.home_panel)
    add_section(10, elsewhere.section)
    add_news_source(elsewhere.news)
    add_findable("proposal", _l("Propositions"), addressed(elsewhere.address), can_read)
    register_wording.init_app()
    add_origin(elsewhere.origin)
    subscribe(rounds.settle)
    subscribe_to_following(rounds.follow)
