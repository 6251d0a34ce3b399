"""A topic of the tests: a hall whose board everyone sees, and a drawer that is each person's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.live import topics
from tests.live.hall import add_hall


@pytest.fixture(autouse=True)
def hall() -> Iterator[None]:
    """The topic, for the time of a test."""
    before = dict(topics._topics)
    add_hall()
    yield
    topics._topics.clear()
    topics._topics.update(before)
