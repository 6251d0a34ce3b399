"""Where a contribution stands in its thread: a text that sorts in reading order. Pure."""

from __future__ import annotations

STEP = 10  # digits of one identifier in a path
DEEPEST = 20  # steps of the longest path; below it, an answer stands beside what it answers


def path(identifier: int, answered: str = "") -> str:
    """The path of a contribution that answers the one at `answered`, or opens a thread.

    Digits only and of one width: every database sorts such texts alike, an answer right after what it
    answers and the answers to that, the earlier before the later.
    """
    return answered[: STEP * (DEEPEST - 1)] + f"{identifier:0{STEP}d}"


def depth(place: str) -> int:
    """0 for what opens a thread, 1 for an answer to it, and so on down to DEEPEST - 1."""
    return max(len(place) // STEP - 1, 0)
