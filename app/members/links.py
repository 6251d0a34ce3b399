"""Magic links: sent by e-mail, good once, for half an hour when asked for, two weeks when inviting."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.db import db, now
from app.members.access import REPEAT_WITHIN, digest
from app.members.models import LinkPurpose, MagicLink, Member, MemberStatus
from app.register.services import record

LIFETIMES = {LinkPurpose.SIGN_IN: timedelta(minutes=30), LinkPurpose.INVITATION: timedelta(days=14)}
# How long after its end a link still tells why it opens nothing; members are shown lapsed invitations.
KEPT = {LinkPurpose.SIGN_IN: timedelta(days=1), LinkPurpose.INVITATION: timedelta(days=30)}


@dataclass(frozen=True)
class LinkRefused(Exception):
    """The link opens nothing any more: `used`, `expired` or `revoked`."""

    code: str


def issue(member: Member, purpose: LinkPurpose) -> str:
    """Make a link for `member`; return its secret, which is stored nowhere. Old links are swept away."""
    forget_expired()
    token = secrets.token_urlsafe(24)
    expires_at = now() + LIFETIMES[purpose]
    db.session.add(
        MagicLink(member_id=member.id, purpose=purpose, token_hash=digest(token), expires_at=expires_at)
    )
    db.session.flush()
    return token


def forget_expired() -> None:
    """Delete the links that ended long ago: a day for those that let in, a month for invitations."""
    for purpose, kept in KEPT.items():
        db.session.execute(
            sa.delete(MagicLink).where(MagicLink.purpose == purpose, MagicLink.expires_at < now() - kept)
        )


def find(collective_id: int, token: str) -> MagicLink | None:
    """The link whose secret is `token`, of an active member of this collective."""
    return db.session.scalar(
        sa.select(MagicLink)
        .join(MagicLink.member)
        .where(
            MagicLink.token_hash == digest(token),
            Member.collective_id == collective_id,
            Member.status == MemberStatus.ACTIVE,
        )
        .options(sa.orm.contains_eager(MagicLink.member))
    )


def fault(link: MagicLink) -> str | None:
    """Why the link opens nothing: `revoked`, `used`, `expired`; None while it is good."""
    if link.revoked_at is not None:
        return "revoked"
    if link.used_at is not None:
        return "used"
    return "expired" if link.expires_at <= now() else None


def consume(link: MagicLink, form_key: str) -> None:
    """Use the link up, and with it the member's other ones; raises LinkRefused when it is no longer good.

    Of two browsers at the same instant one is refused; the same form sent again is not.
    """
    used = db.session.execute(
        sa.update(MagicLink)
        .filter_by(id=link.id, used_at=None, revoked_at=None)
        .where(MagicLink.expires_at > now())
        .values(used_at=now(), used_key=digest(form_key) if form_key else None)
        .returning(MagicLink.id)
    ).first()
    db.session.refresh(link)
    if used is None and not _is_repeated(link, form_key):
        raise LinkRefused(fault(link) or "used")
    revoke(link.member)


def _is_repeated(link: MagicLink, form_key: str) -> bool:
    return (
        bool(form_key)
        and link.used_key == digest(form_key)
        and link.used_at is not None
        and now() - link.used_at < REPEAT_WITHIN
    )


def revoke(member: Member) -> int:
    """Make every unused link of `member` useless; return how many there were."""
    done = (
        sa.update(MagicLink)
        .filter_by(member_id=member.id, used_at=None, revoked_at=None)
        .values(revoked_at=now())
        .returning(MagicLink.id)
    )
    return len(db.session.execute(done).all())


def invitation(member: Member) -> MagicLink | None:
    """The last invitation sent to `member` that is neither used nor revoked; it may have expired."""
    return db.session.scalar(
        sa.select(MagicLink)
        .filter_by(member_id=member.id, purpose=LinkPurpose.INVITATION, used_at=None, revoked_at=None)
        .order_by(MagicLink.id.desc())
        .limit(1)
    )


def invite(member: Member, actor: Member) -> str:
    """Make the one good invitation of `member`, and record it; return the link's secret."""
    revoke(member)
    token = issue(member, LinkPurpose.INVITATION)
    record(member.collective_id, "member.invited", actor_id=actor.id, subject=("member", member.id))
    return token


def withdraw_invitation(member: Member, actor: Member) -> bool:
    """Make the invitation useless, and record it; False when there was none."""
    if not revoke(member):
        return False
    record(member.collective_id, "member.uninvited", actor_id=actor.id, subject=("member", member.id))
    return True
