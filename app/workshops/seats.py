"""Who holds this phone: the people who came in with it, whose secrets are in its cookie, the holder first.

A phone may be shared: whoever it is passed to becomes the holder. A member who is signed in needs no secret.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import has_request_context
from flask import session as cookie

from app.db import db
from app.members.access import digest
from app.members.models import Member
from app.submissions import secret_of
from app.web import current_actor
from app.workshops.models import Participant, Workshop

_SEATS = "seats"
MOST_ON_ONE_PHONE = 12
# A phone that goes to many evenings forgets the oldest.
MOST_EVENINGS = 6


def has_any_seat() -> bool:
    """Whether this phone came in to some session; the session's own page asks which."""
    return has_request_context() and bool(cookie.get(_SEATS))


def sharing(workshop: Workshop) -> list[Participant]:
    """Those of this phone who have not left, the holder first."""
    return [one for one in everyone(workshop) if one.is_here]


def gone(workshop: Workshop) -> list[Participant]:
    """Those of this phone who left, or were noted as gone."""
    return [one for one in everyone(workshop) if not one.is_here]


def everyone(workshop: Workshop) -> list[Participant]:
    """Everyone who came in with this phone, gone or not, the holder first; a signed-in member too."""
    tokens = _tokens(workshop)
    actor = current_actor()
    mine = actor.id if actor is not None and actor.collective_id == workshop.collective_id else None
    if not tokens and mine is None:
        return []
    order = {digest(token): place for place, token in enumerate(tokens)}
    ours: list[sa.ColumnElement[bool]] = [Participant.token_hash.in_(order)]
    if mine is not None:
        ours.append(Participant.member_id == mine)
    found = db.session.scalars(sa.select(Participant).filter_by(workshop_id=workshop.id).where(sa.or_(*ours)))
    return sorted(found, key=lambda one: (order.get(one.token_hash or "", len(order)), one.id))


def holder(workshop: Workshop) -> Participant | None:
    """Who holds this phone now; None when nobody came in with it."""
    return next(iter(sharing(workshop)), None)


def token_of(form_key: str) -> str:
    """The secret of whoever comes in by the form of that key.

    Sent again, it gives the same secret: one finds one's place instead of taking a second one.
    """
    return secret_of("seat", form_key)


def taken_with(workshop: Workshop, token: str) -> Participant | None:
    """Who already came in with that secret."""
    return db.session.scalar(
        sa.select(Participant).filter_by(workshop_id=workshop.id, token_hash=digest(token))
    )


def take(participant: Participant, workshop: Workshop, token: str) -> None:
    """Have `participant` hold this phone from here on; what opened their place elsewhere opens it no more."""
    participant.token_hash, participant.has_device = digest(token), True
    others = [other for other in _tokens(workshop) if other != token]
    _keep(workshop, [token, *others][:MOST_ON_ONE_PHONE])


def pass_to(participant: Participant, workshop: Workshop) -> bool:
    """Have another of those who share this phone hold it; False when they do not."""
    tokens = _tokens(workshop)
    theirs = [token for token in tokens if digest(token) == participant.token_hash]
    if not theirs:
        return False
    _keep(workshop, [*theirs, *(token for token in tokens if token not in theirs)])
    return True


def _tokens(workshop: Workshop) -> list[str]:
    kept: dict[str, list[str]] = cookie.get(_SEATS, {})
    return list(kept.get(str(workshop.id), []))


def _keep(workshop: Workshop, tokens: list[str]) -> None:
    kept: dict[str, Any] = dict(cookie.get(_SEATS, {}))
    kept.pop(str(workshop.id), None)
    kept[str(workshop.id)] = tokens
    cookie[_SEATS] = dict(list(kept.items())[-MOST_EVENINGS:])
    # Closing the browser on the way to the buffet must not close the evening.
    cookie.permanent = True


def follows_member(workshop: Workshop, actor: Member | None) -> bool:
    """Whether `actor` is a member of the collective that meets."""
    return actor is not None and actor.collective_id == workshop.collective_id
