"""The rules a collective may start from. Pure; their names on screen are in `collectives.wording`.

Couserans: try for what everyone agrees on, then for what nobody opposes, then count two thirds.
Genève: consent first, two thirds when it stays out of reach. The third is what most associations know.
"""

from __future__ import annotations

from fractions import Fraction

from app.votes.rules import DecisionMode, QuestionKind, Rulebook, Step

HALF = Fraction(1, 2)
TWO_THIRDS = Fraction(2, 3)

CONSENSUS_OF_ALL = Step(mode=DecisionMode.CONSENSUS, quorum=Fraction(1))
CONSENT_OF_HALF = Step(mode=DecisionMode.CONSENT, quorum=HALF)
CONSENT_OF_PRESENT = Step(mode=DecisionMode.CONSENT, quorum=HALF, quorum_of="present", electorate="present")
VOTE_OF_TWO_THIRDS = Step(mode=DecisionMode.OPEN_MAJORITY, quorum=HALF, threshold=TWO_THIRDS)
SECRET_TWO_THIRDS = Step(mode=DecisionMode.SECRET_MAJORITY, quorum=HALF, threshold=TWO_THIRDS)
SHOW_OF_HANDS = Step(
    mode=DecisionMode.OPEN_MAJORITY,
    quorum=Fraction(1, 4),
    threshold="simple",
    tie="reopen",
    show_results="live",
)
IMPORTANT_VOTE = Step(mode=DecisionMode.OPEN_MAJORITY, quorum=HALF, threshold="simple")
ORDINARY_VOTE = Step(mode=DecisionMode.OPEN_MAJORITY, quorum=Fraction(1, 4), threshold="simple")

_IMPORTANT = (QuestionKind.BLASON, QuestionKind.CHARTER, QuestionKind.ACCREDITATION)


def _rulebook(important: tuple[Step, ...], ordinary: tuple[Step, ...]) -> Rulebook:
    return Rulebook({**dict.fromkeys(_IMPORTANT, important), QuestionKind.ORDINARY: ordinary})


COUSERANS = _rulebook(
    (CONSENSUS_OF_ALL, CONSENT_OF_HALF, VOTE_OF_TWO_THIRDS),
    (CONSENT_OF_PRESENT, SHOW_OF_HANDS),
)
GENEVE = _rulebook((CONSENT_OF_HALF, SECRET_TWO_THIRDS), (CONSENT_OF_PRESENT, VOTE_OF_TWO_THIRDS))
SIMPLE_MAJORITY = _rulebook((IMPORTANT_VOTE,), (ORDINARY_VOTE,))

PRESETS: dict[str, Rulebook] = {
    "couserans": COUSERANS,
    "geneve": GENEVE,
    "simple_majority": SIMPLE_MAJORITY,
}
