"""The words of deliberations: kinds, sides, reasons, refusals, what is new."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.deliberations.models import ArgumentKind, Contribution, Removal, Side
from app.deliberations.refusals import Closed, Removed, Stale

# What a contribution can be, as one question: code, (kind, side), name, tone of its badge.
CHOICES = {
    "argument-for": (ArgumentKind.ARGUMENT, Side.FOR, _l("Argument pour"), "good"),
    "argument-against": (ArgumentKind.ARGUMENT, Side.AGAINST, _l("Argument contre"), "bad"),
    "argument-neutral": (ArgumentKind.ARGUMENT, Side.NEUTRAL, _l("Argument, ni pour ni contre"), "neutral"),
    "question": (ArgumentKind.QUESTION, None, _l("Question"), "wait"),
    "experience": (ArgumentKind.EXPERIENCE, None, _l("Expérience vécue"), "secret"),
    "answer": (None, None, _l("Simple réponse"), "neutral"),
}
KINDS = {
    ArgumentKind.ARGUMENT: _l("Arguments"),
    ArgumentKind.QUESTION: _l("Questions"),
    ArgumentKind.EXPERIENCE: _l("Expériences"),
}
# The reasons a facilitator chooses among.
REASONS = {
    Removal.DISRESPECT: _l("Propos blessants"),
    Removal.PERSONAL_DATA: _l("Informations personnelles sur quelqu’un"),
    Removal.OFF_TOPIC: _l("Hors sujet"),
    Removal.REPEATED: _l("Déjà publié ailleurs"),
}
REFUSALS = {
    Closed: _l("La délibération est close : elle ne reçoit plus rien. Votre texte est gardé ci-dessous."),
    Removed: _l(
        "La contribution à laquelle vous répondiez a été retirée entre-temps. Votre texte est gardé : "
        "vous pouvez le publier comme une contribution à part."
    ),
    Stale: _l(
        "Ce texte a été modifié par quelqu’un d’autre pendant que vous écriviez. Rien n’est perdu : "
        "les deux versions sont ci-dessous. Reprenez la vôtre, puis enregistrez."
    ),
}
# The sections of « Depuis ma dernière venue », in their order.
NEWS = {
    "followed": _l("Dans les délibérations que vous suivez"),
    "decision": _l("Décisions"),
    "minutes": _l("Séances"),
    "proposal": _l("Propositions"),
    "charter": _l("Charte"),
    "venue": _l("Lieux"),
    "blason": _l("Blason"),
    "deliberation": _l("Nouvelles délibérations"),
    "contribution": _l("Dans les autres délibérations"),
}


def choice_of(contribution: Contribution) -> str:
    """The code, among CHOICES, of what `contribution` is."""
    if contribution.kind is ArgumentKind.ARGUMENT:
        return f"argument-{(contribution.side or Side.NEUTRAL).value}"
    return contribution.kind.value if contribution.kind else "answer"


def spoken_choices() -> dict[str, tuple[str, str]]:
    """The name, in the reader's language, and the tone of each choice: worked out once a page."""
    return {code: (str(name), tone) for code, (_kind, _side, name, tone) in CHOICES.items()}
