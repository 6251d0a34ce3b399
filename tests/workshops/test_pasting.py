"""A paste of paper notes: one a line, nothing lost, every bad line told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms import invisible_characters
from app.workshops.pasting import LONGEST_NOTE, MOST_LINES, BadLine, TooManyLines, read

words = st.text(alphabet="abcdefé’ ", max_size=40)


def test_a_note_a_line_without_empty_lines_nor_the_marks_of_a_list() -> None:
    pasted = read("- Du pain\n\n  • Des roses \r\nLe  droit à\tl’alimentation\n", invisible_characters)
    assert pasted.notes == ("Du pain", "Des roses", "Le droit à l’alimentation")
    assert pasted.bad == ()


def test_emoji_are_notes_like_others() -> None:
    assert read("🥖🌹\n👩🏽‍🌾 cultive", invisible_characters).notes == ("🥖🌹", "👩🏽‍🌾 cultive")


def test_every_bad_line_is_told_by_its_number() -> None:
    pasted = read(f"Du pain\n{'x' * 281}\n\n\u202egauche\n{'y' * 280}", invisible_characters)
    assert pasted.bad == (BadLine(2, "too_long", 281), BadLine(4, "invisible", 7))
    assert pasted.notes == ("Du pain", "y" * 280)


def test_five_hundred_lines_are_read_and_one_more_is_refused() -> None:
    assert len(read("pain\n" * MOST_LINES, invisible_characters).notes) == 500
    with pytest.raises(TooManyLines) as refused:
        read("pain\n" * (MOST_LINES + 1), invisible_characters)
    assert refused.value.lines == 501


@given(st.lists(words, max_size=60))
def test_what_is_read_can_be_read_again_and_says_the_same(lines: list[str]) -> None:
    first = read("\n".join(lines), invisible_characters)
    assert read("\n".join(first.notes), invisible_characters).notes == tuple(
        note for note in first.notes if note
    )
    assert all(0 < len(note) <= LONGEST_NOTE for note in first.notes)
    assert len(first.notes) <= len(lines)
