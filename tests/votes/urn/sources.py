"""Randomness one can have again, the same in Python and in JavaScript: SHA-256 of a name and a count."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from itertools import count


def numbered(name: str) -> Callable[[int], bytes]:
    """A source of bytes that always gives the same ones for the same `name`."""
    turns = count()

    def random(size: int) -> bytes:
        found = b""
        while len(found) < size:
            found += sha256(f"{name} {next(turns)}".encode()).digest()
        return found[:size]

    return random
