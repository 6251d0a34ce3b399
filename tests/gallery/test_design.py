"""The design holds by measure: contrasts, weights, no style in the page, nothing missing from the gallery."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "app" / "static" / "css"
# Used by the others, never by a page.
HELPERS = {"hidden", "error_summary"}


def _tokens(name: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", (CSS / name).read_text()))


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TINCTURES = ("gueules", "azur", "sinople", "or", "pourpre")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", *TINCTURES) for ground in ("paper", "sheet")),
    *((name, f"{name}-wash") for name in TINCTURES),
    *(("ink", f"{name}-wash") for name in TINCTURES),
    *(("ink-soft", f"{name}-wash") for name in TINCTURES),
    ("on-accent", "azur"),
    ("on-accent", "gueules"),
]
EDGES = [("line-strong", "paper"), ("line-strong", "sheet"), ("focus", "paper"), ("focus", "sheet")]


@pytest.mark.parametrize("scheme", ["tokens.css", "dark.css"])
def test_text_contrasts_with_its_ground(scheme: str) -> None:
    colours = _tokens(scheme)
    weak = {pair: _contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["tokens.css", "dark.css"])
def test_edges_of_controls_and_focus_can_be_seen(scheme: str) -> None:
    colours = _tokens(scheme)
    weak = {pair: _contrast(colours[pair[0]], colours[pair[1]]) for pair in EDGES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_light_and_dark_name_the_same_colours() -> None:
    assert _tokens("tokens.css").keys() == _tokens("dark.css").keys()


def test_the_gallery_shows_every_component(app: Flask) -> None:
    shown = (ROOT / "templates" / "gallery" / "show.html").read_text()
    macros = {
        name
        for path in ("ui", "forms", "charts")
        for name in re.findall(
            r"{% macro ([a-z]\w*)", (ROOT / "templates" / "components" / f"{path}.html").read_text()
        )
    }
    assert {
        name for name in macros - HELPERS if not re.search(rf"(call |{{{{ ?|{{%.*?}})*\b{name}\(", shown)
    } == set()
    assert app.test_client().get("/composants").status_code == 200


def test_the_refused_form_says_what_to_mend_and_keeps_what_was_typed(app: Flask) -> None:
    answer = app.test_client().post("/composants", data={"body": "Un texte déjà écrit", "kind": "value"})
    assert answer.status_code == 422
    assert "Rien n’est enregistré pour l’instant, et rien n’est perdu." in answer.text
    assert 'aria-describedby="title-hint title-error"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Ce champ est nécessaire." in answer.text
    assert "Un texte déjà écrit</textarea>" in answer.text


@pytest.mark.parametrize("path", ["/composants", "/rien-de-tel"])
def test_no_page_carries_a_style_or_a_script_of_its_own(app: Flask, path: str) -> None:
    page = app.test_client().get(path).text
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_a_first_visit_weighs_less_than_sixty_kilobytes(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/composants").text
    addresses = re.findall(r'(?:<link rel="(?:stylesheet|icon)"|<script)[^>]*?(?:href|src)="([^"]+)"', page)
    addresses = [address.replace("&amp;", "&") for address in addresses]
    parts = [page.encode(), *(client.get(address).data for address in addresses)]
    assert len(parts) == 6
    assert sum(len(gzip.compress(part)) for part in parts) < 60_000


def test_the_style_sheet_stays_small(app: Flask) -> None:
    whole = app.test_client().get("/a/blason.css").data
    assert len(gzip.compress(whole)) < 12_000


def test_what_browsers_keep_for_a_year_changes_address_when_it_changes(app: Flask) -> None:
    page = app.test_client().get("/composants").text
    for name in ("a/blason.css", "a/blason.js", "htmx.js", "a/dark.css", "a/blason.svg"):
        assert re.search(rf'{re.escape(name)}\?v=[\w.]+"', page), name
    kept = app.test_client().get("/a/blason.css").headers["Cache-Control"]
    assert "immutable" in kept
    assert "max-age=31536000" in kept
