"""Members' Markdown as data for the printed page: paragraphs of runs, nothing that is executed. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from markdown_it import MarkdownIt
from markdown_it.token import Token

_parser = MarkdownIt("commonmark", {"html": False})


class Run(TypedDict):
    """Words in one face."""

    text: str
    strong: bool
    emph: bool


class Block(TypedDict):
    """A paragraph; `bullet` when it is an item of a list."""

    bullet: bool
    runs: list[Run]


def blocks(source: str) -> list[Block]:
    """The paragraphs of `source`: headings and quotations as paragraphs, links as their words."""
    found: list[Block] = []
    depth = 0
    for token in _parser.parse(source):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "inline":
            found.append({"bullet": depth > 0, "runs": list(_runs(token.children or []))})
        elif token.type in ("code_block", "fence"):
            found.append({"bullet": False, "runs": [_run(token.content.rstrip("\n"), 0, 0)]})
    return found


def _runs(tokens: list[Token]) -> Iterator[Run]:
    strong = emph = 0
    for token in tokens:
        if token.tag == "strong":
            strong += token.nesting
        elif token.tag == "em":
            emph += token.nesting
        elif token.type in ("softbreak", "hardbreak"):
            yield _run(" ", strong, emph)
        elif token.content:
            yield _run(token.content, strong, emph)


def _run(text: str, strong: int, emph: int) -> Run:
    return {"text": text, "strong": strong > 0, "emph": emph > 0}
