"""Vote on paper in a secret decision: sign the roll, stop the vote, count by batches, settle the line."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db, now
from app.errors import Forbidden, Refused
from app.members.models import Member
from app.register.services import record
from app.votes.expressing import Heard, expressed
from app.votes.models import Decision, RoomCount, VoterRoll
from app.votes.rules import Method
from app.votes.services.locks import hold
from app.votes.tally import choices_of
from app.workshops.paper_models import PaperEntry
from app.workshops.papers import BLANK, SPOILED, Batch, Entry, as_votes, batches, total

MOST_BATCHES = 50


def takes_papers(decision: Decision) -> bool:
    """Whether people may vote on paper: in a secret vote whose ballot is one mark."""
    if not decision.is_secret or decision.method not in (Method.ADOPT, Method.CHOOSE_ONE):
        return False
    # Beside a verifiable urn, papers are counted as its own scrutineers do.
    return not decision.has_urn


def sign_for_paper(decision: Decision, voter: Member, actor: Member) -> bool:
    """Someone signs the roll and takes a paper: they vote no other way. False when they had signed.

    The roll says who signed, as for anyone who voted; no paper bears a mark.
    """
    decision = _open(decision)
    if not decision.takes_expressions:
        raise Refused(_("Le vote est terminé : on ne prend plus de bulletin."))
    line = db.session.get(VoterRoll, (decision.id, voter.id), with_for_update=True, populate_existing=True)
    if line is None or line.weight == 0:
        raise Forbidden(_("Cette personne n’a pas de voix dans cette décision."))
    if line.has_voted:
        raise Refused(_("Cette personne a déjà voté sur un appareil."))
    if line.in_room:
        return False
    line.in_room = True
    db.session.flush()
    record(decision.collective_id, "paper.taken", actor_id=actor.id, subject=("decision", decision.id))
    expressed(decision, Heard.VOICE)
    return True


def signatures(decision: Decision) -> int:
    """How many papers the roll allows: a signature each, and one more for each proxy held."""
    signed = sa.select(sa.func.coalesce(sa.func.sum(VoterRoll.weight), 0)).where(
        VoterRoll.decision_id == decision.id, VoterRoll.in_room
    )
    return int(db.session.scalar(signed) or 0)


def stop_voting(decision: Decision, actor: Member) -> bool:
    """Nobody votes any more: papers may be counted. False when it was stopped already."""
    decision = _open(decision)
    if decision.is_overdue:
        return False
    decision.closes_at = now()
    db.session.flush()
    record(decision.collective_id, "paper.stopped", actor_id=actor.id, subject=("decision", decision.id))
    expressed(decision, Heard.PHASE)
    return True


def enter(decision: Decision, teller: Member, number: int, counts: Mapping[str, int]) -> Batch:
    """Note what a teller counted in a batch, in place of what they had; the batch as it stands.

    Raises Refused: before the vote is stopped (no count, partial or otherwise, exists while people vote),
    for a third teller, over the signatures of the roll, or once the two agree.
    """
    decision = _open(decision)
    if decision.takes_expressions:
        raise Refused(_("On ne compte qu’une fois le vote arrêté : personne ne doit savoir avant la fin."))
    _check(decision, number, counts)
    known = _entries(decision)
    tellers = {entry.teller for entry in known} | {teller.id}
    if len(tellers) > 2:
        raise Forbidden(_("Deux personnes dépouillent déjà : une troisième ne compte pas à leur place."))
    before = next((batch for batch in batches(known) if batch.number == number), None)
    if before is not None and before.is_agreed:
        raise Refused(_("Ce paquet est compté : les deux personnes sont d’accord."))
    others = [entry for entry in known if (entry.batch, entry.teller) != (number, teller.id)]
    entry = Entry(number, teller.id, {name: value for name, value in counts.items() if value})
    papers = sum(batch.papers for batch in batches([*others, entry]))
    if papers > signatures(decision):
        raise Refused(
            _(
                "%(papers)d bulletins pour %(signed)d signatures : recomptez ce paquet, ou relisez la liste.",
                papers=papers,
                signed=signatures(decision),
            )
        )
    kept = db.session.get(PaperEntry, (decision.id, number, teller.id))
    if kept is None:
        kept = PaperEntry(decision_id=decision.id, batch=number, teller_id=teller.id)
        db.session.add(kept)
    kept.counts = {name: value for name, value in entry.counts.items() if name not in (BLANK, SPOILED)}
    kept.blank, kept.spoiled = counts.get(BLANK, 0), counts.get(SPOILED, 0)
    kept.entered_at = now()
    db.session.flush()
    expressed(decision, Heard.VOICE)
    return next(batch for batch in batches(_entries(decision)) if batch.number == number)


def batches_of(decision: Decision) -> list[Batch]:
    """The batches as they stand."""
    return batches(_entries(decision))


def settle(decision: Decision) -> RoomCount | None:
    """Make of the batches one line of the decision that closes; None when nobody took a paper.

    Raises Refused when a batch is awaited or differs.
    """
    if not takes_papers(decision):
        return None
    signed, counted = signatures(decision), batches_of(decision)
    if not signed:
        return None
    if not counted or not all(batch.is_agreed for batch in counted):
        raise Refused(
            _(
                "Il reste des bulletins papier à compter : pour chaque paquet, les deux comptes doivent être "
                "les mêmes."
            )
        )
    found = total(counted)
    tellers = sorted(entry.teller for entry in counted[0].entries)
    votes = as_votes(found)
    line = RoomCount(
        decision_id=decision.id,
        counts=votes,
        total=sum(votes.values()),
        blank=found.get(BLANK, 0),
        spoiled=found.get(SPOILED, 0),
        typed_by_id=tellers[0],
        confirmed_by_id=tellers[1],
        confirmed_at=now(),
    )
    db.session.add(line)
    db.session.flush()
    record(
        decision.collective_id,
        "paper.counted",
        subject=("decision", decision.id),
        count=line.id,
        counts=votes,
        blank=line.blank,
        spoiled=line.spoiled,
        signatures=signed,
    )
    return line


def _open(decision: Decision) -> Decision:
    decision = hold(decision)
    if not takes_papers(decision):
        raise Refused(_("Ce mode de décision ne se vote pas sur papier plié."))
    if not decision.is_open:
        raise Refused(_("Cette décision est déjà close : son résultat n’a pas changé."))
    return decision


def _check(decision: Decision, number: int, counts: Mapping[str, int]) -> None:
    allowed = {*choices_of(decision.mode, decision.method, decision.option_keys), BLANK, SPOILED}
    if not 1 <= number <= MOST_BATCHES:
        raise Refused(_("Les paquets se numérotent de 1 à %(most)d.", most=MOST_BATCHES), 422)
    if not set(counts) <= allowed or any(value < 0 for value in counts.values()) or not sum(counts.values()):
        raise Refused(_("Comptez au moins un bulletin, en chiffres."), 422)


def _entries(decision: Decision) -> list[Entry]:
    rows = db.session.scalars(
        sa.select(PaperEntry).filter_by(decision_id=decision.id).execution_options(populate_existing=True)
    )
    return [
        Entry(
            row.batch,
            row.teller_id,
            {
                **row.counts,
                **{name: value for name, value in ((BLANK, row.blank), (SPOILED, row.spoiled)) if value},
            },
        )
        for row in rows
    ]
