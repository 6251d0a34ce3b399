"""Markdown written by members, as HTML that cannot harm a reader."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable("table")
_TAGS = {
    "p",
    "br",
    "hr",
    "strong",
    "em",
    "blockquote",
    "code",
    "pre",
    "ul",
    "ol",
    "li",
    "a",
    "h3",
    "h4",
    "h5",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
# A contribution never outranks the headings of the page that shows it.
_DEEPER = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}


# A space typed before « ; » or « ! » may not end a line: people type the space they have on their keyboard.
_UNBROKEN = (
    (re.compile(" (?=[;!?])"), "\u202f"),
    (re.compile(" (?=[:»])"), "\u00a0"),
    (re.compile("(?<=«) "), "\u00a0"),
)


def unbroken(text: str) -> str:
    """`text` with the spaces that French punctuation wants, where a plain space was typed."""
    for space, wanted in _UNBROKEN:
        text = space.sub(wanted, text)
    return text


@lru_cache(maxsize=4096)
def markdown(source: str) -> Markup:
    """Return `source` as safe HTML: no script, no image, no attribute but the address of a web link."""
    tokens = _parser.parse(source)
    for token in tokens:
        if token.tag in _DEEPER and token.type.startswith("heading"):
            token.tag = _DEEPER[token.tag]
        for child in token.children or ():
            if child.type == "text":
                child.content = unbroken(child.content)
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 - cleaned on the line above
