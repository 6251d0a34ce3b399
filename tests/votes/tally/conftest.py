"""Tallies need no application; their sentences do, for the language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture
def in_french(_application: Flask) -> Iterator[None]:
    """Sentences are said in French."""
    with _application.app_context():
        yield
