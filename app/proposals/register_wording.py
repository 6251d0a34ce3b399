"""How the life of a proposal is told in the register."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.register.wording import Act, Sentence, describe, locate, name_family

_PROPOSALS = {
    "submitted": _l("%(who)s soumet la proposition n° %(number)s au collectif."),
    "reworded": _l("%(who)s récrit la proposition n° %(number)s."),
    "withdrawn": _l("%(who)s retire la proposition n° %(number)s."),
    "answered": _l("%(who)s revoit ses réponses aux interdits pour la proposition n° %(number)s."),
    "adopted": _l("La proposition n° %(number)s est adoptée, par la décision n° %(decision)s."),
    "rejected": _l("La proposition n° %(number)s n’est pas adoptée, par la décision n° %(decision)s."),
    "unapplied": _l(
        "La proposition n° %(number)s est adoptée par la décision n° %(decision)s, mais ce qu’elle changeait "
        "a changé entre-temps : son effet reste à reprendre."
    ),
}
_AMENDMENTS = {
    "suggested": _l("%(who)s suggère un amendement à la proposition n° %(number)s."),
    "accepted": _l("%(who)s accepte un amendement de la proposition n° %(number)s."),
    "declined": _l("%(who)s décline un amendement de la proposition n° %(number)s."),
    "withdrawn": _l("%(who)s retire son amendement à la proposition n° %(number)s."),
}


def _sentence(pattern: object) -> Sentence:
    def sentence(act: Act) -> str:
        decision = act.payload.get("decision", "?")
        return str(pattern) % {"who": act.actor, "number": act.subject_id, "decision": decision}

    return sentence


def init_app() -> None:
    """Describe the acts, and link them to their proposal."""
    for verb, pattern in _PROPOSALS.items():
        describe(f"proposal.{verb}", _sentence(pattern))
    for verb, pattern in _AMENDMENTS.items():
        describe(f"amendment.{verb}", _sentence(pattern))
    name_family("amendment", _l("Amendements"))
    locate("proposal", "proposals.show", "proposal_id")
