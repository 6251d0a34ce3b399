"""The life of a venue: application, review, visit, proposal, then what decisions make of it. Pure.

Source: `conventionnement` as the caisses practise it; terms and renewal after the participatory guarantee of
Nature & Progrès. The steps before a decision follow from what people do; every other one is a decision's act.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

# So long before its term, an accreditation is « à renouveler ».
NOTICE = timedelta(days=60)
LONGEST_TERM = timedelta(days=366 * 5)


class VenueState(Enum):
    """Where a venue stands. From ACCREDITED on, and DECLINED, only an adopted decision leads there.

    TO_RENEW is not stored: it is ACCREDITED near the end of its term.
    """

    APPLIED = "applied"
    IN_REVIEW = "in_review"
    VISIT = "visit"
    PROPOSED = "proposed"
    ACCREDITED = "accredited"
    TO_RENEW = "to_renew"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    DECLINED = "declined"


class AccreditationAct(Enum):
    """What a decision does to a venue."""

    GRANTED = "granted"
    RENEWED = "renewed"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REVOKED = "revoked"
    DECLINED = "declined"


class Step(Enum):
    """What leads a venue to its decision, without one."""

    REVIEW = "review"
    VISIT = "visit"
    PROPOSE = "propose"


_BEFORE = (VenueState.APPLIED, VenueState.IN_REVIEW, VenueState.VISIT, VenueState.PROPOSED)
_HELD = (VenueState.ACCREDITED, VenueState.TO_RENEW)
_STEPS = {
    Step.REVIEW: (
        (VenueState.APPLIED, VenueState.DECLINED, VenueState.REVOKED, VenueState.PROPOSED),
        VenueState.IN_REVIEW,
    ),
    Step.VISIT: ((VenueState.IN_REVIEW,), VenueState.VISIT),
    Step.PROPOSE: ((VenueState.IN_REVIEW, VenueState.VISIT), VenueState.PROPOSED),
}
_ACTS = {
    AccreditationAct.GRANTED: (_BEFORE[1:], VenueState.ACCREDITED),
    AccreditationAct.DECLINED: (_BEFORE, VenueState.DECLINED),
    AccreditationAct.RENEWED: (_HELD, VenueState.ACCREDITED),
    AccreditationAct.SUSPENDED: (_HELD, VenueState.SUSPENDED),
    AccreditationAct.REINSTATED: ((VenueState.SUSPENDED,), VenueState.ACCREDITED),
    AccreditationAct.REVOKED: ((*_HELD, VenueState.SUSPENDED), VenueState.REVOKED),
}
# What gives rights until a day.
WITH_TERM = (AccreditationAct.GRANTED, AccreditationAct.RENEWED, AccreditationAct.REINSTATED)


class InvalidStep(ValueError):
    """A step or an act that this state does not allow."""


def stepped(state: VenueState, step: Step) -> VenueState:
    """The state after `step`. Raises InvalidStep."""
    allowed, after = _STEPS[step]
    if state not in allowed:
        raise InvalidStep(step.value)
    return after


def decided(state: VenueState, act: AccreditationAct) -> VenueState:
    """The state after a decision's act. Raises InvalidStep."""
    allowed, after = _ACTS[act]
    if state not in allowed:
        raise InvalidStep(act.value)
    return after


def steps_from(state: VenueState) -> list[Step]:
    """The steps that `state` allows."""
    return [step for step, (allowed, _after) in _STEPS.items() if state in allowed]


def acts_from(state: VenueState) -> list[AccreditationAct]:
    """The acts that a decision may take on a venue in `state`."""
    return [act for act, (allowed, _after) in _ACTS.items() if state in allowed]


def has_lapsed(state: VenueState, ends_on: date | None, today: date) -> bool:
    """Whether an accreditation is past its term, so that nothing is taken in charge until it is renewed."""
    return state is VenueState.ACCREDITED and ends_on is not None and ends_on < today


def shown(state: VenueState, ends_on: date | None, today: date) -> VenueState:
    """What is told of a stored state: an accreditation near its term, or past it, is to renew."""
    if state is VenueState.ACCREDITED and ends_on is not None and ends_on - today <= NOTICE:
        return VenueState.TO_RENEW
    return state
