"""What changes for someone over time: their role, their first coming, their leaving, their erasure."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db, now
from app.errors import Refused
from app.members import access, links, slips
from app.members.models import AccessSession, AccessSlip, MagicLink, Member, MemberStatus, Proxy, Role
from app.register.services import record


def change_role(member: Member, role: Role, actor: Member) -> bool:
    """Give a role; False when they already have it. Refuses the last administrator."""
    former = member.role
    if former is role:
        return False
    _keep_an_administrator(member)
    member.role = role
    record(
        member.collective_id,
        "role.changed",
        actor_id=actor.id,
        subject=("member", member.id),
        former=former.value,
        role=role.value,
    )
    return True


def join(member: Member, how: str) -> None:
    """Record that `member` came in for the first time, `how`: "link" or "slip"."""
    if member.last_seen_at is None:
        record(
            member.collective_id,
            "member.joined",
            actor_id=member.id,
            subject=("member", member.id),
            how=how,
        )


def leave(member: Member, actor: Member) -> bool:
    """End a membership: no way in, no role, no proxy; the name stays on past acts.

    False when it was ended before. Refuses the last administrator.
    """
    if member.status is not MemberStatus.ACTIVE:
        return False
    _keep_an_administrator(member)
    _close_doors(member)
    member.status, member.role = MemberStatus.LEFT, Role.MEMBER
    record(
        member.collective_id,
        "member.left",
        actor_id=actor.id,
        subject=("member", member.id),
        assisted=actor.id != member.id,
    )
    return True


def come_back(member: Member, actor: Member) -> bool:
    """Make a person who left a member again, with the name they had; they need a new way in."""
    if member.status is not MemberStatus.LEFT:
        return False
    member.status = MemberStatus.ACTIVE
    record(member.collective_id, "member.returned", actor_id=actor.id, subject=("member", member.id))
    return True


def erase(member: Member, actor: Member) -> bool:
    """Take the person's name and address away for ever; what they did stays, under a pseudonym.

    Refuses the last administrator.
    """
    if member.status is MemberStatus.ERASED:
        return False
    _keep_an_administrator(member)
    _close_doors(member)
    for table in (AccessSession, AccessSlip, MagicLink):
        db.session.execute(sa.delete(table).filter_by(member_id=member.id))
    pseudonym = _("Ancien·ne membre n° %(number)d", number=member.id)
    member.name, member.folded_name, member.email = pseudonym, f"\x1f{member.id}", None
    member.last_seen_at = member.previous_visit_at = None
    member.status, member.role = MemberStatus.ERASED, Role.MEMBER
    record(
        member.collective_id,
        "member.erased",
        actor_id=actor.id,
        subject=("member", member.id),
        assisted=actor.id != member.id,
    )
    return True


def _close_doors(member: Member) -> None:
    """End sessions, links, slip, and the proxies given or held."""
    access.revoke_sessions(member)
    links.revoke(member)
    slips.close(member)
    db.session.execute(
        sa.update(Proxy)
        .where(sa.or_(Proxy.principal_id == member.id, Proxy.holder_id == member.id))
        .where(Proxy.revoked_at.is_(None))
        .values(revoked_at=now())
    )


def _keep_an_administrator(member: Member) -> None:
    """Refuse when `member` is the only one. Two who leave at once come one after the other."""
    if not member.is_administrator or not member.is_active:
        return
    administrators = db.session.scalars(
        sa.select(Member.id)
        .filter_by(collective_id=member.collective_id, role=Role.ADMINISTRATOR, status=MemberStatus.ACTIVE)
        .with_for_update()
    ).all()
    if set(administrators) <= {member.id}:
        raise Refused(
            _(
                "Le collectif n’aurait plus personne pour l’administrer. "
                "Confiez d’abord ce rôle à quelqu’un d’autre."
            )
        )
