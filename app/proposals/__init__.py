"""Proposals: a text and the effect it would have, amended, decided, applied."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Say how the life of a proposal is told in the register."""
    from app.proposals import register_wording

    register_wording.init_app()
