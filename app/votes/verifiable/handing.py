"""Hand out slips against a signature: the roll says who took one, never which."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused
from app.votes.models import Decision, VoterRoll
from app.votes.services.locks import hold, roll_line
from app.votes.verifiable.models import Urn, UrnPhase, UrnRegistration
from app.votes.verifiable.reading import urn_of


def hand_slip(decision: Decision, member_id: int, *, handed: bool = True) -> None:
    """Note that a person drew their slip from the hat and signed, or that this was a mistake."""
    decision = hold(decision)
    urn = urn_of(decision)
    if urn is None or not _hands_out(urn):
        raise Refused(_("Les fiches ne se distribuent que lorsqu’elles sont faites, et jusqu’à la clôture."))
    line = roll_line(decision, member_id)
    if line is None or line.weight == 0:
        raise Refused(_("Cette personne n’a pas de voix dans cette décision."), 422)
    signed = sa.update(VoterRoll).filter_by(decision_id=decision.id, member_id=member_id)
    db.session.execute(signed.values(has_voted=handed))


def take_back(urn: Urn) -> None:
    """Forget who drew a slip or registered, and what they registered: all is to be done again."""
    decision_id = urn.decision_id
    db.session.execute(sa.delete(UrnRegistration).filter_by(decision_id=decision_id))
    signed = sa.update(VoterRoll).filter_by(decision_id=decision_id, has_voted=True)
    db.session.execute(signed.values(has_voted=False))


def _hands_out(urn: Urn) -> bool:
    return (
        urn.decision.is_open
        and urn.window is None
        and urn.credentials is not None
        and urn.phase
        in (
            UrnPhase.PREPARING,
            UrnPhase.VOTING,
        )
    )
