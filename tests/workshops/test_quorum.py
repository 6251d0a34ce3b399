"""The gauge of the quorum, as a rule."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.workshops.quorum import Gauge

VOTES = st.integers(0, 400)


@given(VOTES, VOTES, VOTES, VOTES)
def test_a_quorum_out_of_reach_is_not_met_and_one_departure_never_brings_it_nearer(
    eligible: int, needed: int, expressed: int, here: int
) -> None:
    gauge = Gauge(eligible, needed, expressed, here)
    assert not (gauge.is_met and gauge.is_out_of_reach)
    if gauge.is_out_of_reach and here:
        assert Gauge(eligible, needed, expressed, here - 1).is_out_of_reach


@given(VOTES, VOTES, VOTES, VOTES)
def test_one_more_voice_never_moves_it_away(eligible: int, needed: int, expressed: int, here: int) -> None:
    before, after = Gauge(eligible, needed, expressed, here), Gauge(eligible, needed, expressed + 1, here)
    assert after.missing <= before.missing


@given(VOTES, VOTES, VOTES, VOTES)
def test_the_bar_stays_within_its_track(eligible: int, needed: int, expressed: int, here: int) -> None:
    spoken, waiting, mark = Gauge(eligible, needed, expressed, here).shares
    assert 0 <= spoken <= spoken + waiting <= 100
    assert 0 <= mark <= 100


def test_eight_on_the_roll_four_needed_three_here() -> None:
    gauge = Gauge(eligible=8, needed=4, expressed=0, waiting_here=3)
    assert (gauge.missing, gauge.is_met, gauge.is_out_of_reach) == (4, False, True)
    assert Gauge(8, 4, 1, 3).is_out_of_reach is False
