"""The words of decisions: labels of codes, rules in plain words, and the sentence that says an outcome.

Dictionaries are keyed by the codes of the pure modules; a test checks that none is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.votes.rules_wording import (
    KINDS,
    METHODS,
    MODES,
    MOTTOS,
    describe_step,
    describe_threshold,
    kind_label,
    method_label,
    mode_label,
    step_rules,
)
from app.votes.tally import Outcome, Result

__all__ = [
    "CHOICES",
    "COUNTS",
    "HELPS",
    "KINDS",
    "MENTIONS",
    "METHODS",
    "MODES",
    "MOTTOS",
    "REASONS",
    "RESULTS",
    "STATUSES",
    "TONES",
    "choice_count",
    "choice_label",
    "describe_step",
    "describe_threshold",
    "kind_label",
    "method_label",
    "mode_label",
    "outcome_sentence",
    "result_label",
    "step_rules",
]

CHOICES = {
    "agree": _l("D’accord"),
    "agree_with_reservations": _l("D’accord avec des réserves"),
    "stand_aside": _l("Je me mets en retrait"),
    "block": _l("Je bloque"),
    "consent": _l("Je consens"),
    "consent_with_concern": _l("Je consens avec une réserve"),
    "objection": _l("J’ai une objection majeure"),
    "for": _l("Pour"),
    "against": _l("Contre"),
    "abstain": _l("Je m’abstiens"),
}
HELPS = {
    "agree": _l("Cette proposition me convient."),
    "agree_with_reservations": _l("Elle me convient, et je veux que mes réserves soient notées."),
    "stand_aside": _l("Je ne la partage pas, et je n’empêche pas le groupe d’avancer."),
    "block": _l("Elle nuirait au collectif : je dis pourquoi."),
    "consent": _l("Je peux vivre avec cette proposition."),
    "consent_with_concern": _l("Je peux vivre avec, et je veux que ma réserve soit notée."),
    "objection": _l("Elle nuirait aux buts du collectif : je dis en quoi."),
    "for": _l("Je veux que la proposition soit adoptée."),
    "against": _l("Je veux que la proposition soit rejetée."),
    "abstain": _l("Je participe sans prendre parti ; je compte dans le quorum."),
}
STATUSES = {
    "raised": _l("soulevée"),
    "integrated": _l("intégrée"),
    "withdrawn": _l("retirée"),
    "standing": _l("maintenue"),
}
MENTIONS = {
    "reject": _l("À rejeter"),
    "insufficient": _l("Insuffisant"),
    "passable": _l("Passable"),
    "fair": _l("Assez bien"),
    "good": _l("Bien"),
    "very_good": _l("Très bien"),
    "excellent": _l("Excellent"),
}
RESULTS = {
    "adopted": _l("Adoptée"),
    "rejected": _l("Rejetée"),
    "no_quorum": _l("Quorum non atteint"),
    "tie": _l("Égalité"),
    "cancelled": _l("Annulée"),
    "elected": _l("Option retenue"),
    "runoff": _l("Second tour"),
}
TONES = {
    "adopted": "good",
    "elected": "good",
    "rejected": "bad",
    "no_quorum": "wait",
    "tie": "wait",
    "runoff": "wait",
    "cancelled": "neutral",
}

# How many people expressed something: « 27 consentements ».
COUNTS: dict[str, Callable[[int], str]] = {
    "agree": lambda n: _("%(num)s d’accord", num=n),
    "agree_with_reservations": lambda n: _("%(num)s d’accord avec des réserves", num=n),
    "stand_aside": lambda n: _("%(num)s en retrait", num=n),
    "block": lambda n: ngettext("%(num)s blocage", "%(num)s blocages", n),
    "consent": lambda n: ngettext("%(num)s consentement", "%(num)s consentements", n),
    "consent_with_concern": lambda n: ngettext(
        "%(num)s consentement avec réserve", "%(num)s consentements avec réserve", n
    ),
    "objection": lambda n: ngettext("%(num)s objection", "%(num)s objections", n),
    "for": lambda n: _("%(num)s pour", num=n),
    "against": lambda n: _("%(num)s contre", num=n),
    "abstain": lambda n: ngettext("%(num)s abstention", "%(num)s abstentions", n),
}
# Said even when nobody chose them, the others only when somebody did.
ALWAYS_SAID = ("agree", "block", "consent", "objection", "for", "against")


def _majority(outcome: Outcome) -> str:
    params = outcome.params
    if params["threshold"] == "simple":
        return ""
    return ngettext(
        "il fallait %(num)s voix (%(rule)s, sur %(base)s)",
        "il fallait %(num)s voix (%(rule)s, sur %(base)s)",
        int(params["needed"]),
        rule=describe_threshold(str(params["threshold"]), str(params["threshold_of"])),
        base=params["base"],
    )


def _too_few(outcome: Outcome) -> str:
    return ngettext(
        "%(num)s participation, il en fallait %(needed)s sur %(base)s",
        "%(num)s participations, il en fallait %(needed)s sur %(base)s",
        outcome.participants,
        needed=outcome.params["quorum_needed"],
        base=outcome.params["quorum_base"],
    )


def _stand_asides(outcome: Outcome) -> str:
    return ngettext(
        "la règle admet %(num)s retrait au plus",
        "la règle admet %(num)s retraits au plus",
        int(outcome.params["stand_asides_allowed"]),
    )


def _mention(outcome: Outcome) -> str:
    return _("mention majoritaire : %(mention)s", mention=MENTIONS[str(outcome.params["mention"])])


# Why, beyond what the counts already say; an empty sentence when they say it all.
REASONS: dict[str, Callable[[Outcome], str]] = {
    "too_few": _too_few,
    "blocked": lambda outcome: _("un blocage suffit à arrêter un consensus"),
    "nobody_agrees": lambda outcome: _("personne ne s’est dit d’accord sans réserve"),
    "too_many_stand_asides": _stand_asides,
    "all_agree": lambda outcome: "",
    "nobody_spoke": lambda outcome: _("personne ne s’est exprimé"),
    "objection_left": lambda outcome: _("une objection qui reste empêche l’adoption"),
    "no_objection_left": lambda outcome: "",
    "nothing_expressed": lambda outcome: _("aucune voix exprimée"),
    "majority_missed": _majority,
    "majority_reached": _majority,
    "equality": lambda outcome: _("autant de pour que de contre"),
    "most_votes": _majority,
    "most_approved": _majority,
    "equal_options": lambda outcome: _("autant de voix pour chacune"),
    "equal_seconds": lambda outcome: _("égalité pour la deuxième place"),
    "second_round": _majority,
    "all_rejected": lambda outcome: _("la majorité juge chaque option « à rejeter »"),
    "best_mention": _mention,
    "best_gauge": lambda outcome: _("%(mention)s, départagée par la jauge", mention=_mention(outcome)),
    "equal_gauges": _mention,
    "cancelled": lambda outcome: _("retirée avant sa clôture, rien n’a été compté"),
}


def result_label(result: Result | str) -> str:
    """« Adoptée »."""
    return str(RESULTS[str(result)])


def choice_label(choice: str, options: Mapping[str, str] | None = None) -> str:
    """« Je consens », or the text of an option, whatever its ballot: several, or each with its mention."""
    options = options or {}
    if choice in CHOICES:
        return str(CHOICES[choice])
    labels = []
    for mark in choice.split("+"):
        option, found, mention = mark.partition(":")
        label = options.get(option, option)
        labels.append(f"{label} ({MENTIONS[mention]})" if found else label)
    return ", ".join(labels)


def choice_count(choice: str, number: int, options: Mapping[str, str] | None = None) -> str:
    """« 27 consentements »; for an option, « Marché : 12 voix »."""
    if choice in COUNTS:
        return COUNTS[choice](number)
    voices = ngettext("%(num)s voix", "%(num)s voix", number)
    return _("%(label)s : %(voices)s", label=(options or {}).get(choice, choice), voices=voices)


def outcome_sentence(outcome: Outcome, options: Mapping[str, str] | None = None) -> str:
    """What was decided and why, in one sentence; `options` gives the text of each option's key.

    « Adoptée : 27 consentements, 0 objection restante sur 2 levées ; quorum 20/40 atteint ».
    """
    named = outcome.elected or outcome.contenders
    names = ", ".join(f"«\u00a0{(options or {}).get(option, option)}\u00a0»" for option in named)
    parts = [names, _counts(outcome, options), REASONS[outcome.reason](outcome), _quorum(outcome)]
    said = "\u202f; ".join(part for part in parts if part)
    return f"{result_label(outcome.result)}\u00a0: {said}"


def _counts(outcome: Outcome, options: Mapping[str, str] | None) -> str:
    """The counts worth saying, largest first among options; mentions are left to the chart."""
    said = []
    for choice, number in outcome.counts.items():
        if choice == "objection":
            said.append(_objections(outcome))
        elif choice in COUNTS and (number or choice in ALWAYS_SAID):
            said.append(COUNTS[choice](number))
    voices = {
        choice: number
        for choice, number in outcome.counts.items()
        if choice not in COUNTS and choice != "expressed" and ":" not in choice
    }
    first = sorted(voices, key=lambda choice: -voices[choice])
    return ", ".join([choice_count(choice, voices[choice], options) for choice in first] + said)


def _objections(outcome: Outcome) -> str:
    raised = outcome.counts["objection"]
    left = int(outcome.params.get("objections_left", raised))
    if not raised:
        return _("aucune objection")
    if "objections_left" not in outcome.params:
        return COUNTS["objection"](raised)
    if left:
        return ngettext(
            "%(num)s objection restante sur %(raised)s",
            "%(num)s objections restantes sur %(raised)s",
            left,
            raised=raised,
        )
    return ngettext(
        "0 objection restante sur %(num)s levée", "0 objection restante sur %(num)s levées", raised
    )


def _quorum(outcome: Outcome) -> str:
    if outcome.result is Result.NO_QUORUM or not outcome.params.get("quorum_needed"):
        return ""
    return _(
        "quorum %(needed)s/%(base)s atteint",
        needed=outcome.params["quorum_needed"],
        base=outcome.params["quorum_base"],
    )
