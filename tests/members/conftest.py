"""Letters are read from a folder of the test's own; limits count only when a test asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from app.collectives.models import Collective
from app.db import db
from app.extensions import limiter
from app.members.models import Member
from app.register.models import RegisterEntry
from tests.members.letters import ask

Letters = Callable[[], list[EmailMessage]]
LinkIn = Callable[[EmailMessage], str]


def reread(member: Member) -> Member:
    """The person as the database has them now."""
    db.session.rollback()
    return db.session.get_one(Member, member.id)


@pytest.fixture
def letters(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Letters:
    """`letters()`: those that left since the test began, oldest first."""
    monkeypatch.setitem(app.config, "OUTBOX", str(tmp_path / "outbox"))

    def read() -> list[EmailMessage]:
        paths = sorted((tmp_path / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
        return [message for message in found if isinstance(message, EmailMessage)]

    return read


@pytest.fixture
def link_in() -> LinkIn:
    """`link_in(letter)`: the path of the link that a letter carries."""

    def find(letter: EmailMessage) -> str:
        found = re.search(r"https?://[^/\s]+(/c/\S+)", str(letter.get_content()))
        assert found
        return found[1]

    return find


@pytest.fixture
def addressed(collective: Collective, member: Callable[[str], Member]) -> Collective:
    """Bob and Alice have an address; the others do not."""
    member("Bob").email, member("Alice").email = "bob@exemple.fr", "alice@exemple.fr"
    db.session.commit()
    return collective


@pytest.fixture
def link(addressed: Collective, app: Flask, letters: Letters, link_in: LinkIn) -> str:
    """The path of a link just sent to Bob."""
    ask(app.test_client(), "bob@exemple.fr")
    return link_in(letters()[-1])


@pytest.fixture
def counting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Limits count, from zero."""
    monkeypatch.setattr(limiter, "_limiter", FixedWindowRateLimiter(MemoryStorage()))
    monkeypatch.setattr(limiter, "enabled", True)
    return None


@pytest.fixture
def recorded() -> Callable[[], list[str]]:
    """`recorded()`: the kinds of acts in the register, in order."""

    def read() -> list[str]:
        db.session.rollback()
        return list(db.session.scalars(sa.select(RegisterEntry.kind).order_by(RegisterEntry.position)))

    return read
