"""Load the demonstration collective."""

from __future__ import annotations


def load_if_empty() -> None:
    """Load the demonstration when no collective exists yet."""
