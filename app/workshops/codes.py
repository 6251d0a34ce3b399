"""The code of a room, that people type to come in: six signs, none of which looks like another. Pure."""

from __future__ import annotations

from collections.abc import Callable

# Without 0, 1, I, L and O. Nor U: no code spells a word by accident.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
_SEPARATORS = str.maketrans("", "", " -–—‑.\u00a0\u202f\t\n")


def draw(below: Callable[[int], int]) -> str:
    """A code, from `below(n)` that draws a number from 0 to n - 1: `K3M9QX`."""
    return "".join(ALPHABET[below(len(ALPHABET))] for _sign in range(LENGTH))


def read(typed: str) -> str | None:
    """The code a person meant, however it is spaced or cased; None when it cannot be one."""
    signs = typed.translate(_SEPARATORS).upper()
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else None


def spell(code: str) -> str:
    """A code in two halves, as it is shown: `K3M 9QX`."""
    return f"{code[:3]}\u00a0{code[3:]}"
