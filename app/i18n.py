"""French is the language of the source; English is a catalogue. Times are shown in the collective's zone."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

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


def _quicken(app: Flask) -> None:
    """Give templates `_` and `ngettext` as Flask-Babel does, without asking anew at each sentence.

    A page has a hundred sentences, and the catalogue of a language does not change while it runs.
    """

    @cache
    def catalogue(language: str) -> NullTranslations:
        return get_translations()

    def spoken() -> NullTranslations:
        # What get_locale() answers once it has been asked, without asking whether it has.
        locale = getattr(g.get("_flask_babel"), "babel_locale", None) or get_locale()
        return get_translations() if locale is None else catalogue(locale.language)

    def filled(context: EvalContext, sentence: str, variables: dict[str, Any]) -> str:
        return (Markup(sentence) if context.autoescape else sentence) % variables  # noqa: S704 - our own words

    @pass_eval_context
    def gettext(context: EvalContext, sentence: str, /, **variables: Any) -> str:
        return filled(context, spoken().ugettext(sentence), variables)

    @pass_eval_context
    def ngettext(context: EvalContext, one: str, several: str, number: int, /, **variables: Any) -> str:
        return filled(context, spoken().ungettext(one, several, number), {"num": number, **variables})

    app.jinja_env.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext})


def init_app(app: Flask) -> None:
    """Choose language and zone for each request; give templates the language's code."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "fr")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", f"{app.root_path}/../translations")
    babel.init_app(app, locale_selector=chosen_language, timezone_selector=_zone)
    with app.app_context():
        babel.domain_instance.cache["fr", babel.domain] = SourceFrench()
    _quicken(app)
    app.jinja_env.globals.update(LANGUAGES=LANGUAGES, language=lambda: get_locale().language)
