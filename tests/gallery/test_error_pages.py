"""Errors speak: what happened, that nothing was lost, what to do next."""

from __future__ import annotations

import pytest
from flask import Flask, render_template

from app.errors import STATUSES


@pytest.mark.parametrize("status", [status for status in STATUSES if status != 500])
def test_each_refusal_says_what_happened_and_gives_a_way_on(app: Flask, status: int) -> None:
    with app.test_request_context("/"):
        page = render_template("errors/error.html", status=status, message="", typed=[])
    assert f"Page {status}" in page
    assert "Rien n’a été changé." in page
    assert "Aller à l’accueil" in page
    assert page.count("<h1>") == 1


def test_the_message_of_the_refusal_takes_the_place_of_the_general_one(app: Flask) -> None:
    with app.test_request_context("/"):
        page = render_template("errors/error.html", status=409, message="La décision est close.", typed=[])
    assert "La décision est close." in page


def test_typed_text_is_given_back_and_is_only_text(app: Flask) -> None:
    with app.test_request_context("/", method="POST"):
        page = render_template(
            "errors/error.html", status=409, message="", typed=[("body", "</textarea><script>alert(1)")]
        )
    assert "rien n’est perdu" in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page


def test_the_page_of_a_failure_needs_no_database(app: Flask) -> None:
    with app.test_request_context("/"):
        page = render_template("errors/500.html")
    assert "Une panne, de notre côté" in page
    assert "votre navigateur a gardé votre texte" in page
