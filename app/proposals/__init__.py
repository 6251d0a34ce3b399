"""Proposals: a text and the effect it would have, amended, decided, applied."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind nothing yet."""
