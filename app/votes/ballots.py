"""Read what a page sends: a ballot (one choice, several options, a mention for each), the hands of a room."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.errors import Refused
from app.votes.forms import room_numbers
from app.votes.models import Decision, DecisionFacts
from app.votes.rules import Method
from app.votes.tally import InvalidTally, approval, choices_of, majority_judgment

ABSTAIN = "abstain"
UNKNOWN = "?"


def read_ballot(decision: Decision | DecisionFacts, sent: MultiDict[str, str]) -> str:
    """The stored form of the ballot; what is not a ballot comes out as an unknown choice, refused later.

    `choice` holds one choice; `approved` the approved options; `mention-<option>` a mention. An explicit
    `choice=abstain` abstains in every method. Raises Refused (422) when it comes with options.
    """
    choice = sent.get("choice", "")
    if decision.method in (Method.ADOPT, Method.CHOOSE_ONE):
        return choice
    keys = decision.option_keys
    approved = sent.getlist("approved")
    mentions = {key: mention for key in keys if (mention := sent.get(f"mention-{key}"))}
    if choice == ABSTAIN and (approved or mentions):
        raise Refused(
            _("Vous vous exprimez sur des options et vous abstenez à la fois : gardez l’un ou l’autre."), 422
        )
    try:
        if decision.method is Method.APPROVAL:
            return approval.write(approved, keys) if approved else choice
        return majority_judgment.write(mentions, keys) if mentions else choice
    except InvalidTally:
        return UNKNOWN


def read_hands(decision: Decision, sent: Mapping[str, str]) -> dict[str, int]:
    """The hands, or papers, counted for each choice. Raises Refused (422) for what is no number."""
    try:
        return room_numbers(sent, choices_of(decision.mode, decision.method, decision.option_keys))
    except ValueError:
        papers = _("Un nombre de bulletins s’écrit en chiffres.")
        hands = _("Un nombre de mains s’écrit en chiffres.")
        raise Refused(papers if decision.is_secret else hands, 422) from None


def options_of(decision: Decision) -> list[tuple[str, str]]:
    """Each option's key and label, in the order of the question."""
    return list(zip(decision.option_keys, decision.options, strict=True))


def marks_of(choice: str) -> dict[str, str]:
    """What a stored ballot marks: option -> mention (empty when it is only chosen)."""
    marks: dict[str, str] = {}
    for mark in choice.split("+"):
        option, _colon, mention = mark.partition(":")
        marks[option] = mention
    return marks
