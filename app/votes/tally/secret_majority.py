"""Secret majority: « vote à bulletin secret ». The arithmetic of the open vote, behind an urn.

An equality always rejects: nobody has a casting vote, which would say what its holder voted.
"""

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
SECRET = True
TAKES_OPTIONS = True

# Too few ballots hide nobody: under the first number a decision is refused, under the second it warns.
FEWEST_VOTERS = 5
FEW_VOTERS = 10


def tally(counts: Mapping[str, int], electorate: Electorate, rules: Step) -> Outcome:
    """Decide by secret ballot; keys of `counts` are `CHOICES`. Raises `InvalidTally`."""
    return adopt(counts, electorate, rules, tie=Result.REJECTED)
