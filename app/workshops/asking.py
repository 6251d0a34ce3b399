"""The items at which the room is asked something: importing it adds their routes; then their screens."""

from __future__ import annotations

from flask import Flask

from app.workshops import (
    icebreaker,
    name_routes,
    names,
    pair_routes,
    poll_routes,
    quiz,
    quiz_routes,
    rule_poll,
)

__all__ = ["init_app", "name_routes", "pair_routes", "poll_routes", "quiz_routes"]


def init_app(app: Flask) -> None:
    """Say what the screens of these items need."""
    rule_poll.init_app(app)
    names.init_app()
    icebreaker.init_app()
    quiz.init_app(app)
