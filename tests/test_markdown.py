"""What members write in Markdown is shown well, and harms nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markdown import markdown, unbroken


def test_headings_never_outrank_those_of_the_page() -> None:
    assert markdown("# Grand titre") == "<h3>Grand titre</h3>\n"


def test_french_punctuation_keeps_its_space_on_the_line() -> None:
    assert unbroken("Est-ce « juste » ? Oui : essayons !") == (
        "Est-ce «\u00a0juste\u00a0»\u202f? Oui\u00a0: essayons\u202f!"
    )


def test_code_is_left_as_it_was_typed() -> None:
    assert "a ? b : c" in markdown("`a ? b : c`")


@given(st.text())
def test_only_spaces_change(text: str) -> None:
    assert unbroken(text).replace("\u202f", " ").replace("\u00a0", " ") == text.replace(
        "\u202f", " "
    ).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[ici](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "![image](https://exemple.invalid/x.png)",
        "<a href='data:text/html,x'>x</a>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(source: str) -> None:
    html = markdown(source)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


@given(st.text(max_size=300))
def test_any_text_is_shown(text: str) -> None:
    assert "<script" not in markdown(text)
