"""How what happens to venues is told in the register."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.register.wording import Act, Sentence, describe, locate, name_family

_ACTS = {
    "venue.applied": _l("Un lieu présente sa candidature."),
    "venue.imported": _l("%(who)s ajoute des lieux depuis un tableur."),
    "venue.edited": _l("%(who)s corrige la fiche d’un lieu."),
    "venue.code_renewed": _l("%(who)s donne un nouveau code de suivi pour un lieu."),
    "venue.stepped": _l("%(who)s fait avancer le dossier d’un lieu."),
    "venue.answered": _l("Un lieu répond avant la décision."),
    "venue.assessed": _l("%(who)s évalue un lieu."),
    "visit.planned": _l("%(who)s prévoit la visite d’un lieu."),
    "visit.reported": _l("%(who)s écrit le compte rendu d’une visite."),
    "visit.signed": _l("%(who)s note une signature au compte rendu d’une visite."),
    "visit.cancelled": _l("%(who)s annule une visite."),
    "venue.granted": _l("Un lieu est conventionné par décision."),
    "venue.renewed": _l("La convention d’un lieu est renouvelée par décision."),
    "venue.suspended": _l("La convention d’un lieu est suspendue par décision."),
    "venue.reinstated": _l("La suspension d’un lieu est levée par décision."),
    "venue.revoked": _l("Un lieu est déconventionné par décision."),
    "venue.declined": _l("Un lieu n’est pas conventionné, par décision."),
    "interest.declared": _l("%(who)s déclare un lien avec un lieu."),
    "interest.ended": _l("%(who)s dit qu’un lien avec un lieu n’existe plus."),
}


def _sentence(pattern: object) -> Sentence:
    def sentence(act: Act) -> str:
        return str(pattern) % {"who": act.actor}

    return sentence


def init_app() -> None:
    """Describe the acts, and lead to the venue's page."""
    for kind, pattern in _ACTS.items():
        describe(kind, _sentence(pattern))
    name_family("venue", _l("Lieux"))
    name_family("visit", _l("Visites"))
    name_family("interest", _l("Liens déclarés"))
    locate("venue", "accreditation.show", "venue_id")
