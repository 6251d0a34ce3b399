"""Open majority: « vote à main levée ». An equality rejects, or reopens the question, as the rules say."""

from __future__ import annotations

from collections.abc import Mapping

from app.votes.rules import Step
from app.votes.tally.arithmetic import MAJORITY_REASONS, adopt
from app.votes.tally.outcome import Electorate, Outcome, Result

CHOICES = ("for", "against", "abstain")
REASON_REQUIRED: tuple[str, ...] = ()
REASON_ASKED: tuple[str, ...] = ()
STATUSES: dict[str, tuple[str, ...]] = {}
REASONS = MAJORITY_REASONS
SECRET = False
TAKES_OPTIONS = True


def tally(counts: Mapping[str, int], electorate: Electorate, rules: Step) -> Outcome:
    """Decide by a show of hands; keys of `counts` are `CHOICES`. Raises `InvalidTally`."""
    tie = Result.TIE if rules.tie == "reopen" else Result.REJECTED
    return adopt(counts, electorate, rules, tie=tie)
