"""Find an urn, and read what it publishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.db import db
from app.errors import Unseen
from app.members.models import Member
from app.votes.models import Decision, DecisionState
from app.votes.urn import chain, election, trustees
from app.votes.urn.ballot import read as read_ballot
from app.votes.urn.canonical import loads
from app.votes.urn.chain import Step
from app.votes.urn.election import Election
from app.votes.urn.tally import Tally, encrypted, last
from app.votes.verifiable.models import Urn, UrnBallot, UrnCredential, UrnPhase, UrnScrutineer

PAGE = 100


def urn_of(decision: Decision) -> Urn | None:
    """The verifiable urn of a secret decision, None when it has the simple one."""
    if not decision.has_urn:
        return None
    people = selectinload(Urn.scrutineers).joinedload(UrnScrutineer.member)
    return db.session.get(Urn, decision.id, options=[people, joinedload(Urn.window)])


def find_urn(collective_id: int, uuid: str) -> Urn:
    """The urn at this public address. Raises Unseen while it is prepared, or once cancelled."""
    found = db.session.scalar(
        sa.select(Urn)
        .join(Decision)
        .where(
            Urn.uuid == uuid,
            Urn.phase != UrnPhase.PREPARING,
            Decision.collective_id == collective_id,
            Decision.state != DecisionState.CANCELLED,
        )
        .options(
            joinedload(Urn.decision),
            joinedload(Urn.window),
            selectinload(Urn.scrutineers).joinedload(UrnScrutineer.member),
        )
    )
    if found is None:
        raise Unseen
    return found


def scrutineer_of(urn: Urn, actor: Member) -> UrnScrutineer:
    """The reader's own line. Raises Unseen for anyone else."""
    for scrutineer in urn.scrutineers:
        if scrutineer.member_id == actor.id:
            return scrutineer
    raise Unseen


@lru_cache(maxsize=16)
def election_of(text: str) -> Election:
    """The election, read once."""
    return election.read(text.encode())


def election_text(urn: Urn) -> str:
    """The published text. Raises Unseen while there is none."""
    if urn.election is None:
        raise Unseen
    return urn.election


@dataclass(frozen=True)
class Presence:
    """How many ballots came in, and from how many slips."""

    received: int
    voters: int


def presence_in(urn: Urn) -> Presence:
    """What the urn holds, which says nothing of what it says."""
    count, distinct = sa.func.count(), sa.func.count(UrnBallot.credential.distinct())
    row = db.session.execute(sa.select(count, distinct).where(UrnBallot.decision_id == urn.decision_id)).one()
    return Presence(*row)


def trackers_in(urn: Urn, sought: str = "", page: int = 1) -> tuple[list[str], int]:
    """The trackers that count and begin as `sought`, in the order of their signs; and how many there are."""
    newest = newest_trackers(urn)
    if sought:
        newest = newest.where(UrnBallot.tracker.startswith(sought, autoescape=True))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(newest.subquery())) or 0
    found = db.session.scalars(newest.limit(PAGE).offset((max(page, 1) - 1) * PAGE))
    return list(found), total


def newest_trackers(urn: Urn) -> sa.Select[str]:
    """Asks for the trackers that count, one for each slip that voted, in the order of their signs."""
    return (
        sa.select(UrnBallot.tracker)
        .where(
            UrnBallot.decision_id == urn.decision_id,
            UrnBallot.height
            == sa.select(sa.func.max(_other.height))
            .where(_other.decision_id == urn.decision_id, _other.credential == UrnBallot.credential)
            .scalar_subquery(),
        )
        .order_by(UrnBallot.tracker)
    )


_other = sa.orm.aliased(UrnBallot)


def digests_like(urn: Urn, beginning: str) -> list[str]:
    """The slips whose digest begins so."""
    known = sa.select(UrnCredential.digest).where(
        UrnCredential.decision_id == urn.decision_id,
        UrnCredential.digest.startswith(beginning, autoescape=True),
    )
    return list(db.session.scalars(known.order_by(UrnCredential.digest)))


def texts_in(urn: Urn) -> Sequence[str]:
    """Every ballot, in the order of the chain."""
    asked = sa.select(UrnBallot.text).where(UrnBallot.decision_id == urn.decision_id)
    return db.session.scalars(asked.order_by(UrnBallot.height)).all()


def slips_in(urn: Urn) -> int:
    """How many may vote: the slips printed, or the codes of those who registered; 0 before the list."""
    listed: list[str] = loads((urn.credentials or "[]").encode())
    return len(listed)


def setup_of(urn: Urn) -> Step:
    """How the archive begins."""
    texts = (urn.election or "", urn.trustees or "", urn.credentials or "")
    return chain.setup(*(text.encode() for text in texts))


def archive_of(urn: Urn) -> bytes:
    """The public archive as it is now: what it was yesterday, and what came since."""
    steps = [setup_of(urn), *(Step(chain.BALLOT, (text.encode(),)) for text in texts_in(urn))]
    return chain.write(urn.began_at or 0, [*steps, *_closing_of(urn)])


def _closing_of(urn: Urn) -> list[Step]:
    if urn.encrypted_tally is None:
        return []
    steps = [
        Step(chain.END_BALLOTS),
        chain.encrypted_tally(urn.encrypted_tally.encode(), presence_in(urn).voters),
    ]
    arrived = [one for one in urn.scrutineers if one.part is not None]
    for one in sorted(arrived, key=lambda one: one.arrival or 0):
        steps.append(chain.partial(one.position, (one.part or "").encode()))
    if urn.server_part is not None:
        steps.append(chain.partial(len(urn.scrutineers) + 1, urn.server_part.encode()))
    if urn.result is not None:
        steps.append(Step(chain.RESULT, (urn.result.encode(),)))
    return steps


def tally_of(urn: Urn) -> Tally:
    """The encrypted sum of the ballots that count, made from the ballots themselves."""
    ballots = [read_ballot(text.encode()) for text in texts_in(urn)]
    return encrypted(election_of(election_text(urn)), last(ballots))


def keys_of(urn: Urn) -> tuple[trustees.TrusteeKey, ...]:
    """The keys as published, the server's last."""
    return trustees.read((urn.trustees or "[]").encode())
