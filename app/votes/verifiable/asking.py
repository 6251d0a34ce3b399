"""A decision as an election: what is asked in the urn, and what its counts mean to the tally. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.votes.rules import Method
from app.votes.tally.options import EXPRESSED
from app.votes.urn.election import Question

ADOPT = ("for", "against", "abstain")
_FRENCH = ("Pour", "Contre", "Abstention")
METHODS = (Method.ADOPT, Method.CHOOSE_ONE, Method.APPROVAL)
"""What can be asked: a judgment of several options at once would need a proof across questions."""


def question_of(text: str, method: Method, options: Sequence[str]) -> Question:
    """The one question of the election. Its words are frozen, in French as the decision file."""
    if method is Method.ADOPT:
        return Question(text, _FRENCH)
    if method is Method.CHOOSE_ONE:
        return Question(text, (*options, _FRENCH[-1]))
    return Question(text, tuple(options), minimum=1, maximum=len(options), blank=True)


def keys_of(method: Method, option_keys: Sequence[str]) -> tuple[str, ...]:
    """The stored choice that each encrypted number stands for, in order."""
    if method is Method.ADOPT:
        return ADOPT
    if method is Method.CHOOSE_ONE:
        return (*option_keys, "abstain")
    return ("abstain", *option_keys)


def marks_of(
    method: Method, option_keys: Sequence[str], counts: Sequence[int], ballots: int
) -> dict[str, int]:
    """The counts of marks, which the tallies take, from the numbers decrypted."""
    marks = dict(zip(keys_of(method, option_keys), counts, strict=True))
    if method is Method.APPROVAL:
        marks[EXPRESSED] = ballots - marks["abstain"]
    return marks
