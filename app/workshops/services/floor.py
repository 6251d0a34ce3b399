"""Ask for the floor, give it, end it; go round the room in turn."""

from __future__ import annotations

import secrets
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.db import db, now
from app.errors import Refused, Unseen
from app.live.services import emit
from app.members.models import Member
from app.workshops.floor_models import Hand
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.services.moves import ALL_SCREENS, hold, is_seen, make, register_undo
from app.workshops.speaking import Circle, NotOver, drawn

CIRCLE = "circle"


# --- hands -----------------------------------------------------------------------------------------


def raise_hand(workshop: Workshop, who: Participant, *, added_by: Member | None = None) -> bool:
    """Note that someone asks for the floor; False when their hand is up already."""
    if not workshop.is_running:
        raise Refused(_("La parole se demande pendant la séance."))
    if not who.is_here:
        raise Refused(_("Cette personne est repartie : notez d’abord son retour."))
    try:
        with db.session.begin_nested():
            db.session.add(
                Hand(
                    workshop_id=workshop.id,
                    participant_id=who.id,
                    added_by_id=added_by.id if added_by else None,
                )
            )
    except IntegrityError:
        return False
    _changed(workshop, "desk", "wall", "stage")
    return True


def lower_hand(workshop: Workshop, who: Participant) -> bool:
    """« Finalement non »; also for someone who leaves. False when their hand was not up."""
    hand = db.session.scalar(
        sa.select(Hand).filter_by(
            workshop_id=workshop.id, participant_id=who.id, ended_at=None, lowered_at=None
        )
    )
    if hand is None:
        return False
    if hand.is_speaking:
        _end(hand)
    else:
        hand.lowered_at = now()
    db.session.flush()
    _changed(workshop, *ALL_SCREENS)
    return True


def give_floor(workshop: Workshop, hand_id: int) -> bool:
    """Give the floor to a raised hand; whoever had it has ended. False when it was given, or lowered."""
    hold(workshop)
    hand = _find(workshop, hand_id)
    if hand.given_at is not None or hand.lowered_at is not None:
        return False
    for speaking in _speaking(workshop):
        _end(speaking)
    db.session.flush()
    hand.given_at = now()
    db.session.flush()
    _changed(workshop, *ALL_SCREENS)
    return True


def end_floor(workshop: Workshop, hand_id: int) -> bool:
    """Whoever had the floor has ended; False when they had already."""
    hold(workshop)
    hand = _find(workshop, hand_id)
    if not hand.is_speaking:
        return False
    _end(hand)
    db.session.flush()
    _changed(workshop, *ALL_SCREENS)
    return True


def _find(workshop: Workshop, hand_id: int) -> Hand:
    found = db.session.scalar(
        sa.select(Hand)
        .filter_by(id=hand_id, workshop_id=workshop.id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Unseen
    return found


def _speaking(workshop: Workshop) -> list[Hand]:
    query = sa.select(Hand).filter_by(workshop_id=workshop.id, ended_at=None, lowered_at=None)
    return list(db.session.scalars(query.where(Hand.given_at.is_not(None))))


def _end(hand: Hand) -> None:
    hand.ended_at = now()
    assert hand.given_at is not None  # noqa: S101 - only who has the floor ends
    hand.seconds = max(0, int((hand.ended_at - hand.given_at).total_seconds()))


def _changed(workshop: Workshop, *regions: str) -> None:
    """Count the hands that are up, so that a screen without any asks for none."""
    up = (
        sa.select(sa.func.count())
        .select_from(Hand)
        .where(Hand.workshop_id == workshop.id, Hand.ended_at.is_(None), Hand.lowered_at.is_(None))
    )
    db.session.execute(
        sa.update(Workshop)
        .where(Workshop.id == workshop.id)
        .values(hands_up=up.scalar_subquery())
        .execution_options(synchronize_session=False)
    )
    db.session.expire(workshop, ["hands_up"])
    emit(workshop.topic, *regions)


# --- the round of speech -----------------------------------------------------------------------------


def start_circle(
    workshop: Workshop, item: AgendaItem, actor: Member, seen: int | None, *, by_lot: bool, about: str = ""
) -> bool:
    """Go round everyone who is here, by arrival or by lot; False when someone moved the session meanwhile."""
    if not is_seen(workshop, seen):
        return False
    people = db.session.execute(
        sa.select(Participant.id, Participant.name)
        .filter_by(workshop_id=workshop.id, left_at=None)
        .order_by(Participant.arrived_at, Participant.id)
    ).all()
    if not people:
        raise Refused(_("Personne n’est dans la salle : un tour de parole attend du monde."))
    order = [row[0] for row in people]
    circle = Circle(waiting=drawn(order, secrets.randbelow) if by_lot else tuple(order))
    names = {str(row[0]): row[1] for row in people}
    _keep(workshop, item, actor, circle, {"names": names, "about": about})
    return True


def turn(workshop: Workshop, item: AgendaItem, actor: Member, seen: int | None, act: str) -> bool:
    """Do `act` (`next`, `skip`, `later`, `again`, `stop`); False when someone did meanwhile."""
    if not is_seen(workshop, seen):
        return False
    circle = circle_of(workshop)
    if circle is None or workshop.circle is None:
        raise Refused(_("Aucun tour de parole n’est en cours."))
    if act == "stop":
        make(workshop, CIRCLE, actor, item=item, before={"circle": workshop.circle})
        workshop.circle = None
        db.session.flush()
        return True
    try:
        after = {
            "next": circle.next,
            "skip": circle.skip,
            "later": circle.later,
            "again": circle.again,
        }[act]()
    except KeyError:
        raise Refused(_("On passe la parole, on passe son tour, ou on revient plus tard."), 422) from None
    except NotOver:
        raise Refused(_("Quelqu’un attend encore son tour : finissez celui-ci d’abord.")) from None
    _keep(workshop, item, actor, after, workshop.circle)
    return True


def circle_of(workshop: Workshop) -> Circle | None:
    """The round that is running."""
    kept = workshop.circle
    if kept is None:
        return None
    return Circle(tuple(kept["waiting"]), tuple(kept["spoken"]), tuple(kept["passed"]))


def end_round_that_is_over(workshop: Workshop) -> dict[str, Any] | None:
    """The room goes on: a round where everyone has spoken is no longer shown. Give it, to be put back."""
    circle, kept = circle_of(workshop), workshop.circle
    if circle is None or circle.waiting:
        return None
    workshop.circle = None
    return kept


def _keep(workshop: Workshop, item: AgendaItem, actor: Member, circle: Circle, kept: dict[str, Any]) -> None:
    make(workshop, CIRCLE, actor, item=item, before={"circle": workshop.circle})
    workshop.circle = _written(circle, kept)
    db.session.flush()


def _written(circle: Circle, kept: dict[str, Any]) -> dict[str, Any]:
    return {
        "names": kept["names"],
        "about": kept["about"],
        "waiting": list(circle.waiting),
        "spoken": list(circle.spoken),
        "passed": list(circle.passed),
    }


def take_turn_again(workshop: Workshop, who: Participant) -> bool:
    """Someone who had passed, or who came late, waits for their turn."""
    hold(workshop)
    circle, kept = circle_of(workshop), workshop.circle
    if circle is None or kept is None:
        return False
    joined = circle.join(who.id)
    if joined == circle:
        return False
    kept = {**kept, "names": {**kept["names"], str(who.id): who.name}}
    workshop.circle = _written(joined, kept)
    db.session.flush()
    emit(workshop.topic, *ALL_SCREENS)
    return True


def follow_departure(workshop: Workshop, who: Participant) -> None:
    """Nobody waits for someone who left."""
    lower_hand(workshop, who)
    if workshop.circle is None:
        return
    hold(workshop)
    circle, kept = circle_of(workshop), workshop.circle
    if circle is not None and kept is not None and circle.leave(who.id) != circle:
        workshop.circle = _written(circle.leave(who.id), kept)
        db.session.flush()
        emit(workshop.topic, *ALL_SCREENS)


def follow_arrival(workshop: Workshop, who: Participant) -> None:
    """Who comes in during a round is of it."""
    if workshop.circle is not None:
        take_turn_again(workshop, who)


def _restore(workshop: Workshop, before: dict[str, Any]) -> None:
    workshop.circle = before["circle"]


register_undo(CIRCLE, _restore)
