"""Making acquaintance: the pairs of an item as screens show them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db
from app.errors import Unseen
from app.live.topics import add_region
from app.workshops.handfuls import HANDFULS, handful
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.pair_models import Pair
from app.workshops.pairing import code_of, winners
from app.workshops.screens import Screens, Told, add_screens

PLACES = 5


@dataclass(frozen=True)
class Game:
    """The pairs of an item in the order in which they were formed; `won` are those that win."""

    pairs: list[Pair]
    won: list[Pair]
    places: int

    @property
    def left(self) -> int:
        """How many places are still to be won."""
        return self.places - len(self.won)

    @property
    def others(self) -> list[Pair]:
        """The pairs that came after, or of people who had won."""
        return [pair for pair in self.pairs if pair not in self.won]


def game_of(item: AgendaItem) -> Game:
    """The pairs formed so far. One statement."""
    pairs = list(
        db.session.scalars(
            sa.select(Pair)
            .filter_by(item_id=item.id, withdrawn_at=None)
            .where(Pair.number.is_not(None))
            .options(joinedload(Pair.low), joinedload(Pair.high))
            .order_by(Pair.number)
        )
    )
    places = int(item.settings.get("winners") or PLACES)
    won = winners([(pair.low_id, pair.high_id) for pair in pairs], places)
    return Game(pairs, [pairs[place] for place in won], places)


def find_pair(workshop: Workshop, pair_id: int) -> Pair:
    """A pair of this session. Raises Unseen."""
    found = db.session.scalar(sa.select(Pair).filter_by(id=pair_id, workshop_id=workshop.id))
    if found is None:
        raise Unseen
    return found


def _shared(_workshop: Workshop, item: AgendaItem) -> Told:
    return {"game": game_of(item)}


def _desk(workshop: Workshop, item: AgendaItem) -> Told:
    without = sa.select(Participant.name).filter_by(workshop_id=workshop.id, left_at=None, has_device=False)
    return {"game": game_of(item), "without": list(db.session.scalars(without))}


def _mine(workshop: Workshop, item: AgendaItem, holder: Participant) -> Told:
    """One's number, the pairs that one is in, and those that wait for a word of someone."""
    pairs = list(
        db.session.scalars(
            sa.select(Pair)
            .filter_by(item_id=item.id, withdrawn_at=None)
            .where(sa.or_(Pair.low_id == holder.id, Pair.high_id == holder.id))
            .options(joinedload(Pair.low), joinedload(Pair.high))
            .order_by(Pair.id)
        )
    )
    before = sa.select(sa.func.count()).where(
        Participant.workshop_id == workshop.id, Participant.id < holder.id
    )
    return {
        "handful": handful,
        "code": code_of(db.session.scalar(before) or 0),
        "mine_formed": [pair for pair in pairs if pair.is_formed],
        "to_agree": [pair for pair in pairs if pair.number is None and pair.said_by_id != holder.id],
        "awaited": [pair for pair in pairs if pair.number is None and pair.said_by_id == holder.id],
    }


def init_app() -> None:
    """Give the game its screens."""
    for name in HANDFULS:
        add_region("workshop", name, audiences={"phone"}, render=None)
    add_screens(ItemKind.ICEBREAKER, Screens(stage=_shared, wall=_shared, desk=_desk, mine=_mine))
