"""Days, moments and fractions as a reader expects them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from flask import Flask

from app.typography import day, fraction, moment


@pytest.fixture(params=["fr"])
def in_french(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", headers={"Accept-Language": "fr"}):
        yield


@pytest.mark.usefixtures("in_french")
def test_a_day_is_written_out() -> None:
    assert day(date(2026, 3, 12)) == '<time datetime="2026-03-12">12\u00a0mars 2026</time>'


@pytest.mark.usefixtures("in_french")
def test_the_first_of_a_month_is_ordinal() -> None:
    assert "1er\u00a0mai 2024" in day(date(2024, 5, 1))


@pytest.mark.usefixtures("in_french")
def test_a_moment_is_in_the_time_of_the_collective() -> None:
    # In March Paris is one hour ahead of universal time.
    told = moment(datetime(2026, 3, 12, 17, 5, tzinfo=UTC))
    assert "12\u00a0mars 2026 à\u00a018:05" in told
    assert 'datetime="2026-03-12T17:05:00+00:00"' in told


@pytest.mark.usefixtures("in_french")
def test_the_day_of_a_moment_is_the_day_in_the_collective() -> None:
    assert "13\u00a0mars" in day(datetime(2026, 3, 12, 23, 30, tzinfo=UTC))


def test_nothing_is_written_for_nothing(app: Flask) -> None:
    assert (day(None), moment(None), fraction(None)) == ("", "", "")


def test_an_english_reader_gets_an_english_day(app: Flask) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert "March 12, 2026" in day(date(2026, 3, 12))


@pytest.mark.parametrize(("value", "written"), [(Fraction(4, 6), "2/3"), ("1/2", "1/2"), (1, "1")])
def test_a_fraction_is_written_in_lowest_terms(value: Fraction | str | int, written: str) -> None:
    assert fraction(value) == written


def test_what_is_not_a_fraction_is_refused() -> None:
    with pytest.raises(ValueError, match="deux"):
        fraction("deux tiers")
