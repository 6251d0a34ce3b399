"""What is done before serving: old keys and old links are forgotten, recent ones are not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from app.db import db, now
from app.members.links import forget_expired
from app.members.models import LinkPurpose, MagicLink, Member
from app.serve import forget_keys
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
