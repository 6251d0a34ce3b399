"""The reader chooses light, dark, or what the device prefers; and the language."""

from __future__ import annotations

import pytest
from flask import Flask


@pytest.mark.parametrize(
    ("choice", "media"),
    [
        ("auto", 'media="screen and (prefers-color-scheme: dark)"'),
        ("dark", 'media="screen"'),
        ("light", None),
    ],
)
def test_the_choice_is_kept(app: Flask, choice: str, media: str | None) -> None:
    client = app.test_client()
    answer = client.get(f"/apparence/{choice}?next=/composants")
    assert (answer.status_code, answer.location) == (303, "/composants")
    page = client.get("/composants").text
    assert ("dark.css" in page) is (media is not None)
    assert media is None or media in page


def test_an_unknown_appearance_is_not_found(app: Flask) -> None:
    assert app.test_client().get("/apparence/rose").status_code == 404


def test_a_forged_cookie_changes_nothing(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("apparence", '"><script>')
    assert "prefers-color-scheme" in client.get("/composants").text


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs"])
def test_the_choice_never_leads_elsewhere(app: Flask, elsewhere: str) -> None:
    assert app.test_client().get("/apparence/dark", query_string={"next": elsewhere}).location == "/"
