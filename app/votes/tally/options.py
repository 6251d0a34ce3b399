"""What the methods for questions with options share: sound options, whole ballots, and the leaders."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.votes.tally.arithmetic import ABSTAIN
from app.votes.tally.outcome import InvalidTally

EXPRESSED = "expressed"
FEWEST = 2


def checked_options(options: Sequence[str]) -> tuple[str, ...]:
    """The options' keys: two or more, all different, made of lower-case letters, digits, `-` and `_`.

    `abstain` and `expressed` are reserved. Raises `InvalidTally("bad_options")`.
    """
    keys = tuple(options)
    well_formed = all(
        isinstance(key, str)
        and re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", key)
        and key not in (ABSTAIN, EXPRESSED)
        for key in keys
    )
    if not well_formed or len(keys) < FEWEST or len(set(keys)) < len(keys):
        raise InvalidTally("bad_options", options=", ".join(map(str, keys))[:80])
    return keys


def leaders(scores: Mapping[str, int]) -> tuple[str, ...]:
    """The options that share the best score, in their given order."""
    best = max(scores.values())
    return tuple(option for option, score in scores.items() if score == best)
