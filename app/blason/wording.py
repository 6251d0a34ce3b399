"""The words of the blason: names of its parts, rules in sentences, and what is said to a refused edit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.blason.changes import Change, InvalidChange
from app.blason.document import InvalidBlason, ItemKind
from app.votes.rules import MAJORITY_MODES, InvalidRules, Step
from app.votes.rules_wording import describe_step, kind_label, mode_label

ITEM_KINDS = {
    ItemKind.PURPOSE: (_l("Finalités"), _l("Pour quoi le collectif existe.")),
    ItemKind.OBJECTIVE: (_l("Objectifs"), _l("Ce qu’il veut atteindre, et que l’on pourra vérifier.")),
    ItemKind.VALUE: (_l("Valeurs"), _l("Ce à quoi il tient, en quelques mots.")),
    ItemKind.PROHIBITION: (
        _l("Interdits"),
        _l("Ce que le collectif ne fera pas. Chaque proposition devra dire comment elle s’y tient."),
    ),
}


def more(hidden: int) -> str:
    """What stands for the sentences that found no place in the drawing."""
    return ngettext("et %(num)d autre", "et %(num)d autres", hidden)


def cascade_in_short(steps: tuple[Step, ...]) -> str:
    """`consensus, puis consentement, puis vote à main levée (2/3)`."""
    words = [_short(step) for step in steps]
    return _(", puis ").join(words)


def _short(step: Step) -> str:
    name = mode_label(step.mode).lower()
    if isinstance(step.threshold, Fraction) and step.mode in MAJORITY_MODES:
        return _("%(mode)s aux %(share)s", mode=name, share=str(step.threshold))
    return name


@dataclass(frozen=True)
class Row:
    """A change as it is shown: its heading, what was, what would be; several lines for a cascade."""

    heading: str
    was: list[str]
    text: list[str]


def in_words(change: Change) -> Row:
    """One change of a revision, for the reader."""
    match change["op"]:
        case "rename":
            return Row(_("Le nom change"), [change["was"]], [change["name"]])
        case "add":
            return Row(_("Ajout : %(kind)s", kind=_kind(change)), [], [change["text"]])
        case "edit":
            heading = _("Reformulation de %(code)s", code=change["code"])
            return Row(heading, [change["was"]], [change["text"]])
        case "remove":
            return Row(_("Retrait de %(code)s", code=change["code"]), [change["was"]], [])
    heading = _("Règles de décision : %(kind)s", kind=kind_label(change["kind"]))
    return Row(heading, _cascade(change["was"]), _cascade(change["steps"]))


def _kind(change: Change) -> str:
    return str(ITEM_KINDS[ItemKind(change["kind"])][0])


def _cascade(steps: list[dict[str, Any]]) -> list[str]:
    return [describe_step(Step.from_document(step)) for step in steps]


def summary(changes: list[Change]) -> str:
    """One sentence: « Blason : ajout (Valeurs) « Entraide », retrait de I2 »."""
    if not changes:
        return _("Blason : adopter le brouillon tel quel")
    return _("Blason : %(changes)s", changes=", ".join(_in_short(change) for change in changes))


def _in_short(change: Change) -> str:
    match change["op"]:
        case "rename":
            return _("le nom devient « %(name)s »", name=change["name"])
        case "add":
            return _("ajout (%(kind)s) « %(text)s »", kind=_kind(change), text=change["text"])
        case "edit":
            return _("%(code)s devient « %(text)s »", code=change["code"], text=change["text"])
        case "remove":
            return _("retrait de %(code)s « %(text)s »", code=change["code"], text=change["was"])
    steps = tuple(Step.from_document(step) for step in change["steps"])
    return _("%(kind)s se décide par %(rule)s", kind=kind_label(change["kind"]), rule=cascade_in_short(steps))


def conflict(code: str) -> str:
    """What moved since a revision was written."""
    what, _colon, which = code.partition(":")
    if what == "name":
        return _("Le nom du collectif a changé depuis que cette proposition est écrite.")
    if what == "draft":
        return _("Le brouillon du blason a changé depuis que cette proposition est écrite.")
    if what == "item":
        return _(
            "L’élément %(code)s a été modifié ou retiré depuis que cette proposition est écrite.", code=which
        )
    return _("Les règles de décision ont changé depuis que cette proposition est écrite.")


def refusal(error: InvalidBlason | InvalidRules | InvalidChange) -> str:
    """Why a blason, its rules or a change of them is refused."""
    params = getattr(error, "params", {})
    sentences = {
        "empty_name": _("Le collectif a besoin d’un nom."),
        "name_too_long": _(
            "Ce nom est trop long pour le listel : %(most)s caractères au plus.", most=params.get("most")
        ),
        "empty_text": _("Écrivez une phrase, même courte."),
        "text_too_long": _("Une phrase du blason tient en %(most)s caractères.", most=params.get("most")),
        "unknown_item": _("Cet élément n’est plus dans le blason : quelqu’un l’a retiré entre-temps."),
        "too_many_items": _("Un blason se retient : %(most)s éléments au plus.", most=params.get("most")),
        "quorum_out_of_range": _("Le quorum est une part : entre 0 (aucun) et 1 (tout le monde)."),
        "threshold_out_of_range": _("Le seuil est une part des voix : plus que 0, et 1 au plus."),
        "stand_asides_out_of_range": _("Cette part est comprise entre 0 et 1."),
        "bad_fraction": _("Écrivez une fraction comme 1/2 ou 2/3, ou bien 0 ou 1."),
        "unknown_mode": _("Ce mode de décision n’existe pas ici."),
        "threshold_missing": _("Un vote a besoin d’un seuil."),
        "live_secret": _("À bulletin secret, aucun résultat ne s’affiche avant la clôture."),
        "bad_number": _("Le nombre de pouvoirs est un nombre entier, de 0 à 20."),
        "empty_cascade": _("Gardez au moins une étape : sans elle, plus rien ne pourrait se décider."),
        "too_many": _("Cette révision compte trop de changements : faites-en plusieurs propositions."),
    }
    return sentences.get(error.code, _("Ces changements ne peuvent pas être lus."))
