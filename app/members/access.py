"""Signed-in browsers: begin a session, find it again from the cookie, note the visit, end it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import request
from flask import session as cookie
from flask_login import login_user, logout_user
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from app.db import db, may_write, now, when_writing
from app.extensions import login_manager
from app.members.models import AccessSession, Member, MemberStatus
from app.submissions import digest_of_anyone, on_repeated, secret_of
from app.web import SAFE_METHODS

LIFETIME = timedelta(days=90)
# A visit is over when nothing was read for this long; the page "depuis ma dernière venue" starts there.
VISIT_GAP = timedelta(minutes=30)
# Within a visit, the last page read is known to this much: a page read is not a write each time.
VISIT_GRAIN = timedelta(minutes=5)
# The same form sent twice over a poor connection signs in twice; later, it has had its time.
REPEAT_WITHIN = timedelta(minutes=2)


def digest(secret: str) -> str:
    """SHA-256 of a random secret of at least 64 bits: what is stored in its place."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin_session(member: Member, *, keep: bool = True, by_form: bool = False) -> AccessSession:
    """Sign `member` in on this browser; the token goes to the signed cookie, its hash to the database.

    Whatever the cookie held before is forgotten. Without `keep` it lasts no longer than the browser.
    With `by_form`, for a form that is `committed`: sent again within REPEAT_WITHIN, it signs in again.
    """
    end_session()
    token = (by_form and _token_of_form()) or secrets.token_urlsafe(24)
    session = AccessSession(member_id=member.id, token_hash=digest(token), device=_device())
    db.session.add(session)
    for statement in _visit(member.id, None, now()):
        db.session.execute(statement)
    _hold(member, token, keep=keep)
    return session


def _hold(member: Member, token: str, *, keep: bool) -> None:
    """Have this browser's cookie hold `token`, and nothing else."""
    cookie.clear()
    cookie.permanent = keep
    member.session_token = token
    login_user(member, remember=False)


@on_repeated
def _begin_again() -> None:
    """Bring again the cookie of whoever was signed in by the form that is sent again."""
    token = _token_of_form()
    if token is not None and (member := _begun_by(token)) is not None:
        _hold(member, token, keep=True)


def _token_of_form() -> str | None:
    said = digest_of_anyone()
    return secret_of("session", said.hex()) if said else None


def _begun_by(token: str) -> Member | None:
    """Whose session `token` began, within REPEAT_WITHIN."""
    return db.session.scalar(
        sa.select(Member)
        .join(AccessSession, AccessSession.member_id == Member.id)
        .where(
            Member.status == MemberStatus.ACTIVE,
            AccessSession.token_hash == digest(token),
            AccessSession.revoked_at.is_(None),
            AccessSession.created_at > now() - REPEAT_WITHIN,
        )
    )


def end_session() -> None:
    """Sign this browser out and revoke its session."""
    token = cookie.get("_user_id")
    if token:
        db.session.execute(_revocation().filter_by(token_hash=digest(token)))
    logout_user()


def sessions(member: Member) -> list[AccessSession]:
    """The browsers where `member` is signed in, the one used last first."""
    return list(
        db.session.scalars(
            sa.select(AccessSession)
            .filter_by(member_id=member.id, revoked_at=None)
            .where(AccessSession.created_at > now() - LIFETIME)
            .order_by(AccessSession.last_used_at.desc(), AccessSession.id.desc())
        )
    )


def is_this_browser(session: AccessSession) -> bool:
    """Whether `session` is the one of the request."""
    return session.token_hash == digest(cookie.get("_user_id", ""))


def revoke_session(member: Member, session_id: int) -> bool:
    """End one of `member`'s sessions, again if it was; False when none of theirs has that number."""
    db.session.execute(_revocation().filter_by(member_id=member.id, id=session_id))
    theirs = sa.select(AccessSession.id).filter_by(member_id=member.id, id=session_id)
    return db.session.scalar(theirs) is not None


def revoke_sessions(member: Member, *, but_this_one: bool = False) -> int:
    """End all of `member`'s sessions, and return how many there were; one may keep the request's own."""
    here = digest(cookie.get("_user_id", "")) if but_this_one else ""
    done = _revocation().filter_by(member_id=member.id).where(AccessSession.token_hash != here)
    return len(db.session.execute(done.returning(AccessSession.id)).all())


def _revocation() -> sa.Update:
    return sa.update(AccessSession).filter_by(revoked_at=None).values(revoked_at=now())


def _device() -> str:
    """A few words by which a person recognises a browser in their list: system and browser, no version."""
    agent = request.user_agent.string
    system = next(
        (name for name in ("Android", "iPhone", "iPad", "Windows", "Mac", "Linux") if name in agent), ""
    )
    browser = next((name for name in ("Firefox", "Edg", "Chrome", "Safari") if name in agent), "")
    return " · ".join(part for part in (system, browser.replace("Edg", "Edge")) if part)


@cache
def _by_token() -> sa.Select[Member, int, datetime]:
    """Asked at each page: the person, with their collective, and when this browser was last here."""
    return (
        sa.select(Member, AccessSession.id, AccessSession.last_used_at)
        .join(Member, Member.id == AccessSession.member_id)
        .join(Member.collective)
        .options(contains_eager(Member.collective))
        .where(
            AccessSession.token_hash == sa.bindparam("hash"),
            AccessSession.revoked_at.is_(None),
            AccessSession.created_at > sa.bindparam("since"),
        )
    )


@login_manager.user_loader
def _load(token: str) -> Member | None:
    found = db.session.execute(_by_token(), {"hash": digest(token), "since": now() - LIFETIME}).first()
    if found is None or not found[0].is_active:
        return None
    member, session_id, last_used_at = found
    member.session_token = token
    _note_visit(member, session_id, last_used_at)
    return member


# --- visits ------------------------------------------------------------------------------------------


def _note_visit(member: Member, session_id: int, last_used_at: datetime) -> None:
    """Note, once in VISIT_GRAIN, that this person and this browser are here."""
    moment, seen = now(), member.last_seen_at
    if seen is not None and max(moment - seen, moment - last_used_at) < VISIT_GRAIN:
        return
    if may_write() or request.method not in SAFE_METHODS:
        when_writing(lambda: _note(member.id, session_id, moment))
    elif _written_apart(_visit(member.id, session_id, moment)):
        if seen is None or moment - seen > VISIT_GAP:
            set_committed_value(member, "previous_visit_at", seen)
        set_committed_value(member, "last_seen_at", moment)


def _note(member_id: int, session_id: int, moment: datetime) -> None:
    for statement in _visit(member_id, session_id, moment):
        db.session.execute(statement)


def _visit(member_id: int, session_id: int | None, moment: datetime) -> Iterable[sa.Update]:
    """The statements that note a visit; two pages read at once note it once."""
    here = sa.update(Member).filter_by(id=member_id)
    is_new = sa.or_(Member.last_seen_at.is_(None), Member.last_seen_at < moment - VISIT_GAP)
    yield (
        here.where(sa.or_(is_new, Member.last_seen_at <= moment - VISIT_GRAIN))
        .values(
            previous_visit_at=sa.case((is_new, Member.last_seen_at), else_=Member.previous_visit_at),
            last_seen_at=moment,
        )
        .execution_options(synchronize_session=False)
    )
    if session_id is not None:
        yield (
            sa.update(AccessSession)
            .filter_by(id=session_id)
            .values(last_used_at=moment)
            .execution_options(synchronize_session=False)
        )


def _written_apart(statements: Iterable[sa.Update]) -> bool:
    """Write in a short transaction of its own; False when the database is busy: the next page will do.

    The page itself only reads, and must never wait for a writer.
    """
    with db.engine.connect() as connection:
        at_once: dict[str, Any] = (
            {"before": "PRAGMA busy_timeout=0", "after": "PRAGMA busy_timeout=15000"}
            if connection.dialect.name == "sqlite"
            else {"before": "SET LOCAL lock_timeout = '50ms'", "after": None}
        )
        try:
            connection.exec_driver_sql(at_once["before"])
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        except OperationalError:
            connection.rollback()
            return False
        finally:
            if at_once["after"]:
                connection.exec_driver_sql(at_once["after"])
    return True
