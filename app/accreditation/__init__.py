"""What the charter decides: which venues are accredited, since when, why, and at which rates."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Bind tables, pages, the menu, the effect of decisions and what the register tells."""
    from app.accreditation import (
        acting,
        advising,
        assessment_routes,
        charter_section,
        impact_routes,
        managing_routes,
        news_sources,
        product_routes,
        register_wording,
        routes,
        visit_routes,
    )
    from app.accreditation.effect import AccreditationDecision
    from app.accreditation.services.reexamining import mark
    from app.accreditation.wording import WORDS, product_range, rating_sentence, threshold_told
    from app.charter.consequences import on_amended
    from app.charter.front import add_section
    from app.deliberations.finding import add_findable
    from app.deliberations.news import add_news_source
    from app.proposals.effects import register_effect
    from app.proposals.openings import advise_on
    from app.web import add_navigation, everyone

    # Imported for the routes and tables they add.
    del acting, assessment_routes, impact_routes, managing_routes, product_routes, visit_routes
    app.register_blueprint(routes.bp)
    add_navigation(app, "accreditation.index", _l("Lieux"), order=35)
    # Globals rather than context: macros that are imported see only these.
    app.jinja_env.globals.update(
        venue_words=WORDS,
        product_range=product_range,
        rating_sentence=rating_sentence,
        threshold_told=threshold_told,
    )
    on_amended(mark)
    add_section(charter_section.section)
    add_news_source(news_sources.news)
    add_findable("venue", _l("Lieux"), news_sources.places, everyone)
    register_effect(AccreditationDecision())
    advise_on(AccreditationDecision.kind, advising.advise)
    register_wording.init_app()
