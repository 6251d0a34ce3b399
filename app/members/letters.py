"""What the letters say: an invitation, a way in."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _

from app.members.mail import Letter, public_url
from app.members.models import LinkPurpose, Member


def written(member: Member, token: str, purpose: LinkPurpose, *, next_page: str | None = None) -> Letter:
    """The letter that carries a link; `member` has an address (ValueError otherwise)."""
    if member.email is None:
        raise ValueError("nobody to write to")
    subjects = {
        LinkPurpose.SIGN_IN: _("Entrer dans %(collective)s", collective=member.collective.name),
        LinkPurpose.INVITATION: _("Invitation : %(collective)s", collective=member.collective.name),
    }
    address = public_url(
        "members.open_link", slug=member.collective.slug, token=token, next=next_page or None
    )
    body = render_template(
        f"emails/{purpose.value}.txt", member=member, collective=member.collective, address=address
    )
    return Letter(member.email, " ".join(subjects[purpose].split()), body)
