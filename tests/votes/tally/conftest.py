"""Tallies need no application; their sentences need only a language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app import i18n


@pytest.fixture
def in_french() -> Iterator[None]:
    """Sentences are said in French."""
    application = Flask("sentences")
    i18n.init_app(application)
    with application.app_context():
        yield
