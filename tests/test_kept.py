"""A piece of page is rendered once for all who see the same, and never shows one reader another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask, g
from markupsafe import Markup

from app import kept


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_pieces", {})


@dataclass
class Piece:
    """Renders a text, and counts how often it was asked to."""

    text: str = "<p>Bonjour</p>"
    times: int = field(default=0)

    def __call__(self) -> Markup:
        self.times += 1
        return Markup(self.text)  # noqa: S704 - our own


@dataclass(frozen=True)
class Place:
    """What of a collective changes its addresses and its hours."""

    slug: str
    timezone: str = "Europe/Paris"


def seen(
    app: Flask, piece: Piece, *shown: str, language: str = "fr", root: str = "", place: object = None
) -> str:
    headers = {"Accept-Language": language}
    with app.test_request_context("/", headers=headers, environ_overrides={"SCRIPT_NAME": root}):
        g.pop("_flask_babel", None)
        g.collective = place
        return kept.kept("piece", *shown, caller=piece)


def test_two_readers_of_the_same_share_what_was_rendered(app: Flask) -> None:
    piece = Piece()
    assert seen(app, piece, "a") == seen(app, piece, "a") == "<p>Bonjour</p>"
    assert piece.times == 1


@pytest.mark.parametrize(
    "other",
    [
        {"shown": "b"},
        {"language": "en"},
        {"root": "/ailleurs"},
        {"place": Place("quinze")},
        {"place": Place("quatorze", "Indian/Reunion")},
    ],
    ids=lambda other: next(iter(other)),
)
def test_whatever_changes_what_is_shown_is_rendered_anew(app: Flask, other: dict[str, object]) -> None:
    piece, usual = Piece(), {"shown": "a", "place": Place("quatorze")}
    for asked in (usual, usual | other):
        seen(app, piece, str(asked["shown"]), **{name: asked[name] for name in asked if name != "shown"})
    assert piece.times == 2


def test_a_form_is_one_reader_s_own_and_is_never_kept(app: Flask) -> None:
    form = Piece('<form method="post"><input type="hidden" name="csrf_token" value="secret"></form>')
    with pytest.raises(RuntimeError, match="holds a form"):
        seen(app, form)
    assert not kept._pieces


def test_what_is_kept_is_bounded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 3)
    for number in range(10):
        seen(app, Piece(str(number)), str(number))
    assert list(kept._pieces.values()) == ["7", "8", "9"]


def test_the_menu_kept_for_one_is_right_for_the_next(sign_in: Callable[[str | None], object]) -> None:
    """Who may see less is never given the menu of who sees more, whoever came first."""
    pages = {name: sign_in(name).get("/c/quatorze/").text for name in ("Alice", "Bob", None)}  # type: ignore[attr-defined]
    for name, page in pages.items():
        assert ('href="/c/quatorze/membres"' in page) is (name is not None)
        assert page.count('aria-current="page"') == 1
