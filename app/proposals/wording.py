"""The words of proposals: states, answers to prohibitions, refusals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.deliberations.refusals import Closed, Stale
from app.proposals.models import AmendmentState, Compliance
from app.proposals.states import ProposalState

STATES = {
    ProposalState.DRAFT: (_l("Brouillon"), "neutral"),
    ProposalState.SUBMITTED: (_l("Ouverte aux amendements"), "wait"),
    ProposalState.IN_DECISION: (_l("En décision"), "wait"),
    ProposalState.ADOPTED: (_l("Adoptée"), "good"),
    ProposalState.UNAPPLIED: (_l("Adoptée, à réconcilier"), "bad"),
    ProposalState.REJECTED: (_l("Rejetée"), "bad"),
    ProposalState.WITHDRAWN: (_l("Retirée"), "neutral"),
}
COMPLIANCES = {
    Compliance.RESPECTS: (_l("La proposition le respecte"), "good"),
    Compliance.TO_DISCUSS: (_l("À discuter"), "wait"),
    Compliance.BREAKS: (_l("Elle ne le respecte pas"), "bad"),
}
AMENDMENTS = {
    AmendmentState.SUGGESTED: (_l("Attend une réponse"), "wait"),
    AmendmentState.ACCEPTED: (_l("Accepté"), "good"),
    AmendmentState.DECLINED: (_l("Décliné"), "bad"),
    AmendmentState.WITHDRAWN: (_l("Retiré"), "neutral"),
}
REFUSALS = {
    Closed: _l(
        "Ce n’est plus possible : la délibération est close, ou la proposition est décidée ou retirée."
    ),
    Stale: _l(
        "Quelqu’un a modifié ce texte pendant que vous écriviez. Voici sa version, et la vôtre ci-dessous : "
        "reportez ce qui doit l’être, puis enregistrez."
    ),
}
