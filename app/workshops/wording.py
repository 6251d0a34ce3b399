"""Codes of sessions in words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.workshops.kinds import ItemKind
from app.workshops.models import WorkshopState
from app.workshops.pasting import LONGEST_NOTE, MOST_LINES, BadLine

ITEM_KINDS = {
    ItemKind.WELCOME.value: _l("Accueil"),
    ItemKind.PRESENTATION.value: _l("Présentation"),
    ItemKind.ICEBREAKER.value: _l("Faire connaissance"),
    ItemKind.COMPOSITION_QUIZ.value: _l("Quiz : qui sommes-nous ?"),
    ItemKind.GROUP_WORK.value: _l("Travail en groupes"),
    ItemKind.BLASON.value: _l("Atelier du blason"),
    ItemKind.VOTE.value: _l("Vote"),
    ItemKind.NAME.value: _l("Choix du nom"),
    ItemKind.TABLES.value: _l("Tables"),
    ItemKind.RESTITUTION.value: _l("Restitution"),
    ItemKind.BREAK.value: _l("Pause, temps convivial"),
}
# What a common item becomes in the blason: one of a kind, in the singular.
BLASON_KINDS = {
    "purpose": _l("une finalité"),
    "objective": _l("un objectif"),
    "value": _l("une valeur"),
    "prohibition": _l("un interdit"),
}
STATES = {
    WorkshopState.PREPARED: (_l("à venir"), "wait"),
    WorkshopState.RUNNING: (_l("en cours"), "good"),
    WorkshopState.ENDED: (_l("terminée"), "neutral"),
}
ELSEWHERE = _l(
    "Quelqu’un d’autre vient de faire avancer la séance. L’écran est à jour, rien n’a été fait deux fois."
)
NO_GROUP = _l("Vous n’êtes dans aucun groupe pour l’instant : demandez à qui anime.")
NOT_BEGUN = _l("Cette séquence n’a pas commencé : votre texte est gardé, renvoyez-le quand elle commencera.")


def bad_line(line: BadLine) -> str:
    """Why a line of a paste cannot be a post-it."""
    if line.code == "too_long":
        return _(
            "Ligne %(number)d : %(length)d caractères, un post-it en tient %(most)d.",
            number=line.number,
            length=line.length,
            most=LONGEST_NOTE,
        )
    return _(
        "Ligne %(number)d : des caractères invisibles. Retapez-la, ou collez-la sans mise en forme.",
        number=line.number,
    )


def too_many_lines(lines: int) -> str:
    """Why a whole paste is refused."""
    return _(
        "%(lines)d lignes : c’est plus que les %(most)d que l’on copie en une fois. "
        "Collez-les en plusieurs fois, rien n’est perdu.",
        lines=lines,
        most=MOST_LINES,
    )
