"""The effect `accreditation.decide`: an adopted decision accredits, renews, suspends, reinstates or revokes.

`payload` is `{"venue_id": 3, "act": "granted", "starts_on": "2026-05-01", "ends_on": "2027-05-01" | None,
"reasons": "…", "assessed": {"met": 4, "of": 5, "version": 3}}`, `assessed` being what its assessment showed
when it was proposed; empty while nothing was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.accreditation.models import Interest, Venue
from app.accreditation.services.deciding import Asked, decide, rating_of
from app.accreditation.services.reviewing import hold
from app.accreditation.states import AccreditationAct, InvalidStep, acts_from
from app.accreditation.wording import ACTS, STATES
from app.db import db
from app.members.attendance import local_day
from app.proposals.effects import InvalidEffect, Payload
from app.votes.rules import QuestionKind

if TYPE_CHECKING:
    from sqlalchemy.orm.interfaces import ORMOption

    from app.collectives.models import Collective
    from app.votes.models import Decision

_KNOWN = (joinedload(Venue.interests).joinedload(Interest.member), joinedload(Venue.answers))
GIVES_RIGHTS = (AccreditationAct.GRANTED, AccreditationAct.RENEWED)


class AccreditationDecision:
    """Accredit a venue, or take it back."""

    kind = "accreditation.decide"
    question_kind = QuestionKind.ACCREDITATION
    label = _l("Conventionner un lieu, ou revenir dessus")
    editor_endpoint = "accreditation.compose"

    def validate(self, collective: Collective, payload: Payload) -> None:
        """Raise InvalidEffect when no venue or act was chosen, or when they cannot go together."""
        if not payload:
            raise InvalidEffect(
                _("Cette proposition ne dit pas encore de quel lieu elle parle : choisissez-le.")
            )
        if obstacles := self.conflicts(collective, payload):
            raise InvalidEffect(" ".join(obstacles))

    def preview(self, collective: Collective, payload: Payload) -> tuple[str, Mapping[str, Any]]:
        """The venue as it stands, what would be decided, and what is known of it."""
        # On the page of a decision, which has much else to ask for: one statement.
        venue = venue_of(collective, payload, _KNOWN)
        if venue is None:
            return "accreditation/_unchosen.html", {}
        asked = asked_in(payload)
        told = {
            "venue": venue,
            "asked": asked,
            "act": ACTS[asked.act][0],
            "assessed": payload.get("assessed"),
        }
        return "accreditation/_decision.html", told

    def summary(self, collective: Collective, payload: Payload) -> str:
        """One sentence, frozen with the decision: « Conventionner L’Épicerie du coin »."""
        venue = venue_of(collective, payload)
        if venue is None:
            return ""
        with force_locale("fr"):
            return _("%(act)s : %(venue)s", act=ACTS[asked_in(payload).act][0], venue=venue.name)

    def apply(self, collective: Collective, payload: Payload, decision: Decision) -> None:
        """Write the act. Raise InvalidEffect when the venue moved meanwhile."""
        venue = venue_of(collective, payload)
        if venue is None:
            raise InvalidEffect(_("Ce lieu n’existe plus."))
        hold(venue)
        if moved := self.conflicts(collective, payload):
            raise InvalidEffect(" ".join(moved))
        try:
            decide(venue, asked_in(payload), decision)
        except InvalidStep as error:
            raise InvalidEffect(_moved(venue)) from error

    def conflicts(self, collective: Collective, payload: Payload) -> list[str]:
        """What keeps the act from being: the venue's state, the charter's threshold, a term gone by."""
        if not payload:
            return []
        venue = venue_of(collective, payload)
        if venue is None:
            return [_("Ce lieu n’existe plus.")]
        asked = asked_in(payload)
        found = [] if asked.act in acts_from(venue.state) else [_moved(venue)]
        if asked.ends_on is not None and asked.ends_on <= local_day(collective.timezone):
            found.append(_("Le terme proposé est passé : choisissez-en un autre."))
        if asked.act in GIVES_RIGHTS:
            found += _under_the_threshold(venue)
        return found


def _moved(venue: Venue) -> str:
    state = STATES[venue.state][0]
    return _("Ce lieu est aujourd’hui « %(state)s » : cette décision ne s’y applique pas.", state=state)


def _under_the_threshold(venue: Venue) -> list[str]:
    rating = rating_of(venue)
    if rating is None or rating.threshold is None:
        return [_("La charte ne fixe pas encore de seuil : décidez-en d’abord un.")]
    if rating.reaches:
        return []
    return [
        _(
            "La charte demande %(threshold)s critères remplis, et l’évaluation de ce lieu en montre %(met)s.",
            threshold=rating.threshold,
            met=rating.level,
        )
    ]


def venue_of(collective: Collective, payload: Payload, known: Sequence[ORMOption] = ()) -> Venue | None:
    """The venue of a payload, with what is `known` of it, None when there is none such here."""
    number = payload.get("venue_id")
    if type(number) is not int:
        return None
    venue = db.session.get(Venue, number, options=known)
    return venue if venue is not None and venue.collective_id == collective.id else None


def asked_in(payload: Payload) -> Asked:
    """What a payload asks for."""
    ends_on = payload.get("ends_on")
    return Asked(
        AccreditationAct(payload["act"]),
        date.fromisoformat(payload["starts_on"]),
        date.fromisoformat(ends_on) if ends_on else None,
        str(payload.get("reasons", "")),
    )
