"""The address of a collective, made from its name. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from app.register.words import words

LONGEST = 50
# Words that mean something else in an address, now or later.
RESERVED = {
    "admin",
    "api",
    "c",
    "collectifs",
    "composants",
    "entrer",
    "live",
    "nouveau",
    "static",
}


def slug(name: str) -> str:
    """`caisse-du-14e` for « Caisse du 14ᵉ »: letters, digits and hyphens, at most 50; never empty."""
    made = "-".join(words(name))[:LONGEST].strip("-")
    return made or "collectif"


def candidates(name: str) -> Iterator[str]:
    """Addresses to try in turn, without end: the name's own, then numbered ones."""
    first = slug(name)
    if first not in RESERVED:
        yield first
    for number in count(2):
        yield f"{first}-{number}"
