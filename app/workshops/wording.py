"""Codes of sessions in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.workshops.kinds import ItemKind
from app.workshops.models import WorkshopState

ITEM_KINDS = {
    ItemKind.WELCOME.value: _l("Accueil"),
    ItemKind.PRESENTATION.value: _l("Présentation"),
    ItemKind.ICEBREAKER.value: _l("Faire connaissance"),
    ItemKind.COMPOSITION_QUIZ.value: _l("Quiz : qui sommes-nous ?"),
    ItemKind.GROUP_WORK.value: _l("Travail en groupes"),
    ItemKind.BLASON.value: _l("Atelier du blason"),
    ItemKind.VOTE.value: _l("Vote"),
    ItemKind.NAME.value: _l("Choix du nom"),
    ItemKind.TABLES.value: _l("Tables"),
    ItemKind.RESTITUTION.value: _l("Restitution"),
    ItemKind.BREAK.value: _l("Pause, temps convivial"),
}
STATES = {
    WorkshopState.PREPARED: (_l("à venir"), "wait"),
    WorkshopState.RUNNING: (_l("en cours"), "good"),
    WorkshopState.ENDED: (_l("terminée"), "neutral"),
}
ELSEWHERE = _l(
    "Quelqu’un d’autre vient de faire avancer la séance. L’écran est à jour, rien n’a été fait deux fois."
)
