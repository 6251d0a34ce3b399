"""Who may do what with people. Each policy is used by the route and by the template that offers the act."""

from __future__ import annotations

from app.members.models import Member, Proxy


def signed_in(actor: Member | None) -> bool:
    """Any active member of the collective."""
    return actor is not None


def facilitators(actor: Member | None) -> bool:
    """Facilitators and administrators."""
    return actor is not None and actor.is_facilitator


def administrators(actor: Member | None) -> bool:
    """Administrators only."""
    return actor is not None and actor.is_administrator


def can_invite(actor: Member | None) -> bool:
    """Invite someone, or print them a slip."""
    return facilitators(actor)


def can_change_role(actor: Member | None) -> bool:
    """Give or take a role."""
    return administrators(actor)


def can_see_people(actor: Member | None) -> bool:
    """See the names of the members; the public sees nobody."""
    return signed_in(actor)


def can_see_oneself(actor: Member | None) -> bool:
    """See and change one's own name, address, sessions; take one's data away; leave."""
    return signed_in(actor)


def can_help(actor: Member, member: Member) -> bool:
    """Give someone a way in, or mend their name: facilitators for members, administrators for everyone.

    Whoever prints a person's slip could use it: so nobody may do it for someone who may do more than they.
    """
    if not member.is_active or not actor.is_facilitator:
        return False
    return actor.is_administrator or not member.is_facilitator or actor.id == member.id


def can_remove(actor: Member | None) -> bool:
    """Note that someone left, take them back, erase them when they ask for it."""
    return administrators(actor)


def can_check_in(actor: Member | None) -> bool:
    """Note who is present."""
    return facilitators(actor)


def can_record_proxy(actor: Member | None) -> bool:
    """Record a proxy that another person gives (« saisie assistée »)."""
    return facilitators(actor)


def can_revoke_proxy(actor: Member, proxy: Proxy) -> bool:
    """Whoever gave it takes it back, whoever holds it gives it back, a facilitator does it for them."""
    return actor.is_facilitator or actor.id in (proxy.principal_id, proxy.holder_id)
