"""Templates are compiled once for each language, and say what the catalogue says."""

from __future__ import annotations

import pytest
from flask import Flask, g, render_template
from jinja2 import DictLoader

TEMPLATES = {
    "page.html": '{% from "macro.html" import said %}{{ said() }} {{ _("Bonjour %(name)s", name=name) }}',
    "macro.html": '{% macro said() %}{{ _("Sortir") }}{% endmacro %}',
    "signs.html": "{{ _('« 100 %% » <et> & co') }}|{{ _('Sortir')|length }}|{{ _('<b>')|upper }}",
    "plain.txt": "{{ _('« 100 %% » <et> & co') }}",
}


@pytest.fixture
def spoken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with these templates, none of them compiled yet."""
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(TEMPLATES))
    monkeypatch.setattr(app.jinja_env, "_spoken", {})
    return app


def said(app: Flask, template: str, language: str, **values: str) -> str:
    with app.test_request_context("/", headers={"Accept-Language": language}):
        g.pop("_flask_babel", None)
        return render_template(template, **values)


def test_each_reader_is_spoken_to_in_their_language(spoken: Flask) -> None:
    for _turn in range(2):
        assert said(spoken, "page.html", "fr", name="Bob").startswith("Sortir ")
        assert said(spoken, "page.html", "en", name="Bob").startswith("Sign out ")


def test_what_is_typed_is_still_escaped(spoken: Flask) -> None:
    assert "Bonjour &lt;b&gt;" in said(spoken, "page.html", "fr", name="<b>")


def test_our_own_words_are_not_escaped_in_a_page(spoken: Flask) -> None:
    assert said(spoken, "signs.html", "fr") == "« 100 % » <et> & co|6|<B>"


def test_nor_in_a_letter(spoken: Flask) -> None:
    assert said(spoken, "plain.txt", "fr") == "« 100 % » <et> & co"
