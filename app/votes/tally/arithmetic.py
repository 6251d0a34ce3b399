"""Counting, shared by the tallies: sound counts, the quorum, and majorities. Integers and fractions only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.votes.rules import Step
from app.votes.tally.outcome import Electorate, InvalidTally, Outcome, Result

ABSTAIN = "abstain"


def checked(counts: Mapping[str, int], keys: Sequence[str] | None = None) -> dict[str, int]:
    """Every key with its weight, zero when it is missing; without `keys`, any may be there.

    Raises `InvalidTally`.
    """
    if not isinstance(counts, Mapping):
        raise InvalidTally("not_counts", value=str(counts)[:80])
    for key, weight in counts.items():
        if keys is not None and key not in keys:
            raise InvalidTally("unknown_choice", choice=str(key)[:80])
        if type(weight) is not int or weight < 0:
            raise InvalidTally("bad_count", choice=str(key)[:80], value=str(weight)[:80])
    return {key: counts.get(key, 0) for key in (counts if keys is None else keys)}


@dataclass(frozen=True)
class Quorum:
    """How many took part, how many were needed, of how many."""

    participants: int
    needed: int
    base: int

    def is_met(self) -> bool:
        """Whether enough people took part."""
        return self.participants >= self.needed

    def params(self) -> dict[str, int | str]:
        """The numbers a sentence needs."""
        return {"quorum_needed": self.needed, "quorum_base": self.base}


def quorum_of(participants: int, electorate: Electorate, rules: Step) -> Quorum:
    """The quorum of a vote. Raises `InvalidTally` when more people took part than are on the roll."""
    if participants > electorate.eligible:
        raise InvalidTally(
            "more_than_eligible", participants=str(participants), eligible=str(electorate.eligible)
        )
    base = electorate.present if rules.quorum_of == "present" else electorate.eligible
    return Quorum(participants, at_least(rules.quorum, base), base)


def at_least(share: Fraction, base: int) -> int:
    """The fewest people that make `share` of `base`: 27 for 2/3 of 40."""
    return -(-share.numerator * base // share.denominator)


def no_quorum(counts: Mapping[str, int], quorum: Quorum) -> Outcome:
    """Too few took part: neither adopted nor rejected."""
    return Outcome(Result.NO_QUORUM, "too_few", counts, quorum.participants, quorum.params())


def votes_needed(
    expressed: int, participants: int, electorate: Electorate, rules: Step
) -> dict[str, int | str]:
    """How many votes a majority takes, of how many: `needed` of `base`, and the rule as the file writes it.

    Raises `InvalidTally` when the rules have no threshold.
    """
    bases = {"expressed": expressed, "participants": participants, "eligible": electorate.eligible}
    if rules.threshold is None:
        raise InvalidTally("no_threshold")
    of = "expressed" if rules.threshold == "simple" else rules.threshold_of
    base = bases[of]
    needed = at_least(rules.threshold, base) if isinstance(rules.threshold, Fraction) else base // 2 + 1
    return {"needed": needed, "base": base, "threshold": str(rules.threshold), "threshold_of": of}


def adopt(counts: Mapping[str, int], electorate: Electorate, rules: Step, *, tie: Result) -> Outcome:
    """Adopt or reject one text, under the threshold of the rules.

    `tie` is what an equality under `simple` comes to. Without one expressed vote nothing is adopted.
    Raises `InvalidTally`.
    """
    sound = checked(counts, ("for", "against", ABSTAIN))
    expressed = sound["for"] + sound["against"]
    quorum = quorum_of(expressed + sound[ABSTAIN], electorate, rules)
    majority = votes_needed(expressed, quorum.participants, electorate, rules)
    if not quorum.is_met():
        return no_quorum(sound, quorum)
    result, reason = Result.REJECTED, "majority_missed"
    if not expressed:
        reason = "nothing_expressed"
    elif rules.threshold == "simple" and sound["for"] == sound["against"]:
        result, reason = tie, "equality"
    elif sound["for"] >= int(majority["needed"]):
        result, reason = Result.ADOPTED, "majority_reached"
    return Outcome(result, reason, sound, quorum.participants, {**quorum.params(), **majority})


MAJORITY_REASONS = ("too_few", "nothing_expressed", "majority_missed", "equality", "majority_reached")
