"""Which lines of a list were renamed, from the list before and the list after. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher


def renamed(before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """The new name of each line that was given one.

    As many lines that came as lines that went, between the same neighbours: each took the place of one. A
    line that only moved is none of them; where the numbers differ, nobody can tell which became which.
    """
    found: dict[str, str] = {}
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        went = [name for name in before[first:last] if name not in after]
        came = [name for name in after[start:end] if name not in before]
        if tag == "replace" and len(went) == len(came):
            found.update(zip(went, came, strict=True))
    return found
