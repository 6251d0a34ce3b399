"""The tallies: pure functions from counts to an outcome, and the registry of modes.

A mode is one module of this package named after its line in `DecisionMode`; `MODES` finds it by that name.
A tally works on *counts* (a mapping from a key to a weight), never on rows, so that one SQL `GROUP BY`
decides a million ballots. `count_key` gives the key of one stored expression:

* consensus: `agree`, `agree_with_reservations`, `stand_aside`, `block`;
* consent: `consent`, `consent_with_concern`, `abstain`, and for an objection `objection_raised`,
  `objection_integrated`, `objection_withdrawn` or `objection_standing` by its status (a bare `objection`
  is one nobody lifted). The keys are disjoint: each person is under exactly one of them;
* open and secret majority: `for`, `against`, `abstain`;
* `choose_one`: the option's key, or `abstain`;
* `approval` and `majority_judgment`: a stored choice is a whole ballot (`"o1+o3"`, `"o1:good+o2:reject"`);
  `spread` turns counts of ballots into counts of marks, which is what their tallies take.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from app.votes.rules import DecisionMode, Method, Step
from app.votes.tally.outcome import Electorate, InvalidTally, Outcome, Result, cancelled

__all__ = [
    "METHODS",
    "MODES",
    "Electorate",
    "InvalidTally",
    "Mode",
    "OptionMethod",
    "Outcome",
    "Result",
    "cancelled",
    "choices_of",
    "count_key",
    "spread",
    "tally",
]

Counts = Mapping[str, int]


class Mode(Protocol):
    """What a mode's module offers."""

    @property
    def CHOICES(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
        """What a person may express, in the order of the screen."""

    @property
    def REASON_REQUIRED(self) -> tuple[str, ...]:  # noqa: N802
        """The choices that are refused without a reason."""

    @property
    def REASON_ASKED(self) -> tuple[str, ...]:  # noqa: N802
        """The choices for which a reason is asked, not required."""

    @property
    def STATUSES(self) -> dict[str, tuple[str, ...]]:  # noqa: N802
        """The choices that have a life, each with the statuses it may have."""

    @property
    def REASONS(self) -> tuple[str, ...]:  # noqa: N802
        """The codes an outcome may have as `reason`."""

    @property
    def SECRET(self) -> bool:  # noqa: N802
        """Whether nobody may know who expressed what."""

    @property
    def TAKES_OPTIONS(self) -> bool:  # noqa: N802
        """Whether questions with options may be asked in this mode."""

    def tally(self, counts: Counts, electorate: Electorate, rules: Step) -> Outcome:
        """Decide. Raises `InvalidTally`."""


class OptionMethod(Protocol):
    """What a method for questions with options offers."""

    @property
    def REASONS(self) -> tuple[str, ...]:  # noqa: N802
        """The codes an outcome may have as `reason`."""

    def keys(self, options: Sequence[str]) -> tuple[str, ...]:
        """The keys that counts of marks may have."""

    def spread(self, counts: Counts, options: Sequence[str]) -> dict[str, int]:
        """Counts of marks from counts of whole ballots. Raises `InvalidTally`."""

    def tally(self, counts: Counts, electorate: Electorate, rules: Step, options: Sequence[str]) -> Outcome:
        """Decide, from counts of marks. Raises `InvalidTally`."""


MODES: dict[DecisionMode, Mode] = {
    mode: cast(Mode, import_module(f"{__name__}.{mode.value}")) for mode in DecisionMode
}
METHODS: dict[Method, OptionMethod] = {
    method: cast(OptionMethod, import_module(f"{__name__}.{method.value}"))
    for method in Method
    if method is not Method.ADOPT
}


def choices_of(
    mode: DecisionMode, method: Method = Method.ADOPT, options: Iterable[str] = ()
) -> tuple[str, ...]:
    """What a person chooses from: the mode's choices, or the options and the abstention."""
    return MODES[mode].CHOICES if method is Method.ADOPT else (*options, "abstain")


def count_key(choice: str, status: str | None = None) -> str:
    """The key under which an expression is counted: its choice, and its status when it has a life."""
    return choice if status is None else f"{choice}_{status}"


def spread(counts: Counts, method: Method, options: Sequence[str] = ()) -> dict[str, int]:
    """Counts of marks from counts of stored choices; the same where a choice is a single mark."""
    return dict(counts) if method is Method.ADOPT else METHODS[method].spread(counts, options)


def tally(
    counts: Counts,
    electorate: Electorate,
    rules: Step,
    method: Method = Method.ADOPT,
    options: Sequence[str] = (),
) -> Outcome:
    """Decide in the mode of `rules`. With options, `counts` are marks (`spread`). Raises `InvalidTally`."""
    mode = MODES[rules.mode]
    if method is Method.ADOPT:
        return mode.tally(counts, electorate, rules)
    if not mode.TAKES_OPTIONS:
        raise InvalidTally("options_not_allowed", mode=str(rules.mode))
    return METHODS[method].tally(counts, electorate, rules, options)
