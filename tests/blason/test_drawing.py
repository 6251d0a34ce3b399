"""The shield: always well-formed, always escaped, never wider or taller than its fields."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.blason.arms import arms, shield
from app.blason.document import Blason, ItemKind
from app.blason.draw import Arms, Quarter, draw
from app.blason.fitting import LEADING, fit, printable, width, wrap
from app.votes.presets import COUSERANS, GENEVE, SIMPLE_MAJORITY

SVG = "{http://www.w3.org/2000/svg}"
# Every kind of trouble: surrogates, controls, marks of direction, wide writing, pictures.
anything = st.text(alphabet=st.characters(), max_size=300)


def _arms(name: str, *sentences: str) -> Arms:
    quarter = Quarter("Valeurs", sentences, blank="à écrire")
    return Arms(
        name, (quarter, quarter, quarter, quarter), "Blason", "Description", lambda n: f"et {n} autres"
    )


def _parse(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


@settings(max_examples=60)
@given(anything, st.lists(anything, max_size=8))
def test_whatever_is_written_the_drawing_is_well_formed_and_harmless(name: str, texts: list[str]) -> None:
    drawing = draw(_arms(name, *texts))
    drawing.encode()
    root = _parse(drawing)
    allowed = {
        "svg",
        "title",
        "desc",
        "g",
        "path",
        "rect",
        "text",
        "polygon",
        "circle",
        "ellipse",
        "clipPath",
    }
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    assert not any(name == "style" or name.startswith("on") for e in root.iter() for name in e.attrib)


@settings(max_examples=60)
@given(anything, st.lists(anything, max_size=8))
def test_every_line_stays_inside_its_field(name: str, texts: list[str]) -> None:
    for element in _parse(draw(_arms(name, *texts))).iter(f"{SVG}text"):
        x, y, size = (float(element.get(key, "0")) for key in ("x", "y", "font-size"))
        half = width(element.text or "") * size / 2
        left, right = (60, 780) if y > 920 else ((60, 420) if x < 420 else (420, 780))
        assert left <= x - half
        assert x + half <= right
        assert y <= 870 or y > 920


@settings(max_examples=60)
@given(anything, st.integers(2, 40))
def test_wrapping_loses_nothing_and_exceeds_nothing(text: str, ems: int) -> None:
    lines = wrap(text, ems)
    assert "".join(lines).replace(" ", "") == printable(text).replace(" ", "")
    assert all(width(line) <= ems or len(line) == 1 for line in lines)


@settings(max_examples=60)
@given(st.lists(anything.filter(printable), min_size=1, max_size=12))
def test_what_finds_no_place_is_counted(texts: list[str]) -> None:
    fitted = fit(texts, (300, 240), (30, 24, 20))
    assert len(fitted.sentences) + fitted.hidden == len(texts)
    assert fitted.height <= 240 + 0.001
    assert fitted.sentences


def test_few_words_are_written_large_and_many_small() -> None:
    sizes = (34, 26, 20)
    assert fit(["Solidarité"], (300, 250), sizes).size == 34
    assert fit(["Solidarité"] * 6, (300, 250), sizes).size < 34


def test_what_does_not_fit_is_announced() -> None:
    drawing = draw(
        _arms("Tablée", *(f"Ne jamais décider sans les premiers concernés, {n}" for n in range(12)))
    )
    assert re.search(r"et \d+ autres", drawing)


def test_one_endless_sentence_is_cut_and_says_so() -> None:
    fitted = fit(["mot " * 200], (300, 20 * LEADING * 3), (20,))
    assert len(fitted.sentences[0]) == 3
    assert fitted.sentences[0][-1].endswith("…")


def test_the_same_blason_gives_the_same_drawing() -> None:
    assert draw(_arms("Tablée", "Solidarité")) == draw(_arms("Tablée", "Solidarité"))


def test_markup_in_a_name_is_only_text() -> None:
    drawing = draw(_arms('<script>alert("1")</script>&', "a < b"))
    assert "<script" not in drawing
    assert "a &lt; b" in drawing


def test_two_shields_of_a_page_share_no_identifier(app: Flask) -> None:
    blason = Blason(name="Tablée", rules=COUSERANS)
    with app.test_request_context("/"):
        both = str(shield(blason, "before")) + str(shield(blason, "after"))
    identifiers = re.findall(r' id="([^"]+)"', both)
    assert len(identifiers) == len(set(identifiers)) == 6


def test_the_drawing_is_read_aloud(app: Flask) -> None:
    blason = Blason(name="Tablée", rules=GENEVE).with_item(ItemKind.VALUE, "Solidarité")
    with app.test_request_context("/", headers={"Accept-Language": "fr"}):
        told = arms(blason)
    assert told.title == "Blason de «\u00a0Tablée\u00a0»"
    assert "Solidarité" in told.description
    assert "encore à écrire" in told.description


@pytest.mark.parametrize("rules", [COUSERANS, GENEVE, SIMPLE_MAJORITY])
def test_the_rules_of_every_preset_are_on_the_shield(app: Flask, rules: object) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "fr"}):
        told = arms(Blason(name="Tablée", rules=rules)).quarters[3].sentences  # type: ignore[arg-type]
    assert told
    assert all("vote à" in sentence or "consent" in sentence for sentence in told)
