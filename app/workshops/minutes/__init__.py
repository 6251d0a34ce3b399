"""Procès-verbal: what is kept of a session, section by section, from its draft to its approval."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Bind the pages of minutes; have the end of a session write their draft."""
    from app.deliberations.finding import add_findable
    from app.deliberations.news import add_news_source
    from app.deliberations.sections import add_section
    from app.register.services import add_check
    from app.workshops.minutes import (
        absence_routes,
        beside,
        carrying,
        carrying_routes,
        files,
        news_source,
        register_wording,
        routes,
        screen,
        settling_routes,
    )
    from app.workshops.minutes.services import settling, writing
    from app.workshops.policies import can_see_sessions
    from app.workshops.services.leading import at_the_end

    del absence_routes, carrying_routes, files, routes, settling_routes  # imported for the routes they add
    at_the_end(writing.draft)
    add_check(_l("procès-verbaux"), settling.check)
    add_news_source(news_source.news)
    add_section(90, carrying.section)
    add_findable("minutes", _l("Procès-verbaux"), news_source.places, can_see_sessions)
    app.jinja_env.globals.update(
        MINUTES_STATES=screen.STATES, FINDINGS=screen.FINDINGS, session_beside=beside.beside
    )
    register_wording.init_app()
