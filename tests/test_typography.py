"""Sentences keep one full stop, whatever the names they end with."""

from __future__ import annotations

import pytest

from app.typography import one_stop


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("Noté par Odile P..", "Noté par Odile P."),
        ("Pouvoir à Odile P.. Noté par Léon M..", "Pouvoir à Odile P. Noté par Léon M."),
        ("Close (par Odile P.).", "Close (par Odile P.)."),
        ("Et puis...", "Et puis..."),
        ("Noté par Odile.", "Noté par Odile."),
    ],
)
def test_a_name_that_ends_with_a_point_brings_no_second_one(told: str, written: str) -> None:
    assert one_stop(told) == written
