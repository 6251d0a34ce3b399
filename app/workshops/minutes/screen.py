"""Codes of minutes in words."""

from __future__ import annotations

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.workshops.group_models import Finding
from app.workshops.minutes.models import Minutes, MinutesState

SECTIONS = {
    "session": _l("La séance"),
    "people": _l("Présences"),
    "agenda": _l("Ordre du jour, aux heures réelles"),
    "decisions": _l("Relevé de décisions"),
    "actions": _l("Qui fait quoi, pour quand"),
    "questions": _l("Questions ouvertes"),
    "next": _l("Prochaine séance"),
    "signatures": _l("Signatures"),
}
FINDINGS = {
    Finding.CONSENSUS: _l("consensus"),
    Finding.DISSENSUS: _l("dissensus"),
    Finding.QUESTION: _l("question ouverte"),
}
STATES = {
    MinutesState.DRAFT: (_l("projet"), "wait"),
    MinutesState.SUBMITTED: (_l("à approuver"), "wait"),
    MinutesState.APPROVED: (_l("approuvé"), "good"),
}


def title_of(minutes: Minutes) -> str:
    """« Procès-verbal · Soirée de lancement »; a correction says its number."""
    name = _("Procès-verbal · %(session)s", session=minutes.workshop.title)
    return (
        name if minutes.number == 1 else _("%(name)s (édition %(number)d)", name=name, number=minutes.number)
    )


def standing(minutes: Minutes) -> str:
    """Where the minutes stand, in one sentence: this also goes on paper."""
    if minutes.is_draft:
        return _("Projet : ce texte n’est pas encore approuvé, et peut changer.")
    if minutes.is_submitted:
        return _("Soumis à l’approbation de la prochaine séance.")
    day = format_date(minutes.approved_at, "long")
    if minutes.decision is not None:
        return _(
            "Approuvé le %(day)s par la décision « %(question)s ».",
            day=day,
            question=minutes.decision.question,
        )
    assert minutes.approved_in is not None  # noqa: S101 - the database holds us to it
    return _("Approuvé le %(day)s, en séance : %(session)s.", day=day, session=minutes.approved_in.title)
