"""A topic of the tests, "hall": a board and a clock that all see alike, and a drawer of one's own."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from app.live.reading import versions
from app.live.topics import add_region, add_topic


def application() -> Flask:
    """What a server of the tests serves: the application, and halls."""
    from app.serve import application as whole

    app = whole()
    add_hall()
    return app


def add_hall() -> None:
    """Halls are open to all, but for the one called "closed"."""
    add_topic("hall", lambda key, audience: key != "closed")
    add_region("hall", "board", audiences={"phone", "wall"}, render=board)
    add_region("hall", "clock", audiences={"wall"}, render=lambda key: "<p>12:00</p>")
    add_region("hall", "fire", audiences={"wall"}, render=fire)
    add_region("hall", "drawer", audiences={"phone"}, render=None)


def board(key: str) -> str:
    """What changed is the version itself, so that a test sees whether it reads the newest."""
    version = versions([f"hall/{key}"])[f"hall/{key}"].get("board", 0)
    return f"<p>{_('Sortir')} {version}</p>"


def fire(key: str) -> str:
    """A mistake of ours."""
    raise RuntimeError(key)
