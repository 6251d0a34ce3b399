"""Voting credentials: what is printed on a slip, and the number a ballot is signed with.

22 signs of base 58, some 128 bits, written `XXXXX-XXXXXX-XXXXX-XXXXXX`. No sign is a check digit: a typing
error is caught because its public half is not on the published list.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

from app.votes.urn.faults import InvalidUrn
from app.votes.urn.group import Q, g_power

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_GROUPS = (5, 6, 5, 6)
LENGTH = sum(_GROUPS)
_UUID = re.compile(f"[{ALPHABET}]{{14,64}}")


def generate(random: Callable[[int], bytes]) -> str:
    """A credential out of `random`, a source of so many bytes; those that would favour a sign are left."""
    fair = 256 - 256 % len(ALPHABET)
    signs = ""
    while len(signs) < LENGTH:
        signs += "".join(ALPHABET[byte % len(ALPHABET)] for byte in random(LENGTH) if byte < fair)
    return _grouped(signs[:LENGTH])


def tidy(typed: str) -> str:
    """The credential as printed, whatever the spaces and dashes. Raises InvalidUrn when it is none."""
    signs = re.sub(r"[\s\-‐‑–]", "", typed)
    if len(signs) != LENGTH or set(signs) - set(ALPHABET):
        raise InvalidUrn("not_a_credential")
    return _grouped(signs)


def secret(credential: str, uuid: str) -> int:
    """The private number of `credential` in the election `uuid`."""
    return derived("derive_credential", credential, uuid)


def derived(purpose: str, phrase: str, uuid: str) -> int:
    """The number below Q that follows from `phrase` for one purpose in one election."""
    texts = (f"{purpose}|{uuid}|{part}|{phrase}" for part in (0, 1))
    return int("".join(sha256(text.encode()).hexdigest() for text in texts), 16) % Q


def public(credential: str, uuid: str) -> int:
    """What the list of the election knows of `credential`."""
    return g_power(secret(credential, uuid))


def checked_uuid(uuid: object) -> str:
    """`uuid` if an election may bear it: at least 14 signs of base 58."""
    if not isinstance(uuid, str) or not _UUID.fullmatch(uuid):
        raise InvalidUrn("not_a_uuid")
    return uuid


def _grouped(signs: str) -> str:
    starts = [sum(_GROUPS[:index]) for index in range(len(_GROUPS))]
    return "-".join(signs[start : start + size] for start, size in zip(starts, _GROUPS, strict=True))
