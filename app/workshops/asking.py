"""The items at which the room is asked something: their routes, and their screens."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes of what is asked, and say what its screens need."""
    from app.workshops import poll_routes, rule_poll

    del poll_routes  # imported for the routes it adds
    rule_poll.init_app(app)
