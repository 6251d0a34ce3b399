"""The short code of a printed slip: written for a reader, read back as people type it. Pure.

Eight signs of 32 carry 40 bits. The alphabet leaves out I, L, O and U (Crockford, base 32); what looks
like a digit is read as one.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_LOOKS_LIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SEPARATORS = str.maketrans("", "", " -–—‑.\u00a0\u202f\t\n")


def spell(number: int) -> str:
    """The code of a number below 2**40: `7K3M-Q0XZ`. Raises ValueError outside."""
    if not 0 <= number < 32**LENGTH:
        raise ValueError("a code holds 40 bits")
    signs = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return f"{signs[:4]}-{signs[4:]}"


def read(typed: str) -> str | None:
    """The code a person meant, as `spell` writes it; None when it cannot be one."""
    signs = typed.translate(_SEPARATORS).upper().translate(_LOOKS_LIKE)
    if len(signs) != LENGTH or not set(signs) <= set(ALPHABET):
        return None
    return f"{signs[:4]}-{signs[4:]}"
