"""How often the code of a room may be guessed: by one device, and by all together, ever more slowly.

A hall shares one address, and everyone in it may mistype: a device is told by its cookie, and by its address
and kind of browser as long as it has none.
"""

from __future__ import annotations

from flask import request
from flask import session as cookie
from limits import parse
from werkzeug.exceptions import TooManyRequests

from app.extensions import limiter

# Several windows: who goes on guessing waits a minute, then a quarter of an hour, then a day.
BY_DEVICE = ("8/minute", "20/15 minutes", "60/day")
BY_ALL = ("200/minute", "1000/hour")


def before_code() -> None:
    """Raise TooManyRequests when this device, or everyone together, guessed wrong too often."""
    for rates, key in ((BY_DEVICE, ("room", _device())), (BY_ALL, ("rooms",))):
        for rate in rates:
            if not limiter.allows(rate, *key):
                raise TooManyRequests(retry_after=parse(rate).get_expiry())


def count_wrong_code() -> None:
    """Count a code that opens no room."""
    for rates, key in ((BY_DEVICE, ("room", _device())), (BY_ALL, ("rooms",))):
        for rate in rates:
            limiter.count(rate, *key)


def _device() -> str:
    known: str = cookie.get("csrf_token", "")
    return known or f"{request.remote_addr} {request.user_agent.string}"
