"""Consensus: « ce sur quoi tout le monde est d’accord ».

Adopted when the quorum is met, nobody blocks, at least one agrees, and those who stand aside are no
more than `stand_asides_max` of the participants. Silence counts only against the quorum.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.votes.rules import Step
from app.votes.tally.arithmetic import checked, no_quorum, quorum_of
from app.votes.tally.outcome import Electorate, Outcome, Result

CHOICES = ("agree", "agree_with_reservations", "stand_aside", "block")
REASON_REQUIRED = ("block",)
REASON_ASKED = ("agree_with_reservations",)
STATUSES: dict[str, tuple[str, ...]] = {}
REASONS = ("too_few", "blocked", "nobody_agrees", "too_many_stand_asides", "all_agree")
SECRET = False
TAKES_OPTIONS = False


def tally(counts: Mapping[str, int], electorate: Electorate, rules: Step) -> Outcome:
    """Decide by consensus; keys of `counts` are `CHOICES`. Raises `InvalidTally`."""
    sound = checked(counts, CHOICES)
    quorum = quorum_of(sum(sound.values()), electorate, rules)
    if not quorum.is_met():
        return no_quorum(sound, quorum)
    allowed = int(rules.stand_asides_max * quorum.participants)
    result, reason = Result.REJECTED, "too_many_stand_asides"
    if sound["block"]:
        reason = "blocked"
    elif not sound["agree"]:
        reason = "nobody_agrees"
    elif sound["stand_aside"] <= allowed:
        result, reason = Result.ADOPTED, "all_agree"
    params = {**quorum.params(), "stand_asides_allowed": allowed}
    return Outcome(result, reason, sound, quorum.participants, params)
