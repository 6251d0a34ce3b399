"""French marks stay on the line of their words: no mark follows a space where a line may end."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import jinja2
import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
NO_BREAK, NARROW = "\u00a0", "\u202f"
# At the start of a text stands what was written before it: « {title} : ».
AFTER_WORDS = r"(?:(?<=[^\s=<>&|?])|^)"
WRONG = re.compile(
    rf"{AFTER_WORDS}[ {NO_BREAK}](?=[;!?](?![\[=\w]))"
    rf"|{AFTER_WORDS}[ {NARROW}](?=:(?![:\w-]))"
    rf"|[ {NARROW}](?=»)|(?<=«)[ {NARROW}]"
    r"|(?<=\b[nN]°) "
    r"|(?<=\d) (?=%(?!\())|(?<=\)[sd]) (?=%%)"
    r"|(?:(?<=\d)|(?<=\)[sd])) (?=€|(?:min|h|km|kg|Mo|ms)\b)"
)
WRONG_IN_ENGLISH = re.compile(rf"[ {NO_BREAK}{NARROW}][:;!?](?![\w=])|[«»]")
# What these send is read by a database.
QUERIES = {"app/limits.py", "app/register/search.py"}
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def loose(texts: Iterable[str], wrong: re.Pattern[str] = WRONG) -> list[str]:
    """The places of `texts` where a mark may leave its word, each with some words around."""
    return [text[max(0, at.start() - 30) : at.end() + 12] for text in texts for at in wrong.finditer(text)]


def catalogue() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every sentence, French then English, each with its plural."""
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file, locale="en"):
            if message.id:
                yield tuple(
                    (words,) if isinstance(words, str) else tuple(words)
                    for words in (message.id, message.string)
                )


def constants(source: str) -> Iterator[str]:
    """The texts of a module, without what explains its code."""
    module = ast.parse(source)
    alone = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def found(*patterns: str) -> list[str]:
    paths = {str(path.relative_to(ROOT)) for pattern in patterns for path in ROOT.glob(pattern)}
    assert paths
    return sorted(paths)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (f"Quoi{NARROW}? Ceci{NO_BREAK}: «{NO_BREAK}oui{NO_BREAK}»{NARROW}!", 0),
        (f"Ceci{NARROW}: non, cela{NO_BREAK}; non", 2),
        ("Quoi ? Ceci : « oui » !", 5),
        ("Le n° 3, à 20 % ou %(share)s %%.", 3),
        ("À 19 h 10, %(num)d min plus tard, 10 € et 2 minutes.", 3),
        (" : suite", 1),
        ("?page=2, a::b, http://x, ![image]", 0),
    ],
)
def test_what_is_loose_is_seen(text: str, places: int) -> None:
    assert len(loose([text])) == places


def test_the_sentences_hold_their_marks() -> None:
    assert loose(words for french, _english in catalogue() for words in french) == []


def test_english_has_no_space_before_its_marks() -> None:
    assert loose((words for _french, english in catalogue() for words in english), WRONG_IN_ENGLISH) == []


@pytest.mark.parametrize("path", sorted({*found("app/**/*.py")} - QUERIES))
def test_the_texts_of_a_module_hold_their_marks(path: str) -> None:
    assert loose(constants((ROOT / path).read_text())) == []


@pytest.mark.parametrize("path", found("templates/**/*.html", "templates/**/*.txt"))
def test_what_a_template_says_between_its_sentences_holds_its_marks(path: str) -> None:
    tokens = jinja2.Environment().lex((ROOT / path).read_text())  # noqa: S701 - nothing is rendered
    assert loose(text for _line, kind, text in tokens if kind == "data") == []


@pytest.mark.parametrize("path", found("app/**/*.toml", "app/**/*.md", "app/**/*.typ"))
def test_the_texts_kept_in_files_hold_their_marks(path: str) -> None:
    assert loose([(ROOT / path).read_text()]) == []


@pytest.mark.parametrize("path", found("README.md", "docs/**/*.md"))
def test_the_guides_hold_their_marks(path: str) -> None:
    assert loose([CODE.sub("code", (ROOT / path).read_text())]) == []
