"""How the acts on minutes are told in the register."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.register.wording import Act, describe, locate, name_family


def _drafted(act: Act) -> str:
    return _("%(who)s fait écrire le projet de procès-verbal.", who=act.actor)


def _submitted(act: Act) -> str:
    return _("%(who)s soumet le procès-verbal à l’approbation.", who=act.actor)


def _taken_back(act: Act) -> str:
    return _("%(who)s reprend la rédaction du procès-verbal.", who=act.actor)


def _approved(act: Act) -> str:
    if act.payload.get("decision"):
        return _("%(who)s note qu’une décision approuve le procès-verbal.", who=act.actor)
    return _("%(who)s note que la séance suivante approuve le procès-verbal.", who=act.actor)


def _corrected(act: Act) -> str:
    return _(
        "%(who)s ouvre l’édition n° %(number)s du procès-verbal, pour corriger celle qui est approuvée.",
        who=act.actor,
        number=act.payload["number"],
    )


def init_app() -> None:
    """Describe the acts."""
    name_family("minutes", _l("Procès-verbaux"))
    locate("minutes", "workshops.minutes", "workshop_id", key="workshop")
    for act, sentence in (
        ("drafted", _drafted),
        ("submitted", _submitted),
        ("taken_back", _taken_back),
        ("approved", _approved),
        ("corrected", _corrected),
    ):
        describe(f"minutes.{act}", sentence)
