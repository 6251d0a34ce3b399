"""Put a ballot in: checked first, without holding anyone up; then appended, one at a time."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused
from app.votes.models import Decision
from app.votes.services.locks import hold
from app.votes.urn import chain
from app.votes.urn.ballot import Ballot, tracker, verify
from app.votes.urn.ballot import read as read_ballot
from app.votes.urn.canonical import hexadecimal
from app.votes.urn.faults import InvalidUrn
from app.votes.urn_wording import fault_sentence
from app.votes.verifiable.models import Urn, UrnBallot, UrnCredential
from app.votes.verifiable.preparing import digest_of
from app.votes.verifiable.reading import election_of, election_text, setup_of

_KNOWN = sa.select(UrnCredential.digest).where(
    UrnCredential.decision_id == sa.bindparam("decision_id"), UrnCredential.digest == sa.bindparam("digest")
)
_SAME = sa.select(UrnBallot.height).where(
    UrnBallot.decision_id == sa.bindparam("decision_id"), UrnBallot.tracker == sa.bindparam("tracker")
)
_LAST = (
    sa.select(UrnBallot.height, UrnBallot.event_hash)
    .where(UrnBallot.decision_id == sa.bindparam("decision_id"))
    .order_by(UrnBallot.height.desc())
    .limit(1)
)


def checked(urn: Urn, text: bytes) -> Ballot:
    """The ballot, if it is one this urn takes: its form, its proofs, its signature, its slip.

    Slow, and writes nothing: to be called before anything is held. Raises Refused.
    """
    _refuse_late(urn)
    try:
        ballot = read_ballot(text)
        verify(election_of(election_text(urn)), ballot)
    except InvalidUrn as fault:
        raise Refused(_("Ce bulletin est refusé : %(fault)s.", fault=fault_sentence(fault)), 422) from fault
    known = {"decision_id": urn.decision_id, "digest": digest_of(str(ballot.credential))}
    if db.session.scalar(_KNOWN, known) is None:
        raise Refused(_("Ce code de vote n’est pas inscrit dans cette urne."), 422)
    return ballot


def deposit(urn: Urn, ballot: Ballot) -> str:
    """Append a checked ballot, once, and return its tracker; the same ballot again changes nothing."""
    text = ballot.text()
    number = tracker(text)
    decision = hold(db.session.get_one(Decision, urn.decision_id))
    db.session.refresh(urn)
    if db.session.scalar(_SAME, {"decision_id": urn.decision_id, "tracker": number}) is not None:
        return number
    _refuse_late(urn)
    height, parent = _end_of_chain(urn)
    db.session.add(
        UrnBallot(
            decision_id=decision.id,
            height=height + 1,
            tracker=number,
            credential=digest_of(str(ballot.credential)),
            text=text.decode(),
            event_hash=hexadecimal(chain.Step(chain.BALLOT, (text,)).event(height + 1, parent)),
        )
    )
    db.session.flush()
    return number


def _end_of_chain(urn: Urn) -> tuple[int, str]:
    row = db.session.execute(_LAST, {"decision_id": urn.decision_id}).one_or_none()
    if row is not None:
        return row[0], row[1]
    return 0, hexadecimal(setup_of(urn).event(0, None))


def _refuse_late(urn: Urn) -> None:
    if not urn.takes_ballots:
        raise Refused(_("Cette urne est close : votre bulletin n’y est pas entré."))
