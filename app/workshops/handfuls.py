"""Handfuls of phones: what happens to one person is told to a few phones, not to the whole room. Pure.

A part of a phone's page that changes because of what someone else did to its holder follows the region of
their handful; the phones of the same handful ask for their part too, and the others do not.
"""

from __future__ import annotations

_HOW_MANY = 64
HANDFULS = tuple(f"few-{number}" for number in range(_HOW_MANY))


def handful(person: int) -> str:
    """The region that the phone of this person follows."""
    return HANDFULS[person % _HOW_MANY]
