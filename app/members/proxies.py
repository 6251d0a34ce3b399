"""Pouvoirs: a member gives their vote to another, until they take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.db import db, now
from app.members.models import Member, MemberStatus, Proxy
from app.members.proxy_rules import check
from app.register.services import record

DEFAULT_LIMIT = 2
_limit: Callable[[int], int] | None = None


def limit_provider(provider: Callable[[int], int]) -> None:
    """Let `provider(collective_id)` say the most proxies one person may hold: the rules of decision know."""
    global _limit  # noqa: PLW0603 - one provider an application, named once at start
    _limit = provider


def limit(collective_id: int) -> int:
    """The most proxies one person may hold in this collective."""
    return DEFAULT_LIMIT if _limit is None else _limit(collective_id)


def _active(collective_id: int) -> Any:
    principal, holder = aliased(Member), aliased(Member)
    return (
        sa.select(Proxy)
        .join(principal, principal.id == Proxy.principal_id)
        .join(holder, holder.id == Proxy.holder_id)
        .where(
            principal.collective_id == collective_id,
            Proxy.revoked_at.is_(None),
            principal.status == MemberStatus.ACTIVE,
            holder.status == MemberStatus.ACTIVE,
        )
        .order_by(Proxy.given_at, Proxy.id)
    )


def active(collective_id: int) -> list[Proxy]:
    """The proxies in force between active members, oldest first, with both people loaded."""
    people = joinedload(Proxy.principal), joinedload(Proxy.holder)
    return list(db.session.scalars(_active(collective_id).options(*people)))


def holders(collective_id: int) -> dict[int, int]:
    """Who holds whose vote: principal's identifier -> holder's."""
    return {proxy.principal_id: proxy.holder_id for proxy in db.session.scalars(_active(collective_id))}


def find(collective_id: int, proxy_id: int) -> Proxy | None:
    """A proxy of this collective, in force or not."""
    return db.session.scalar(
        sa.select(Proxy)
        .join(Member, Member.id == Proxy.principal_id)
        .where(Proxy.id == proxy_id, Member.collective_id == collective_id)
    )


def give(principal: Member, holder: Member, actor: Member) -> Proxy:
    """Give `principal`'s vote to `holder`; `actor` is the principal, or a facilitator typing for them.

    Raises ProxyRefused. Two proxies that touch the same person wait for each other, so that the rules
    hold for both; the database itself allows one proxy in force a principal.
    """
    _lock(principal.id, holder.id)
    check(principal.id, holder.id, holders(principal.collective_id), limit(principal.collective_id))
    # One that had lapsed because its holder left gives way.
    db.session.execute(
        sa.update(Proxy).filter_by(principal_id=principal.id, revoked_at=None).values(revoked_at=now())
    )
    proxy = Proxy(principal_id=principal.id, holder_id=holder.id)
    db.session.add(proxy)
    db.session.flush()
    _record("proxy.given", proxy, actor, principal.collective_id)
    return proxy


def revoke(proxy: Proxy, actor: Member) -> bool:
    """End a proxy; False when it was already ended. Decisions already open keep their roll."""
    ended = db.session.execute(
        sa.update(Proxy).filter_by(id=proxy.id, revoked_at=None).values(revoked_at=now()).returning(Proxy.id)
    ).first()
    if ended is None:
        return False
    _record("proxy.revoked", proxy, actor, actor.collective_id)
    return True


def _lock(*people: int) -> None:
    """Hold the rows of these people until the end of the transaction, always in the same order."""
    db.session.execute(
        sa.select(Member.id).where(Member.id.in_(people)).order_by(Member.id).with_for_update(key_share=True)
    )


def _record(kind: str, proxy: Proxy, actor: Member, collective_id: int) -> None:
    record(
        collective_id,
        kind,
        actor_id=actor.id,
        subject=("proxy", proxy.id),
        principal_id=proxy.principal_id,
        holder_id=proxy.holder_id,
        assisted=actor.id not in (proxy.principal_id, proxy.holder_id),
    )
