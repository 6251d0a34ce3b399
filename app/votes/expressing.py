"""Who else acts when something is said in an open decision: in the same transaction.

Votes knows no other feature by name; a screen that follows a decision subscribes here. What ends a decision
is told by `closing`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.votes.models import Decision, DecisionFacts


class Heard(enum.Enum):
    """What was heard: someone's voice, a count of the room, a phase begun, the life of an objection."""

    VOICE = "voice"
    COUNT = "count"
    PHASE = "phase"
    OBJECTION = "objection"


Listener = Callable[["Decision | DecisionFacts", Heard], None]
_listeners: list[Listener] = []


def on_expressed(listener: Listener) -> Listener:
    """Let `listener(decision, heard)` run whenever something is said in an open decision.

    It learns that someone spoke, never who nor what: in a secret decision there is nothing more to know.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def expressed(decision: Decision | DecisionFacts, heard: Heard) -> None:
    """Tell everyone who listens."""
    for listener in _listeners:
        listener(decision, heard)
