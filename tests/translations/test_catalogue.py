"""The English catalogue says every sentence of the source, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


@pytest.fixture(scope="module")
def source() -> set[str]:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {
        "_": None,
        "_l": None,
        "_ln": (1, 2),
        "gettext": None,
        "lazy_gettext": None,
        "ngettext": (1, 2),
        "lazy_ngettext": (1, 2),
    }
    found = extract_from_dir(ROOT, methods, options, keywords)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="en")


def _forms(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_every_sentence_has_its_english(source: set[str], english: Catalog) -> None:
    translated = {_forms(message.id)[0] for message in _messages(english) if all(_forms(message.string))}
    assert sorted(source - translated) == []


def test_nothing_translated_has_left_the_source(source: set[str], english: Catalog) -> None:
    assert sorted({_forms(message.id)[0] for message in _messages(english)} - source) == []


def test_no_translation_is_a_guess(english: Catalog) -> None:
    assert [message.id for message in _messages(english) if message.fuzzy] == []


def test_placeholders_are_kept(english: Catalog) -> None:
    for message in _messages(english):
        ours = set(PLACEHOLDER.findall(" ".join(_forms(message.id)))) - {"%%"}
        theirs = set(PLACEHOLDER.findall(" ".join(_forms(message.string)))) - {"%%"}
        # A plural may leave its number out: « one member » says it in words.
        assert theirs <= ours, message.id
        assert ours - theirs <= {"%(num)d", "%(num)s"}, message.id
