"""The amendments under way that touch one clause, in the order in which they are put to the vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from app.charter import services
from app.charter.contest import Contest, Rival, contests, reordered, shifted
from app.charter.models import VoteOrder
from app.charter.wording import contested_name
from app.collectives.models import Collective
from app.db import db, now
from app.errors import Refused
from app.members.models import Member
from app.proposals.models import Proposal
from app.proposals.openings import Advice
from app.proposals.states import ProposalState
from app.register.services import record

MOST = 200
UNDER_WAY = (ProposalState.SUBMITTED, ProposalState.IN_DECISION)


@dataclass(frozen=True)
class Contested:
    """Each contest in its order, the amendments they name by id, and the chosen orders by code."""

    contests: Sequence[Contest]
    proposals: dict[int, Proposal]
    orders: dict[str, VoteOrder]


def contested(collective_id: int) -> Contested:
    """Everything that is contested in the charter in force: three statements."""
    found = list(
        db.session.scalars(
            sa.select(Proposal)
            .filter_by(collective_id=collective_id, effect_kind="charter.amend")
            .where(Proposal.state.in_(UNDER_WAY))
            .order_by(Proposal.id)
            .limit(MOST)
        )
    )
    rivals = [Rival(proposal.id, proposal.effect_payload.get("changes", [])) for proposal in found]
    orders = {
        order.code: order
        for order in db.session.scalars(
            sa.select(VoteOrder)
            .filter_by(collective_id=collective_id)
            .options(sa.orm.joinedload(VoteOrder.set_by, innerjoin=True))
        )
    }
    ranked = [
        reordered(contest, orders[contest.code].proposals) if contest.code in orders else contest
        for contest in contests(services.current_charter(collective_id), rivals)
    ]
    return Contested(ranked, {proposal.id: proposal for proposal in found}, orders)


def move(collective: Collective, code: str, proposal_id: int, by: int, actor: Member) -> None:
    """Put one amendment earlier or later among those that touch `code`. Raises Refused."""
    services.hold(collective)
    found = next((each for each in contested(collective.id).contests if each.code == code), None)
    if found is None or proposal_id not in dict(found.order):
        raise Refused(_("Cet amendement n’est plus en concurrence ici : rechargez la page."))
    numbers = list(shifted(found, proposal_id, by))
    db.session.merge(
        VoteOrder(collective_id=collective.id, code=code, proposals=numbers, set_by_id=actor.id, set_at=now())
    )
    record(collective.id, "amendments.ordered", actor_id=actor.id, code=code, proposals=numbers)


def forget(collective: Collective, code: str, actor: Member) -> None:
    """Come back to the furthest first."""
    services.hold(collective)
    found = db.session.get(VoteOrder, (collective.id, code))
    if found is not None:
        db.session.delete(found)
        record(collective.id, "amendments.ordered", actor_id=actor.id, code=code, proposals=[])


def advise(collective: Collective, proposal: Proposal) -> Advice:
    """Say which amendments should be put to the vote before this one."""
    known = contested(collective.id)
    return Advice(
        tuple(
            _(
                "« %(title)s » passe avant, pour %(code)s : c’est l’ordre des votes.",
                title=title,
                code=contested_name(each.code),
            )
            for each in known.contests
            for title in [known.proposals[number].title for number in each.before(proposal.id)]
        )
    )
