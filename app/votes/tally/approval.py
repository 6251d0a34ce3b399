"""Approval: each person approves any number of options; the most approved is chosen.

A stored ballot names the approved options in their order, `"o1+o3"`, or is `abstain`. Its counts of marks are
each option's approvals, `expressed` (ballots that approve something) and `abstain`: a published count never
shows whole ballots, which could be recognised. Under `absolute` or a fraction the first option must also
reach the threshold, else the question is rejected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from app.votes.rules import Step
from app.votes.tally.arithmetic import ABSTAIN, checked, no_quorum, quorum_of, votes_needed
from app.votes.tally.options import EXPRESSED, checked_options, leaders
from app.votes.tally.outcome import Electorate, InvalidTally, Outcome, Result

REASONS = ("too_few", "nothing_expressed", "majority_missed", "most_approved", "equal_options")


def write(approved: Iterable[str], options: Sequence[str]) -> str:
    """The stored form of a ballot; `abstain` when nothing is approved. Raises `InvalidTally`."""
    chosen = set(approved)
    for option in chosen - set(options):
        raise InvalidTally("unknown_choice", choice=str(option)[:80])
    return "+".join(option for option in options if option in chosen) or ABSTAIN


def keys(options: Sequence[str]) -> tuple[str, ...]:
    """Each option's key, `expressed` and `abstain`."""
    return (*checked_options(options), EXPRESSED, ABSTAIN)


def spread(counts: Mapping[str, int], options: Sequence[str]) -> dict[str, int]:
    """Counts of marks from counts of stored ballots. Raises `InvalidTally`."""
    known, marks = checked_options(options), Counter[str]()
    for ballot, weight in checked(counts).items():
        if ballot == ABSTAIN:
            marks[ABSTAIN] = weight
            continue
        approved = str(ballot).split("+")
        if write([option for option in known if option in approved], known) != ballot:
            raise InvalidTally("unknown_choice", choice=str(ballot)[:80])
        marks.update(dict.fromkeys((*approved, EXPRESSED), weight))
    return checked(marks, keys(known))


def tally(counts: Mapping[str, int], electorate: Electorate, rules: Step, options: Sequence[str]) -> Outcome:
    """Decide; the keys of `counts` are `keys(options)`. Raises `InvalidTally`."""
    sound = checked(counts, keys(options))
    scores = {option: sound[option] for option in options}
    expressed = sound[EXPRESSED]
    if max(scores.values()) > expressed or expressed > sum(scores.values()):
        raise InvalidTally("unequal_marks", expressed=str(expressed))
    quorum = quorum_of(expressed + sound[ABSTAIN], electorate, rules)
    majority = votes_needed(expressed, quorum.participants, electorate, rules)
    if not quorum.is_met():
        return no_quorum(sound, quorum)
    first = leaders(scores)
    result, reason = Result.ELECTED, "most_approved"
    if not expressed:
        result, reason, first = Result.REJECTED, "nothing_expressed", ()
    elif rules.threshold != "simple" and max(scores.values()) < int(majority["needed"]):
        result, reason, first = Result.REJECTED, "majority_missed", ()
    elif len(first) > 1:
        result, reason = Result.TIE, "equal_options"
    elected, contenders = ((), first) if result is Result.TIE else (first, ())
    params = {**quorum.params(), **majority}
    return Outcome(result, reason, sound, quorum.participants, params, elected, contenders)
