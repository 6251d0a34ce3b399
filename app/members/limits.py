"""How often a door may be tried. A hall shares one address: limits by person are low, by address high."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import TooManyRequests

from app.extensions import limiter

# Letters to one person, whether their address is known here or not: more would only fill a mailbox.
LETTERS_TO_ONE = "5/hour"
LETTERS_FROM_ONE_PLACE = "100/hour"
# Only codes that open nothing are counted. Forty people who each mistype twice in the same hall still get
# in; someone who guesses would need thousands of years (40 bits, against some hundreds of slips).
WRONG_CODES = "100/10 minutes"


def count_letter(email: str, slug: str) -> None:
    """Count a letter asked for `email` in the collective `slug`; raises TooManyRequests."""
    _count(LETTERS_FROM_ONE_PLACE, "letters", _network_address(), slug)
    _count(LETTERS_TO_ONE, "letter", slug, email.lower())


def before_code(slug: str) -> None:
    """Raise TooManyRequests when too many wrong codes came from here for `slug` (empty: any collective)."""
    if not limiter.allows(WRONG_CODES, "codes", _network_address(), slug):
        raise TooManyRequests


def count_wrong_code(slug: str) -> None:
    """Count a code that opens nothing."""
    limiter.count(WRONG_CODES, "codes", _network_address(), slug)


def _network_address() -> str:
    return request.remote_addr or ""


def _count(rate: str, *key: str) -> None:
    if not limiter.count(rate, *key):
        raise TooManyRequests
