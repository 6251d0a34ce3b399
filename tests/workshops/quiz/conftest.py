"""The room at « Qui sommes-nous ? »."""

from __future__ import annotations

import pytest

from tests.workshops.room import OpenRoom, Room


@pytest.fixture
def room(room_at: OpenRoom) -> Room:
    """Tonight's room at the quiz, that nobody has begun."""
    return room_at("composition_quiz")
