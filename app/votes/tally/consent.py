"""Consent: « personne n’a d’opposition majeure, tout le monde peut vivre avec ».

An objection has a life, and `counts` says where each one stands. Its keys are `consent`,
`consent_with_concern`, `abstain`, and for objections:

* `objection_raised`: said, not met yet;
* `objection_standing`: examined, kept by its author;
* `objection_integrated`: an amendment met it, its author agrees;
* `objection_withdrawn`: lifted by its author;
* `objection`: of unknown life (counted in the room, say): nobody lifted it.

Each person is under exactly one key: who objected stays under their objection when it is lifted, unless
they then express something else. Adopted when the quorum is met, someone spoke, and no objection is left:
raised, standing or unknown. The outcome's `counts` has the four choices; where objections
stand is in its `params`: `objections`, `objections_left`, `objections_lifted`.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.votes.rules import Step
from app.votes.tally.arithmetic import checked, no_quorum, quorum_of
from app.votes.tally.outcome import Electorate, Outcome, Result

CHOICES = ("consent", "consent_with_concern", "objection", "abstain")
REASON_REQUIRED = ("objection",)
REASON_ASKED = ("consent_with_concern",)
LEFT = ("raised", "standing")
LIFTED = ("integrated", "withdrawn")
STATUSES: dict[str, tuple[str, ...]] = {"objection": LEFT + LIFTED}
REASONS = ("too_few", "nobody_spoke", "objection_left", "no_objection_left")
SECRET = False
TAKES_OPTIONS = False

_LEFT = ("objection", *(f"objection_{status}" for status in LEFT))
_LIFTED = tuple(f"objection_{status}" for status in LIFTED)
_SPOKEN = ("consent", "consent_with_concern", "abstain")


def tally(counts: Mapping[str, int], electorate: Electorate, rules: Step) -> Outcome:
    """Decide by consent; the keys of `counts` are above. Raises `InvalidTally`."""
    sound = checked(counts, (*_SPOKEN, *_LEFT, *_LIFTED))
    left = sum(sound[key] for key in _LEFT)
    lifted = sum(sound[key] for key in _LIFTED)
    shown = {choice: sound[choice] for choice in CHOICES} | {"objection": left + lifted}
    quorum = quorum_of(sum(sound.values()), electorate, rules)
    if not quorum.is_met():
        return no_quorum(shown, quorum)
    result, reason = Result.ADOPTED, "no_objection_left"
    if left:
        result, reason = Result.REJECTED, "objection_left"
    elif not quorum.participants:
        result, reason = Result.REJECTED, "nobody_spoke"
    params = {
        **quorum.params(),
        "objections": left + lifted,
        "objections_left": left,
        "objections_lifted": lifted,
    }
    return Outcome(result, reason, shown, quorum.participants, params)
