"""French is the language of the source; English is a catalogue. Times are shown in the collective's zone."""

from __future__ import annotations

from babel.support import Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale

LANGUAGES = {"fr": "Français", "en": "English"}
LANGUAGE_COOKIE = "langue"
babel = Babel()


class SourceFrench(Translations):
    """The strings of the source as they are. In French zero is singular: « 0 objection »."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if n < 2 else msgid2

    ungettext = ngettext


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
    with app.app_context():
        babel.domain_instance.cache["fr", babel.domain] = SourceFrench()
    app.jinja_env.globals.update(LANGUAGES=LANGUAGES, language=lambda: get_locale().language)
