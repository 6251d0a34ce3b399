"""Who else acts when a decision closes or is followed by another: in the same transaction.

Votes knows no other feature by name; a feature that a decision can change subscribes here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.votes.models import Decision
    from app.votes.tally import Outcome

Subscriber = Callable[["Decision", "Outcome"], None]
Follower = Callable[["Decision", "Decision"], None]
Preparer = Callable[["Decision"], object]
_subscribers: list[Subscriber] = []
_followers: list[Follower] = []
_preparers: list[Preparer] = []


def subscribe(subscriber: Subscriber) -> Subscriber:
    """Let `subscriber(decision, outcome)` run once at each closing, and at a cancellation.

    `outcome.result` says which (`Result.CANCELLED` for the latter). An error in it undoes the closing.
    """
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)
    return subscriber


def subscribe_to_following(follower: Follower) -> Follower:
    """Let `follower(previous, decision)` run when a decision is opened as the continuation of another.

    `decision.link_reason` says why: `step_down`, `runoff`, `reopened` or `amended`.
    """
    if follower not in _followers:
        _followers.append(follower)
    return follower


def prepare_closing(preparer: Preparer) -> Preparer:
    """Let `preparer(decision)` run before each count: it may add to what is counted, or raise Refused."""
    if preparer not in _preparers:
        _preparers.append(preparer)
    return preparer


def prepare(decision: Decision) -> None:
    """Ask everyone who has something to add before `decision` is counted."""
    for preparer in _preparers:
        preparer(decision)


def announce(decision: Decision, outcome: Outcome) -> None:
    """Tell every subscriber that `decision` has ended with `outcome`."""
    for subscriber in _subscribers:
        subscriber(decision, outcome)


def announce_following(previous: Decision, decision: Decision) -> None:
    """Tell every follower that `decision` continues `previous`."""
    for follower in _followers:
        follower(previous, decision)
