"""A slip printed for someone, as tests need one."""

from __future__ import annotations

from app.db import db
from app.members import slips
from app.members.models import Member

ENTER = "/c/quatorze/entrer/billet"


def issue(member: Member, actor: Member) -> str:
    """Make a slip for `member`; return its code."""
    [issued] = slips.issue([member], actor)
    db.session.commit()
    return issued.code
