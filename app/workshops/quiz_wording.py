"""The quiz « qui sommes-nous ? » in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.workshops.composition import BANDS, NOT_SAID, WOMEN, Portrait

GUESS_QUESTIONS = {
    "women": _l("Quelle est la part de femmes, en pour cent ?"),
    "age": _l("Quel est l’âge moyen ?"),
    "years": _l("Depuis combien d’années vivons-nous ici, en moyenne ?"),
}
PORTRAITS = {
    "women": _l("Part de femmes"),
    "age": _l("Âge moyen"),
    "years": _l("Ancienneté ici"),
}
OWN_QUESTIONS = {
    "women": _l("Vous êtes"),
    "age": _l("Votre âge"),
    "years": _l("Depuis combien d’années habitez-vous ici ?"),
}
GENDERS = {
    "woman": _l("Femmes"),
    "man": _l("Hommes"),
    "other": _l("Autre ou non-binaire"),
    "none": _l("Sans réponse"),
}
UNREADABLE = {
    ("gender", "women"): _l("choisissez femme, homme, autre, ou rien."),
    ("number", "age"): _l("un âge va de 10 à 110 ans, en chiffres."),
    ("number", "years"): _l("un nombre d’années va de 0 à 110, en chiffres."),
    ("many", ""): _l("il y a plus de réponses que de questions."),
}
OWN_GENDERS = {"woman": _l("Femme"), "man": _l("Homme"), "other": _l("Autre ou non-binaire")}


def cell_label(question: str, keys: Sequence[str]) -> str:
    """The groups of a cell, as they are named beside its bar."""
    if question == WOMEN:
        first, *others = (str(GENDERS[key]) for key in keys)
        return ", ".join([first, *(other.lower() for other in others)])
    bands = [int(key) for key in keys if key != NOT_SAID]
    if not bands:
        return str(GENDERS[NOT_SAID])
    label = _years(question, bands[0], bands[-1])
    return _("%(years)s, ou sans réponse", years=label) if NOT_SAID in keys else label


def _years(question: str, first: int, last: int) -> str:
    starts = BANDS[question]
    ends = dict(pairwise(starts))
    if first == starts[0]:
        return _("moins de %(years)d ans", years=ends[last]) if last in ends else _("tout le monde")
    if last not in ends:
        return _("%(years)d ans et plus", years=first)
    return _("%(first)d à %(last)d ans", first=first, last=ends[last] - 1)


def figure(portrait: Portrait) -> str:
    """« 58 % », « 43,2 ans »; empty when it is not shown."""
    if portrait.figure is None:
        return ""
    if portrait.question == WOMEN:
        return _("%(share)s %%", share=format_decimal(round(portrait.figure)))
    return _("%(years)s ans", years=format_decimal(float(round(portrait.figure, 1))))


def guess_said(question: str, guess: float) -> str:
    """A guess, with its unit."""
    number = format_decimal(round(float(guess), 1))
    return _("%(share)s %%", share=number) if question == WOMEN else _("%(years)s ans", years=number)


def named(names: Sequence[str], most: int = 4) -> str:
    """Several names, the first ones when they are many."""
    rest = len(names) - most
    if rest <= 0:
        return ", ".join(names)
    return _(
        "%(names)s et %(others)s",
        names=", ".join(names[:most]),
        others=ngettext("%(num)d autre", "%(num)d autres", rest),
    )
