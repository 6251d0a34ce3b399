"""Deliberations: a question, what people contribute to it, what is new, what can be found."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bring the tables in."""
    from app.deliberations import models

    del models  # imported for its tables
