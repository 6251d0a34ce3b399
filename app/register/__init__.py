"""The register: an append-only chain of every act of consequence, the search, and the check of both."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the command `register verify`, and the table that search reads."""
    from app.register import search
    from app.register.cli import register_cli

    app.cli.add_command(register_cli)
    del search  # imported for its table
