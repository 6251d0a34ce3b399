"""The words of the pages: states, phases, acts. Modes, choices and outcomes are in `wording`."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.votes.models import Decision, DecisionState, Phase
from app.votes.round_models import ObjectionAct, ObjectionState

STATES = {
    DecisionState.OPEN: (_l("Ouverte"), "wait"),
    DecisionState.CLOSED: (_l("Close"), "neutral"),
    DecisionState.CANCELLED: (_l("Annulée"), "neutral"),
}
CHOICE_TONES = {
    "agree": "good",
    "consent": "good",
    "for": "good",
    "block": "bad",
    "objection": "bad",
    "against": "bad",
    "agree_with_reservations": "wait",
    "consent_with_concern": "wait",
}
OVERDUE = _l("Échéance passée, à clore")

# Each phase: its name, what the facilitator says to the group, and what is written down meanwhile.
PHASES = {
    Phase.PRESENT: (
        _l("Présenter"),
        _l("La personne qui porte la proposition la lit et dit d’où elle vient. Les autres écoutent."),
        None,
    ),
    Phase.CLARIFY: (
        _l("Clarifier"),
        _l("On pose des questions pour comprendre, pas encore pour donner son avis."),
        _l("Ma question"),
    ),
    Phase.REACT: (
        _l("Réagir"),
        _l("Chaque personne dit ce que la proposition lui inspire, une fois chacune, sans réponse."),
        _l("Mon ressenti"),
    ),
    Phase.AMEND: (
        _l("Bonifier"),
        _l("La personne qui porte la proposition peut l’amender, ou la garder telle quelle."),
        _l("Ma suggestion"),
    ),
    Phase.OBJECTIONS: (
        _l("Objecter"),
        _l(
            "Chaque personne dit si elle consent, ou si elle voit une objection : en quoi la proposition "
            "nuirait aux buts du collectif. Une objection est un cadeau : elle montre ce qui manque."
        ),
        None,
    ),
    Phase.INTEGRATE: (
        _l("Lever les objections"),
        _l(
            "Le groupe cherche ce qui répondrait à chaque objection. Seule la personne qui l’a posée dit "
            "si elle est levée."
        ),
        None,
    ),
}
OBJECTION_STATES = {
    ObjectionState.RAISED: (_l("Posée"), "wait"),
    ObjectionState.INTEGRATED: (_l("Intégrée"), "good"),
    ObjectionState.WITHDRAWN: (_l("Retirée"), "good"),
    ObjectionState.STANDING: (_l("Maintenue"), "bad"),
}
OBJECTION_ACTS = {
    ObjectionAct.RAISED: _l("Objection posée"),
    ObjectionAct.AMENDMENT_OFFERED: _l("Modification proposée"),
    ObjectionAct.TEST_ASKED: _l("Examen demandé au groupe"),
    ObjectionAct.TEST_RESULT: _l("Ce que le groupe a trouvé"),
    ObjectionAct.INTEGRATED: _l("Modification acceptée : objection intégrée"),
    ObjectionAct.WITHDRAWN: _l("Objection retirée"),
    ObjectionAct.STANDING: _l("Objection maintenue à la clôture"),
}
CLOSE_REASONS = {
    "manual": _l("Close à la main"),
    "deadline": _l("Close à l’échéance"),
    "everyone": _l("Close parce que tout le monde s’est exprimé"),
    "scrutineers": _l("Close une fois déchiffrée la part de chaque scrutateur"),
    "cancelled": _l("Annulée"),
    "amended": _l("Le texte a été amendé : un nouveau tour a commencé"),
    "withdrawn": _l("La proposition a été retirée par la personne qui la portait"),
}
LINKS = {
    "step_down": _l("Passage au mode suivant de la cascade"),
    "runoff": _l("Second tour"),
    "reopened": _l("Même question, posée à nouveau"),
    "amended": _l("Nouveau tour, sur un texte amendé"),
}


def state_of(decision: Decision) -> tuple[str, str]:
    """The state's words and the tone of its badge."""
    if decision.is_overdue:
        return str(OVERDUE), "wait"
    words, tone = STATES[decision.state]
    return str(words), tone
