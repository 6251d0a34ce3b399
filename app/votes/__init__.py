"""Decisions: opened, expressed, closed, recounted."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the tables and the rules a collective is founded with."""
    from app.collectives.founding import on_founded
    from app.votes import models, round_models  # noqa: F401 - the tables of the feature
    from app.votes.rulebook import adopt_preset

    on_founded(adopt_preset)
