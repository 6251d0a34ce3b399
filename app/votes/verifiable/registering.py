"""Members make their own credential, in a window of time; the server only ever sees it sealed.

The browser draws the credential and seals its public half for one scrutineer, the keeper. Once the window is
over the keeper's device opens them all and sends them back sorted: so neither who reads the database, nor
who runs the server, can tell which credential is whose without that scrutineer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db, now
from app.errors import Forbidden, Refused, Unseen
from app.members.models import Member
from app.votes.models import Decision, VoterRoll
from app.votes.services.locks import RollLine, hold, roll_line
from app.votes.tally.secret_majority import FEWEST_VOTERS
from app.votes.urn.recount import credentials_text
from app.votes.verifiable.handing import take_back
from app.votes.verifiable.models import Urn, UrnPhase, UrnRegistration, UrnScrutineer, UrnWindow
from app.votes.verifiable.preparing import any_registered, digest_of, note, preparing, read_credentials
from app.votes.verifiable.reading import urn_of

# A power of the generator, then 617 digits sealed with their 16 bytes of proof, in base 64: always as long.
_SEALED = re.compile(r"[1-9][0-9]{0,616}\.[A-Za-z0-9+/]{844}", re.ASCII)


def set_window(
    decision: Decision, opens_at: datetime, closes_at: datetime, keeper: int, actor: Member
) -> None:
    """Have members make their credentials from `opens_at` to `closes_at`; or move these hours."""
    urn = preparing(decision)
    if urn.credentials is not None:
        raise Refused(_("La liste des codes de vote est déjà faite : on ne change plus de manière."))
    if not opens_at < closes_at or closes_at <= now():
        raise Refused(_("La fin des inscriptions vient après leur début, et après maintenant."), 422)
    if decision.closes_at is not None and closes_at >= decision.closes_at:
        raise Refused(_("Les inscriptions finissent avant l’échéance de la décision."), 422)
    chosen = next((one for one in urn.scrutineers if one.position == keeper), None)
    if chosen is None or chosen.seal_key is None:
        raise Refused(_("La personne qui recevra les inscriptions fait d’abord sa clé."), 422)
    if urn.window is not None and urn.window.keeper != keeper and any_registered(urn):
        raise Refused(_("Des personnes se sont déjà inscrites auprès d’une autre, qui seule peut les lire."))
    if urn.window is None:
        take_back(urn)
        urn.window = UrnWindow(decision_id=urn.decision_id, keeper=keeper)
    urn.window.opens_at, urn.window.closes_at, urn.window.keeper = opens_at, closes_at, keeper
    db.session.flush()
    note(urn, actor, "window", opens=opens_at.isoformat(), closes=closes_at.isoformat())


def give_up_window(decision: Decision, actor: Member) -> None:
    """Go back to slips drawn from a hat; who had registered draws one like everyone."""
    urn = preparing(decision)
    if urn.window is None:
        raise Refused(_("Cette urne se prépare déjà avec des fiches."))
    if urn.credentials is not None:
        raise Refused(_("La liste des codes de vote est déjà faite : on ne change plus de manière."))
    urn.window = None
    take_back(urn)
    db.session.flush()
    note(urn, actor, "hat")


def register(decision: Decision, actor: Member, sealed: Sequence[str]) -> None:
    """Keep a member's sealed credentials, one for each of their votes; the roll says that they registered."""
    decision = hold(decision)
    urn = urn_of(decision)
    if urn is None or urn.window is None:
        raise Unseen
    line = roll_line(decision, actor.id)
    refusal = refusal_of(standing(urn, line))
    if refusal is not None:
        raise refusal
    if line is None or len(set(sealed)) != line.weight or not all(map(_SEALED.fullmatch, sealed)):
        raise Refused(_("Votre appareil a envoyé une inscription illisible : recommencez."), 422)
    values = [{"decision_id": urn.decision_id, "digest": digest_of(one), "sealed": one} for one in sealed]
    db.session.execute(sa.insert(UrnRegistration), values)
    roll = sa.update(VoterRoll).filter_by(decision_id=decision.id, member_id=actor.id)
    db.session.execute(roll.values(has_voted=True))


def standing(urn: Urn, line: RollLine | VoterRoll | None) -> str:
    """Where a reader stands: `off_roll`, `done`, `early`, `late`, or `open`: they may register."""
    if line is None or line.weight == 0:
        return "off_roll"
    if line.has_voted:
        return "done"
    if urn.window is None or urn.phase is not UrnPhase.PREPARING or urn.credentials is not None:
        return "late"
    if urn.window.is_over or not urn.decision.is_open:
        return "late"
    return "open" if urn.window.is_open else "early"


def refusal_of(where: str) -> Refused | None:
    """What is said to someone who may not register; None for who may."""
    if where == "off_roll":
        return Forbidden(_("Vous n’avez pas de voix dans cette décision : la liste est arrêtée."))
    said = {
        "done": _("Vous êtes déjà inscrit·e : un second code ne remplace pas le premier."),
        "early": _("Les inscriptions ne sont pas encore ouvertes."),
        "late": _("Les inscriptions sont closes. Vous pouvez voter sur papier, dans la salle."),
    }
    return Refused(said[where]) if where in said else None


def sealed_in(urn: Urn) -> list[str]:
    """What was registered, in the order of its digests: no one's. Raises Refused while people register."""
    if urn.window is None or not urn.window.is_over:
        raise Refused(_("Les inscriptions ne s’ouvrent qu’une fois closes."))
    asked = sa.select(UrnRegistration.sealed).filter_by(decision_id=urn.decision_id)
    return list(db.session.scalars(asked.order_by(UrnRegistration.digest)))


def publish(decision: Decision, scrutineer: UrnScrutineer, sent: str) -> None:
    """Make the list of credentials of what the keeper's device opened, and forget what was sealed."""
    urn = preparing(decision)
    if urn.window is None or urn.window.keeper != scrutineer.position:
        raise Forbidden(_("Les inscriptions sont confiées à un autre scrutateur."))
    if urn.credentials is not None:
        raise Refused(_("La liste des codes de vote est déjà faite."))
    sealed, listed = sealed_in(urn), read_credentials(sent)
    if len(set(listed)) != len(listed) or len(listed) > len(sealed):
        raise Refused(_("Il y a plus de codes de vote que d’inscriptions : rien n’est publié."), 422)
    if len(listed) < FEWEST_VOTERS:
        raise Refused(
            _(
                "À moins de %(minimum)d codes de vote, le secret ne tiendrait pas : "
                "prolongez les inscriptions, ou revenez aux fiches.",
                minimum=FEWEST_VOTERS,
            )
        )
    urn.credentials = credentials_text(listed).decode()
    urn.slips_by_id = scrutineer.member_id
    db.session.execute(sa.delete(UrnRegistration).filter_by(decision_id=urn.decision_id))
    db.session.flush()
    note(urn, scrutineer.member, "listed", credentials=len(listed), registered=len(sealed))
