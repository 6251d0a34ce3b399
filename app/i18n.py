"""French is the language of the source; English is a catalogue. Times are shown in the collective's zone."""

from __future__ import annotations

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale

LANGUAGES = {"fr": "Français", "en": "English"}
LANGUAGE_COOKIE = "langue"
babel = Babel()


def chosen_language() -> str:
    """The cookie's language when the reader chose one, else the browser's, else French."""
    if not has_request_context():
        return "fr"
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES), default="fr") or "fr"


def _zone() -> str:
    collective = getattr(g, "collective", None) if has_request_context() else None
    return collective.timezone if collective is not None else "Europe/Paris"


def init_app(app: Flask) -> None:
    """Choose language and zone for each request; give templates the language's code."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "fr")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", f"{app.root_path}/../translations")
    babel.init_app(app, locale_selector=chosen_language, timezone_selector=_zone)
    app.jinja_env.globals.update(LANGUAGES=LANGUAGES, language=lambda: get_locale().language)
