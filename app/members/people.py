"""The people of a collective: who is known, who is added, what they are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.db import db
from app.errors import Unseen
from app.members import links
from app.members.models import Member, MemberStatus
from app.members.roster import Person
from app.register.search import fold
from app.register.services import record


@dataclass(frozen=True)
class PersonRefused(Exception):
    """A name or an address cannot be used: a code of `wording.FAULTS`, and the field it is about."""

    field: str
    code: str


def taken(collective_id: int, *, but: Member | None = None) -> tuple[dict[str, str], set[str]]:
    """For `roster.read`: the folded names already borne with the fault they are, and the known addresses."""
    rows = db.session.execute(
        sa.select(Member.folded_name, Member.email, Member.status).where(
            Member.collective_id == collective_id, Member.id != (but.id if but else 0)
        )
    ).all()
    names = {
        name: "name_taken" if status is MemberStatus.ACTIVE else "name_left" for name, _email, status in rows
    }
    return names, {email for _name, email, _status in rows if email}


def find(collective_id: int, name: str) -> Member | None:
    """Whoever bears this name, however it is written."""
    return db.session.scalar(sa.select(Member).filter_by(collective_id=collective_id, folded_name=fold(name)))


def active_member(collective_id: int, member_id: int) -> Member:
    """Someone of this collective who has not left. Raises Unseen."""
    found = db.session.scalar(
        sa.select(Member).filter_by(id=member_id, collective_id=collective_id, status=MemberStatus.ACTIVE)
    )
    if found is None:
        raise Unseen
    return found


def add(collective_id: int, people: Iterable[Person], actor: Member) -> list[Member]:
    """Add members, and record each; raises PersonRefused when a name or an address is already borne.

    Their invitation or their slip comes after.
    """
    added = [
        Member(collective_id=collective_id, name=who.name, folded_name=fold(who.name), email=who.email)
        for who in people
    ]
    for member in added:
        _write(member)
        record(collective_id, "member.added", actor_id=actor.id, subject=("member", member.id))
    return added


def edit(member: Member, name: str, email: str | None, actor: Member) -> list[str]:
    """Change a name or an address; return the fields that really changed. Raises PersonRefused.

    A new address makes the links sent to the former one useless.
    """
    changed = [
        field for field, value in (("name", name), ("email", email)) if getattr(member, field) != value
    ]
    if not changed:
        return []
    _write(member, name=name, folded_name=fold(name), email=email)
    if "email" in changed:
        links.revoke(member)
    record(
        member.collective_id,
        "member.edited",
        actor_id=actor.id,
        subject=("member", member.id),
        fields=changed,
        assisted=actor.id != member.id,
    )
    return changed


def _write(member: Member, **values: str | None) -> None:
    """Write `member`; another request may have taken the name or the address a moment ago."""
    collective_id, email = member.collective_id, values.get("email", member.email)
    try:
        with db.session.begin_nested():
            for field, value in values.items():
                setattr(member, field, value)
            db.session.add(member)
    except IntegrityError as error:
        known = sa.select(Member.id).filter_by(collective_id=collective_id, email=email)
        if email and db.session.scalar(known) is not None:
            raise PersonRefused("email", "email_taken") from error
        raise PersonRefused("name", "name_taken") from error
