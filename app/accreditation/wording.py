"""The words of venues: kinds, states, acts, and why a venue is where it is."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accreditation.findings import Finding
from app.accreditation.impact import Fate
from app.accreditation.models import VenueKind
from app.accreditation.rating import Rating
from app.accreditation.states import AccreditationAct, Step, VenueState
from app.charter.document import Charter
from app.charter.rate_fields import rows_of
from app.charter.wording import listed

VENUE_KINDS = {
    VenueKind.SHOP: _l("Commerce"),
    VenueKind.MARKET: _l("Marché"),
    VenueKind.PRODUCER: _l("Producteur ou productrice"),
    VenueKind.AMAP: _l("AMAP"),
    VenueKind.CANTEEN: _l("Cantine"),
    VenueKind.RESTAURANT: _l("Restaurant"),
    VenueKind.OTHER: _l("Autre lieu"),
}
# The word, and the tone of its badge.
STATES = {
    VenueState.APPLIED: (_l("Candidature"), "wait"),
    VenueState.IN_REVIEW: (_l("En instruction"), "wait"),
    VenueState.VISIT: (_l("Visite prévue"), "wait"),
    VenueState.PROPOSED: (_l("Proposé à la décision"), "wait"),
    VenueState.ACCREDITED: (_l("Conventionné"), "good"),
    VenueState.TO_RENEW: (_l("Conventionné, à renouveler"), "good"),
    VenueState.SUSPENDED: (_l("Suspendu"), "bad"),
    VenueState.REVOKED: (_l("Déconventionné"), "bad"),
    VenueState.DECLINED: (_l("Non conventionné"), "neutral"),
}
LAPSED = (_l("Convention échue, à renouveler"), "wait")
# What a decision would do, as its proposer chooses it; and what was done.
ACTS = {
    AccreditationAct.GRANTED: (_l("Conventionner"), _l("Conventionné")),
    AccreditationAct.DECLINED: (_l("Ne pas conventionner"), _l("Non conventionné")),
    AccreditationAct.RENEWED: (_l("Renouveler la convention"), _l("Renouvelé")),
    AccreditationAct.SUSPENDED: (_l("Suspendre la convention"), _l("Suspendu")),
    AccreditationAct.REINSTATED: (_l("Lever la suspension"), _l("Suspension levée")),
    AccreditationAct.REVOKED: (_l("Déconventionner"), _l("Déconventionné")),
}
STEPS = {
    Step.REVIEW: _l("Prendre en instruction"),
    Step.VISIT: _l("Préparer une visite"),
    Step.PROPOSE: _l("Le dossier est prêt pour une décision"),
}
FINDINGS = {
    Finding.YES: (_l("oui"), "good"),
    Finding.PARTLY: (_l("en partie"), "wait"),
    Finding.NO: (_l("non"), "bad"),
    Finding.UNKNOWN: (_l("pas encore su"), "neutral"),
}

FATES = {
    Fate.LOSES: _l("Passeraient sous le seuil"),
    Fate.GAINS: _l("Atteindraient le seuil"),
    Fate.RATES: _l("Changeraient de taux"),
}
# For templates, whose words are looked for by the codes of the models.
WORDS = {"kinds": VENUE_KINDS, "states": STATES, "lapsed": LAPSED, "acts": ACTS, "findings": FINDINGS}


def state_word(state: VenueState, *, lapsed: bool) -> str:
    """« Conventionné », « Convention échue, à renouveler » past its term."""
    return str((LAPSED if lapsed else STATES[state])[0])


def rating_sentence(rating: Rating) -> str:
    """« 3 critères sur 5 remplis ; il manque une preuve pour L2.b et L5 »."""
    met = ngettext(
        "%(num)s critère sur %(of)s rempli",
        "%(num)s critères sur %(of)s remplis",
        rating.level,
        of=rating.of,
    )
    unknown = [short.code for short in rating.unknown]
    if not unknown:
        return _("%(met)s.", met=met)
    return _("%(met)s ; il manque une preuve pour %(codes)s.", met=met, codes=listed(unknown))


def threshold_told(rating: Rating) -> str:
    """Whether the threshold is reached; empty while the charter sets none."""
    if rating.threshold is None:
        return ""
    if rating.reaches:
        return _("Le seuil de la charte est atteint.")
    return ngettext(
        "La charte en demande %(num)s : le seuil n’est pas atteint.",
        "La charte en demande %(num)s : le seuil n’est pas atteint.",
        rating.threshold,
    )


def product_range(charter: Charter, code: str) -> str:
    """« Pris en charge de 50 % à 80 %, selon le lieu. »: what a type of product gives, wherever sold."""
    given = sorted({charter.rate(met, code) for met in rows_of(charter)} - {0})
    if not given:
        return _("Pas pris en charge aujourd’hui.")
    if len(given) == 1:
        return _("Pris en charge à %(most)s %%.", most=given[0])
    return _("Pris en charge de %(least)s %% à %(most)s %%, selon le lieu.", least=given[0], most=given[-1])


def product_names(charter: Charter | None) -> dict[str, str]:
    """The types of product of the charter in force, by code."""
    return {product.code: product.name for product in charter.products} if charter else {}
