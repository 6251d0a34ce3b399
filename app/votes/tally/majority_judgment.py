"""Majority judgment: each person gives every option a mention; the best majority mention wins.

The *majority mention* of an option is the lower middle one. Options that share it are told apart by the
majority gauge (Balinski and Laraki, *Majority Judgment*, 2010): with p people above that mention and q below
it, an option is `+` when p > q, else `-`; every `+` is before every `-`; among `+` more above wins, among `-`
fewer below wins. What the gauge leaves equal is a tie. An option that the majority rejects is never chosen.

A stored ballot is `"o1:good+o2:reject"`, in the order of the options, or `abstain`; an option left without a
mention is written `reject`. Counts of marks: `"o1:good"` and so on, `expressed` and `abstain`. The threshold
of the rules has no part here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from app.votes.rules import Step
from app.votes.tally.arithmetic import ABSTAIN, checked, no_quorum, quorum_of
from app.votes.tally.options import EXPRESSED, checked_options
from app.votes.tally.outcome import Electorate, InvalidTally, Outcome, Result

MENTIONS = ("reject", "insufficient", "passable", "fair", "good", "very_good", "excellent")
REASONS = ("too_few", "nothing_expressed", "all_rejected", "best_mention", "best_gauge", "equal_gauges")

Gauge = tuple[int, int]


def write(mentions: Mapping[str, str], options: Sequence[str]) -> str:
    """The stored form of a ballot; `abstain` when no mention is given. Raises `InvalidTally`."""
    for option, mention in mentions.items():
        if option not in options or mention not in MENTIONS:
            raise InvalidTally("unknown_choice", choice=f"{option}:{mention}"[:80])
    if not mentions:
        return ABSTAIN
    return "+".join(f"{option}:{mentions.get(option, MENTIONS[0])}" for option in options)


def keys(options: Sequence[str]) -> tuple[str, ...]:
    """Each option with each mention, `expressed` and `abstain`."""
    marks = (f"{option}:{mention}" for option in checked_options(options) for mention in MENTIONS)
    return (*marks, EXPRESSED, ABSTAIN)


def spread(counts: Mapping[str, int], options: Sequence[str]) -> dict[str, int]:
    """Counts of marks from counts of stored ballots. Raises `InvalidTally`."""
    known, allowed, marks = checked_options(options), keys(options), Counter[str]()
    for ballot, weight in checked(counts).items():
        if ballot == ABSTAIN:
            marks[ABSTAIN] = weight
            continue
        given = str(ballot).split("+")
        if [mark.split(":")[0] for mark in given] != list(known) or any(
            mark not in allowed for mark in given
        ):
            raise InvalidTally("unknown_choice", choice=str(ballot)[:80])
        marks.update(dict.fromkeys((*given, EXPRESSED), weight))
    return checked(marks, allowed)


def tally(counts: Mapping[str, int], electorate: Electorate, rules: Step, options: Sequence[str]) -> Outcome:
    """Decide; the keys of `counts` are `keys(options)`. Raises `InvalidTally`."""
    sound = checked(counts, keys(options))
    expressed = sound[EXPRESSED]
    profiles = {option: [sound[f"{option}:{mention}"] for mention in MENTIONS] for option in options}
    if any(sum(profile) != expressed for profile in profiles.values()):
        raise InvalidTally("unequal_marks", expressed=str(expressed))
    quorum = quorum_of(expressed + sound[ABSTAIN], electorate, rules)
    if not quorum.is_met():
        return no_quorum(sound, quorum)
    if not expressed:
        return Outcome(Result.REJECTED, "nothing_expressed", sound, quorum.participants, quorum.params())
    gauges = {option: gauge(profile) for option, profile in profiles.items()}
    best = max(gauges.values())
    params = {**quorum.params(), "mention": MENTIONS[best[0]]}
    if best[0] == 0:
        return Outcome(Result.REJECTED, "all_rejected", sound, quorum.participants, params)
    first = tuple(option for option, value in gauges.items() if value == best)
    if len(first) > 1:
        return Outcome(Result.TIE, "equal_gauges", sound, quorum.participants, params, (), first)
    alone = sum(value[0] == best[0] for value in gauges.values()) == 1
    reason = "best_mention" if alone else "best_gauge"
    return Outcome(Result.ELECTED, reason, sound, quorum.participants, params, first)


def gauge(profile: Sequence[int]) -> Gauge:
    """Rank of a profile (people per mention, worst first): its mention, then its strength.

    The strength of a `+` is p, at least one; that of a `-` is minus q, at most zero: signs sort themselves.
    """
    everyone = sum(profile)
    rank = next(rank for rank in range(len(profile)) if 2 * sum(profile[: rank + 1]) >= everyone)
    above, below = sum(profile[rank + 1 :]), sum(profile[:rank])
    return (rank, above if above > below else -below)
