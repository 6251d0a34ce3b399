"""What every template must be: readable by the engine, in translated words, no inline style or script."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask

FOLDER = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
# Words that are the same in every language, or that are not words.
UNTRANSLATED = {"Blason", "QR", "JSON", "PDF", "Markdown", "Atom", "SHA-256", "Français", "English"}
SPOKEN = {"alt", "aria-label", "placeholder", "title", "label"}
WORD = re.compile(r"[^\W\d_]{2,}")


class _Text(HTMLParser):
    """Collects what a reader would see or hear: text nodes, and the attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        self.found += [value for name, value in attributes if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.inside):
            self.found.append(data)


def _bare_html(app: Flask, source: str) -> str:
    """The template's own text: expressions, statements and translated blocks taken out."""
    kept: list[str] = []
    depth = 0
    name_follows = False
    for _, kind, value in app.jinja_env.lex(source):
        if kind == "block_begin":
            name_follows = True
        elif name_follows and kind == "name":
            depth += {"trans": 1, "endtrans": -1, "blocktrans": 1}.get(value, 0)
            name_follows = False
        elif kind == "data" and not depth:
            kept.append(value)
        elif kind in ("variable_begin", "block_end") and not depth:
            kept.append("" if kind == "block_end" else "§")
    return "".join(kept)


@pytest.mark.parametrize("name", TEMPLATES)
def test_compiles(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_has_no_sentence_outside_the_catalogue(app: Flask, name: str) -> None:
    parser = _Text()
    parser.feed(_bare_html(app, (FOLDER / name).read_text()))
    parser.close()
    words = [text.strip() for text in parser.found if set(WORD.findall(text)) - UNTRANSLATED]
    assert not words, f"not translated: {words}"


@pytest.mark.parametrize("name", TEMPLATES)
def test_has_no_inline_style_or_script(app: Flask, name: str) -> None:
    html = _bare_html(app, (FOLDER / name).read_text())
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)", html)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if "{% extends" in (FOLDER / name).read_text()])
def test_page_has_a_title(name: str) -> None:
    assert "block title" in (FOLDER / name).read_text()
