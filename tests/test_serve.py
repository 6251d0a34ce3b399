"""What is done before serving, old keys and links forgotten, and what each thread finds kept for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta

import sqlalchemy as sa

from app.db import db, now
from app.members.links import forget_expired
from app.members.models import LinkPurpose, MagicLink, Member
from app.serve import forget_keys, server
from app.submissions import IdempotencyKey


def test_keys_of_forms_are_forgotten_after_a_week(app: object) -> None:
    for digest, days in ((b"old", 8), (b"recent", 6)):
        db.session.add(IdempotencyKey(digest=digest, location="/", accepted_at=now() - timedelta(days=days)))
    db.session.commit()
    forget_keys()
    assert db.session.scalars(sa.select(IdempotencyKey.digest)).all() == [b"recent"]


def test_links_are_forgotten_some_time_after_they_end(member: Callable[[str], Member]) -> None:
    ended = {
        ("yesterday", LinkPurpose.SIGN_IN): 25,
        ("just now", LinkPurpose.SIGN_IN): 1,
        ("last week", LinkPurpose.INVITATION): 24 * 7,
        ("last season", LinkPurpose.INVITATION): 24 * 31,
    }
    for (name, purpose), hours in ended.items():
        end = now() - timedelta(hours=hours)
        db.session.add(
            MagicLink(member_id=member("Bob").id, purpose=purpose, token_hash=name, expires_at=end)
        )
    db.session.commit()
    forget_expired()
    assert set(db.session.scalars(sa.select(MagicLink.token_hash))) == {"just now", "last week"}


def test_every_thread_of_a_process_finds_a_connection_kept(app: object) -> None:
    command = server("app.serve:application()", 8000)
    threads = int(command[command.index("--threads") + 1])
    db.session.remove()
    db.engine.dispose()  # and the pool begins empty
    opened: list[object] = []
    note = lambda connection, _record: opened.append(connection)  # noqa: E731 - taken back below
    sa.event.listen(db.engine, "connect", note)
    for _busy_moment in range(3):
        with ExitStack() as held:
            for _thread in range(threads):
                held.enter_context(db.engine.connect())
    sa.event.remove(db.engine, "connect", note)
    assert len(opened) == threads
