"""Signed-in browsers: begin a session, find it again from the cookie, end it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa
from flask import request
from flask_login import login_user, logout_user

from app.db import db, now
from app.extensions import login_manager
from app.members.models import AccessSession, Member

LIFETIME = timedelta(days=90)
# A visit is over when nothing was read for this long; the page "depuis ma dernière venue" starts there.
VISIT_GAP = timedelta(minutes=30)


def digest(secret: str) -> str:
    """SHA-256 of a random secret of at least 64 bits: what is stored in its place."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin_session(member: Member) -> AccessSession:
    """Sign `member` in on this browser; the token goes to the signed cookie, its hash to the database."""
    token = secrets.token_urlsafe(24)
    session = AccessSession(member_id=member.id, token_hash=digest(token), device=_device())
    db.session.add(session)
    member.session_token = token
    login_user(member, remember=False)
    return session


def end_session() -> None:
    """Sign this browser out and revoke its session."""
    from flask import session as cookie

    token = cookie.get("_user_id", "")
    db.session.execute(
        sa.update(AccessSession).filter_by(token_hash=digest(token), revoked_at=None).values(revoked_at=now())
    )
    logout_user()


def _device() -> str:
    """A few words by which a person recognises a browser in their list: system and browser, no version."""
    agent = request.user_agent.string
    system = next(
        (name for name in ("Android", "iPhone", "iPad", "Windows", "Mac", "Linux") if name in agent), ""
    )
    browser = next((name for name in ("Firefox", "Edg", "Chrome", "Safari") if name in agent), "")
    return " · ".join(part for part in (system, browser.replace("Edg", "Edge")) if part)


@login_manager.user_loader
def _load(token: str) -> Member | None:
    session = db.session.scalar(
        sa.select(AccessSession)
        .filter_by(token_hash=digest(token), revoked_at=None)
        .where(AccessSession.created_at > now() - LIFETIME)
    )
    if session is None or not session.member.is_active:
        return None
    session.member.session_token = token
    return session.member
