"""Printed slips: a code shown once, good until it is revoked or replaced."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app

from app.db import db, now
from app.members import codes
from app.members.models import AccessSlip, Member, MemberStatus
from app.register.services import record


@dataclass(frozen=True)
class IssuedSlip:
    """A slip just made: the only time its `code` is known."""

    member: Member
    slip: AccessSlip
    code: str


def issue(members: Iterable[Member], actor: Member | None) -> list[IssuedSlip]:
    """Make a slip for each person; the one they had opens nothing. Without `actor`, the platform did it."""
    issued, actor_id = [], actor.id if actor else None
    for member in members:
        # Two people who print for the same person come one after the other.
        db.session.get(Member, member.id, with_for_update=True)
        close(member)
        code = codes.spell(secrets.randbits(40))
        slip = AccessSlip(member_id=member.id, code_hash=keyed_hash(code), created_by_id=actor_id)
        db.session.add(slip)
        db.session.flush()
        record(member.collective_id, "slip.issued", actor_id=actor_id, subject=("member", member.id))
        issued.append(IssuedSlip(member, slip, code))
    return issued


def revoke(member: Member, actor: Member) -> bool:
    """Make the member's slip useless, and record it; False when they have none."""
    if not close(member):
        return False
    record(member.collective_id, "slip.revoked", actor_id=actor.id, subject=("member", member.id))
    return True


def use(typed: str) -> Member | None:
    """The active member whose slip bears this code, as people type it; None when it opens nothing."""
    code = codes.read(typed)
    if code is None:
        return None
    slip = db.session.scalar(
        sa.select(AccessSlip)
        .join(AccessSlip.member)
        .filter(AccessSlip.code_hash == keyed_hash(code), AccessSlip.revoked_at.is_(None))
        .where(Member.status == MemberStatus.ACTIVE)
        .options(sa.orm.contains_eager(AccessSlip.member))
    )
    if slip is None:
        return None
    slip.last_used_at = now()
    return slip.member


def active(member: Member) -> AccessSlip | None:
    """The slip that opens for `member` now."""
    return db.session.scalar(sa.select(AccessSlip).filter_by(member_id=member.id, revoked_at=None))


def keyed_hash(code: str) -> str:
    """HMAC-SHA-256 of a code under the application's key.

    Forty bits could be tried one by one against a plain hash in a stolen database; not without the key.
    """
    key = hashlib.sha256(b"access slip|" + str(current_app.secret_key).encode()).digest()
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()


def close(member: Member) -> bool:
    """Make the member's slip useless; False when they have none."""
    done = sa.update(AccessSlip).filter_by(member_id=member.id, revoked_at=None).values(revoked_at=now())
    return db.session.execute(done.returning(AccessSlip.id)).first() is not None
