"""Choose one option: the most voices (`simple`), or a majority with a second round between the two first.

Under `absolute` or a fraction, an option must reach the threshold. When none does and there are more than two
options, the outcome is `runoff` between the two first. With two options there is no further round.
A tie that would decide anything, the second place of a run-off included, is returned as a tie.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.votes.rules import Step
from app.votes.tally.arithmetic import ABSTAIN, checked, no_quorum, quorum_of, votes_needed
from app.votes.tally.options import checked_options, leaders
from app.votes.tally.outcome import Electorate, Outcome, Result

REASONS = (
    "too_few",
    "nothing_expressed",
    "majority_missed",
    "most_votes",
    "equal_options",
    "equal_seconds",
    "second_round",
)


def keys(options: Sequence[str]) -> tuple[str, ...]:
    """Each option's key, and `abstain`."""
    return (*checked_options(options), ABSTAIN)


def spread(counts: Mapping[str, int], options: Sequence[str]) -> dict[str, int]:
    """A ballot is one mark: the same counts, checked. Raises `InvalidTally`."""
    return checked(counts, keys(options))


def tally(counts: Mapping[str, int], electorate: Electorate, rules: Step, options: Sequence[str]) -> Outcome:
    """Decide; the keys of `counts` are `keys(options)`. Raises `InvalidTally`."""
    sound = checked(counts, keys(options))
    scores = {option: sound[option] for option in options}
    expressed = sum(scores.values())
    quorum = quorum_of(expressed + sound[ABSTAIN], electorate, rules)
    majority = votes_needed(expressed, quorum.participants, electorate, rules)
    if not quorum.is_met():
        return no_quorum(sound, quorum)
    reached = rules.threshold == "simple" or max(scores.values()) >= int(majority["needed"])
    result, reason, named = _first(scores) if reached else _without_majority(scores)
    if not expressed:
        result, reason, named = Result.REJECTED, "nothing_expressed", ()
    elected, contenders = (named, ()) if result is Result.ELECTED else ((), named)
    params = {**quorum.params(), **majority}
    return Outcome(result, reason, sound, quorum.participants, params, elected, contenders)


def _first(scores: Mapping[str, int]) -> tuple[Result, str, tuple[str, ...]]:
    """The option with the most voices, or those that share the most."""
    first = leaders(scores)
    if len(first) > 1:
        return Result.TIE, "equal_options", first
    return Result.ELECTED, "most_votes", first


def _without_majority(scores: Mapping[str, int]) -> tuple[Result, str, tuple[str, ...]]:
    """No option has its majority: a second round between the two first, unless a tie hides who they are."""
    first = leaders(scores)
    if len(scores) == 2:
        if len(first) == 2:
            return Result.TIE, "equal_options", first
        return Result.REJECTED, "majority_missed", ()
    if len(first) == 1:
        second = leaders({option: score for option, score in scores.items() if option not in first})
        if len(second) > 1:
            return Result.TIE, "equal_seconds", second
        return Result.RUNOFF, "second_round", first + second
    if len(first) == 2:
        return Result.RUNOFF, "second_round", first
    return Result.TIE, "equal_options", first
