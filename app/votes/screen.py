"""What templates say of a decision: its sentence, its chart, the words of its ballot."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask_babel import gettext as _

from app.members.models import Member
from app.votes import labels, wording
from app.votes.ballots import marks_of, options_of
from app.votes.forms import BallotForm
from app.votes.models import Decision, RoomCount
from app.votes.origins import origin_of
from app.votes.rules import Method
from app.votes.services.publishing import pseudonym
from app.votes.tally import Outcome, choices_of
from app.votes.tally.majority_judgment import MENTIONS
from app.votes.visibility import is_public, shows_choices

Row = tuple[str, int, str]


def decision_sentence(decision: Decision) -> str:
    """What was decided and why, in one sentence; what is awaited while it is open."""
    if decision.outcome is not None:
        return wording.outcome_sentence(Outcome.from_document(decision.outcome), dict(options_of(decision)))
    if decision.is_open:
        return str(labels.OVERDUE) if decision.is_overdue else _("Décision en cours.")
    return str(labels.CLOSE_REASONS.get(decision.close_reason or "cancelled"))


def decision_mode(decision: Decision) -> str:
    """The name of the mode; the simple urn is never called a secret ballot."""
    if decision.is_secret:
        return _("Vote à bulletin secret") if decision.has_urn else _("Consultation anonyme (urne simple)")
    return wording.mode_label(decision.mode)


def decision_motto(decision: Decision) -> str:
    """The mode in a sentence, which promises no more than the urn keeps."""
    if decision.has_urn:
        return _(
            "On vote avec une fiche sans nom ; la clé de l’urne est partagée, et n’importe qui recompte."
        )
    if decision.is_secret:
        return _("On vote par bulletins sans nom ; l’urne simple protège des curieux, sans plus.")
    if decision.options:
        return _("On compte les voix de chaque option ; les noms sont visibles des membres.")
    return str(wording.MOTTOS[decision.mode.value])


def charts(decision: Decision, outcome: Outcome) -> list[tuple[str, list[Row]]]:
    """Titles and rows of the bars that draw an outcome; one chart for each option under majority judgment."""
    options = options_of(decision)
    if decision.method is Method.MAJORITY_JUDGMENT:
        return [
            (
                label,
                [
                    (str(wording.MENTIONS[mention]), outcome.counts.get(f"{key}:{mention}", 0), "neutral")
                    for mention in reversed(MENTIONS)
                ],
            )
            for key, label in options
        ]
    if decision.method is Method.ADOPT:
        rows = [
            (str(wording.CHOICES[choice]), number, labels.CHOICE_TONES.get(choice, "neutral"))
            for choice, number in outcome.counts.items()
        ]
        return [(_("Ce qui a été exprimé"), rows)]
    rows = [
        (label, outcome.counts.get(key, 0), "good" if key in outcome.elected else "neutral")
        for key, label in options
    ]
    rows.append((str(wording.CHOICES["abstain"]), outcome.counts.get("abstain", 0), "neutral"))
    return [(_("Les voix de chaque option"), rows)]


def elected_words(decision: Decision, outcome: Outcome) -> str:
    """The options that were chosen, in words; nothing where no option was."""
    return ", ".join(label for key, label in options_of(decision) if key in outcome.elected)


def room_words(decision: Decision, count: RoomCount) -> str:
    """« 12 pour, 3 contre »."""
    options = dict(options_of(decision))
    return ", ".join(wording.choice_count(choice, number, options) for choice, number in count.counts.items())


def choice_words(decision: Decision, choice: str) -> str:
    """The words of a stored choice."""
    return wording.choice_label(choice, dict(options_of(decision)))


def for_page(decision: Decision, actor: Member | None) -> dict[str, Any]:
    """The functions and lists the fragments of a decision's page share."""

    def who(member: Member) -> str:
        return member.name if actor else pseudonym(decision, member.id)

    choices = choices_of(decision.mode, decision.method, decision.option_keys)
    return {
        "labels": labels,
        "origin": origin_of(decision, actor),
        "motto": decision_motto(decision),
        "is_public": is_public,
        "charts": charts,
        "choice_words": cache(choice_words),  # one look-up a choice, not one a person
        "room_words": room_words,
        "marks_of": marks_of,
        "who": who,
        "options": options_of(decision),
        "mode_choices": choices,
        "room_choices": [(choice, choice_words(decision, choice)) for choice in choices],
        "shows_choices": shows_choices(decision),
        "empty_ballot": BallotForm(formdata=None),
    }
