"""Step aside from an open decision: who finds out late that it touches them says so, and is left out."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db
from app.errors import Forbidden, Refused
from app.members.models import Member
from app.register.services import record
from app.votes.expressing import Heard, expressed
from app.votes.models import Decision, VoterRoll
from app.votes.services.closure import close
from app.votes.services.counting import everyone_has_spoken
from app.votes.services.locks import hold
from app.votes.tally.secret_majority import FEWEST_VOTERS


def recuse(decision: Decision, member: Member, actor: Member) -> bool:
    """Leave `member` out, as if they had stepped aside at the opening; False when they had.

    The quorum and the thresholds are counted without them, and their name is shown. Raises Refused or
    Forbidden: once they spoke (what was said stands), for who carries or gave a proxy, when too few would
    be left for a ballot to be anonymous, and where a verifiable urn counts its slips against the roll.
    """
    decision = hold(decision)
    if not decision.takes_expressions:
        raise Refused(_("Cette décision ne prend plus d’expression : la liste ne change plus."))
    line = db.session.get(VoterRoll, (decision.id, member.id), with_for_update=True, populate_existing=True)
    if line is None:
        raise Forbidden(_("La liste des votant·es a été arrêtée à l’ouverture, et ce nom n’y figure pas."))
    if line.is_recused:
        return False
    _refuse_who_is_bound(decision, line)
    _refuse_too_few(decision)
    line.is_recused, line.weight = True, 0
    decision.eligible -= 1
    decision.present -= int(line.is_present)
    db.session.flush()
    record(
        decision.collective_id,
        "decision.recused",
        actor_id=actor.id,
        subject=("decision", decision.id),
        member=member.id,
        assisted=actor.id != member.id,
    )
    expressed(decision, Heard.VOICE)
    if decision.rules["close_when_all"] and everyone_has_spoken(decision):
        close(decision, None, because="everyone")
    return True


def _refuse_who_is_bound(decision: Decision, line: VoterRoll) -> None:
    if line.has_voted or line.in_room:
        raise Refused(
            _(
                "Cette voix est déjà exprimée, et le reste. Dites-le à la salle : qui anime peut annuler la "
                "décision et la poser à nouveau."
            )
        )
    if line.holder_id is not None:
        raise Refused(_("Cette voix est confiée par un pouvoir : reprenez-le avant la prochaine décision."))
    if line.weight > 1:
        raise Refused(
            _(
                "Cette personne porte aussi la voix d’autres : se mettre en déport les ferait taire. "
                "Annulez la décision, et donnez ces pouvoirs à quelqu’un d’autre."
            )
        )
    if decision.has_urn:
        raise Refused(
            _(
                "Avec une urne vérifiable, la liste ne change plus après l’ouverture : chaque fiche y est "
                "comptée."
            )
        )


def _refuse_too_few(decision: Decision) -> None:
    voters = sa.select(sa.func.count()).where(VoterRoll.decision_id == decision.id, VoterRoll.weight > 0)
    left = (db.session.scalar(voters) or 0) - 1
    if decision.is_secret and left < FEWEST_VOTERS:
        raise Refused(
            _(
                "À moins de %(minimum)d votant·es, un vote anonyme ne l’est plus : il est refusé.",
                minimum=FEWEST_VOTERS,
            )
        )
    if left < 1:
        raise Refused(_("Il ne resterait personne pour décider : annulez plutôt la décision."))
