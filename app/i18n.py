"""French is the language of the source; English is a catalogue. Times are shown in the collective's zone."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = {"fr": "Français", "en": "English"}
LANGUAGE_COOKIE = "langue"
babel = Babel()


class SourceFrench(Translations):
    """The strings of the source as they are. In French zero is singular: « 0 objection »."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if n < 2 else msgid2

    ungettext = ngettext


class Catalogues(Domain):
    """The application's sentences in each language, found without asking Flask-Babel anew for each of them.

    A page has a hundred sentences, and the catalogue of a language does not change while it runs.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, NullTranslations] = {"fr": SourceFrench()}

    def get_translations(self) -> NullTranslations:
        """The catalogue of the language being spoken; outside of any context, one that changes nothing."""
        # What get_locale() answers once it has been asked, without asking whether it has.
        locale = getattr(g.get("_flask_babel"), "babel_locale", None) if g else None
        locale = locale or get_locale()
        if locale is None:
            return NullTranslations()
        if locale.language not in self._kept:
            self._kept[locale.language] = super().get_translations()
        return self._kept[locale.language]


_CATALOGUES = Catalogues()
# Babel looks for the file of a locale each time it is asked for one.
_locale = cache(Locale.parse)


def _spoken() -> Locale:
    return _locale(chosen_language())


def chosen_language() -> str:
    """The cookie's language when the reader chose one, else the browser's, else French."""
    if not has_request_context():
        return "fr"
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return _preferred(request.headers.get("Accept-Language", ""))


@lru_cache(256)
def _preferred(accepted: str) -> str:
    """A room of four hundred phones has three or four ways to say what it reads."""
    return parse_accept_header(accepted, LanguageAccept).best_match(list(LANGUAGES), default="fr") or "fr"


def _zone() -> str:
    collective = getattr(g, "collective", None) if has_request_context() else None
    return collective.timezone if collective is not None else "Europe/Paris"


def _quicken(app: Flask) -> None:
    """Give templates `_` and `ngettext` as Flask-Babel does, straight from the catalogue."""

    def filled(context: EvalContext, sentence: str, variables: dict[str, Any]) -> str:
        return (Markup(sentence) if context.autoescape else sentence) % variables  # noqa: S704 - our own words

    @pass_eval_context
    def gettext(context: EvalContext, sentence: str, /, **variables: Any) -> str:
        return filled(context, _CATALOGUES.get_translations().ugettext(sentence), variables)

    @pass_eval_context
    def ngettext(context: EvalContext, one: str, several: str, number: int, /, **variables: Any) -> str:
        sentence = _CATALOGUES.get_translations().ungettext(one, several, number)
        return filled(context, sentence, {"num": number, **variables})

    app.jinja_env.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext})


def init_app(app: Flask) -> None:
    """Choose language and zone for each request; give templates the language's code."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "fr")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", f"{app.root_path}/../translations")
    babel.init_app(app, locale_selector=_spoken, timezone_selector=_zone)
    babel.domain_instance = _CATALOGUES
    _quicken(app)
    app.jinja_env.globals.update(LANGUAGES=LANGUAGES, language=lambda: get_locale().language)
