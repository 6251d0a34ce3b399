"""How often the code of a room may be guessed: by one device, from one place, and by all together.

A hall shares one address, and everyone in it may mistype: a device is told by its cookie, and waits longer
and longer. Who keeps no cookie is told by the address alone, which may be wrong more often; but the more
wrong codes come from everywhere, the fewer each address may try. A hall where nobody guesses is never shut
out.
"""

from __future__ import annotations

from flask import request
from flask import session as cookie
from limits import parse
from werkzeug.exceptions import TooManyRequests

from app.extensions import limiter

# Who goes on guessing waits a minute, then a quarter of an hour, then a day.
BY_DEVICE = ("8/minute", "20/15 minutes", "60/day")
# What one address may try in ten minutes, while all together stay under a number of wrong codes an hour.
BY_ADDRESS = (("200/hour", "100/10 minutes"), ("1000/hour", "20/10 minutes"))
AT_WORST = "5/10 minutes"


def before_code() -> None:
    """Raise TooManyRequests, with the time to wait, when this device or this address guessed too often."""
    for rate, key in _limits():
        if not limiter.allows(rate, *key):
            raise TooManyRequests(retry_after=parse(rate).get_expiry())


def count_wrong_code() -> None:
    """Count a code that opens no room."""
    for rate, key in _limits():
        limiter.count(rate, *key)
    for together, _each in BY_ADDRESS:
        limiter.count(together, "rooms")


def _limits() -> list[tuple[str, tuple[str, str]]]:
    device: str = cookie.get("csrf_token", "")
    if device:
        return [(rate, ("room", device)) for rate in BY_DEVICE]
    return [(_rate_of_an_address(), ("room", request.remote_addr or ""))]


def _rate_of_an_address() -> str:
    """The more is guessed everywhere, the less each may."""
    return next((each for together, each in BY_ADDRESS if limiter.allows(together, "rooms")), AT_WORST)
