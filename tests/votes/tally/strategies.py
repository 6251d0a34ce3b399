"""Assemblies, rules and counts for the properties: any that people could make."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from app.votes.rules import VALUES, DecisionMode, Step
from app.votes.tally import MODES, Electorate, count_key
from app.votes.tally.options import EXPRESSED

MOST = 40
OPTIONS = ("o1", "o2", "o3")

shares = st.builds(
    lambda below, above: Fraction(min(below, above), above), st.integers(0, 6), st.integers(1, 6)
)
thresholds = st.one_of(
    st.sampled_from(("simple", "absolute")), shares.filter(lambda share: share > 0), st.just(Fraction(2, 3))
)


def steps(mode: DecisionMode) -> st.SearchStrategy[Step]:
    """Any rules of a mode."""
    return st.builds(
        Step,
        mode=st.just(mode),
        quorum=shares,
        quorum_of=st.sampled_from(VALUES["quorum_of"]),
        threshold=thresholds,
        threshold_of=st.sampled_from(VALUES["threshold_of"]),
        tie=st.sampled_from(VALUES["tie"]),
        stand_asides_max=shares,
    )


def keys_of(mode: DecisionMode) -> list[str]:
    """Every key a mode counts under."""
    module = MODES[mode]
    lives = [count_key(choice, status) for choice, known in module.STATUSES.items() for status in known]
    return [*module.CHOICES, *lives]


def ballots(mode: DecisionMode) -> st.SearchStrategy[list[tuple[str, int]]]:
    """Ballots of a mode, each with its weight."""
    return st.lists(st.tuples(st.sampled_from(keys_of(mode)), st.integers(1, 3)), max_size=MOST)


def electorates(least: int = 0) -> st.SearchStrategy[Electorate]:
    """An electorate of at least so many people."""
    return st.builds(Electorate, st.integers(least, least + MOST), st.integers(0, least + MOST))


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.lists(st.integers(), max_size=2),
)
strange_counts = st.one_of(
    st.dictionaries(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                [
                    "agree",
                    "block",
                    "consent",
                    "objection_raised",
                    "for",
                    "against",
                    "abstain",
                    EXPRESSED,
                    "o1",
                    "o2",
                ]
            ),
            st.integers(),
        ),
        anything,
        max_size=4,
    ),
    anything,
)
