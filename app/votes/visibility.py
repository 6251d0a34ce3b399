"""What of a decision may be seen, and by whom."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db
from app.errors import Unseen
from app.members.models import Member
from app.votes.models import Decision, RoomCount
from app.votes.services.following import follower_of

_THIS = (Decision.id == sa.bindparam("id"), Decision.collective_id == sa.bindparam("collective_id"))
_ONE = sa.select(Decision).where(*_THIS)
_WITH_NEIGHBOURS = _ONE.options(joinedload(Decision.previous), joinedload(Decision.following))


def find_decision(
    collective_id: int, decision_id: int, actor: Member | None, *, with_neighbours: bool = True
) -> Decision:
    """The decision, if it may be seen: members see all, the public what is public. Raises Unseen.

    A page shows its neighbours, the decisions it continues and is continued by; an act has no use for them.
    """
    decision: Decision | None = db.session.scalar(
        _WITH_NEIGHBOURS if with_neighbours else _ONE, {"id": decision_id, "collective_id": collective_id}
    )
    if decision is None or (actor is None and not is_public(decision)):
        raise Unseen
    return decision


def find_count(decision: Decision, count_id: int) -> RoomCount:
    """A count of the room. Raises Unseen."""
    count = db.session.scalar(sa.select(RoomCount).filter_by(id=count_id, decision_id=decision.id))
    if count is None:
        raise Unseen
    return count


def is_public(decision: Decision) -> bool:
    """Closed decisions are public; so are the rounds whose text was amended, once the last one is closed."""
    last: Decision | None = decision
    while last is not None and last.close_reason == "amended":
        last = follower_of(last)
    return last is not None and last.is_closed


def shows_choices(decision: Decision) -> bool:
    """Whether members may read who expressed what: after the closing, or live if the rules say so."""
    if decision.is_secret:
        return False
    return not decision.is_open or decision.rules["show_results"] == "live"
