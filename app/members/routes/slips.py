"""Printed slips: choose for whom, print them, revoke one."""

from __future__ import annotations

import sqlalchemy as sa
from flask import g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.db import db
from app.members import listing, slips
from app.members.mail import public_url
from app.members.models import Member, MemberStatus
from app.members.policies import can_help, can_invite
from app.members.routes.blueprints import Answer
from app.members.routes.blueprints import members as bp
from app.members.routes.loading import load_to_help
from app.members.routes.sign_in import unstored
from app.qr import qr
from app.web import acting_member, committed, render, requires


def _choice(error: str | None = None) -> str:
    actor = acting_member()
    lines = [line for line in listing.everyone(g.collective.id) if can_help(actor, line.member)]
    return render("members/slips.html", lines=lines, error=error)


@bp.get("/billets", endpoint="slips")
@requires(can_invite)
def choose() -> Answer:
    """Choose for whom to print; those who have no way in are ticked already."""
    return _choice()


@bp.post("/billets", endpoint="print_slips")
@requires(can_invite)
def print_slips() -> Answer:
    """Make slips and show them, this once. The same form sent again leads back to the choice."""
    actor = acting_member()
    wanted = {int(value) for value in request.form.getlist("member") if value.isdecimal() and len(value) < 10}
    members = db.session.scalars(
        sa.select(Member)
        .where(
            Member.id.in_(wanted),
            Member.collective_id == g.collective.id,
            Member.status == MemberStatus.ACTIVE,
        )
        .order_by(Member.folded_name)
    )
    allowed = [member for member in members if can_help(actor, member)]
    if not allowed:
        return _choice(_("Choisissez au moins une personne.")), 422
    issued = slips.issue(allowed, actor)
    already = committed(url_for("members.slips"))
    if not sa.inspect(issued[0].slip).persistent:
        return already  # the same form came twice at once, and the other one printed
    return unstored(render("members/slips_printed.html", issued=issued, qr=_qr, door=_door()))


def _door() -> str:
    return public_url("doors.sign_in").partition("://")[2]


def _qr(code: str) -> Markup:
    """The QR of a slip."""
    return qr(public_url("doors.scan", code=code))


@bp.post("/membres/<int:member_id>/billet/annulation")
@requires(can_invite)
def revoke_slip(member_id: int) -> Response:
    """Make a slip useless: lost, or given to someone else."""
    member = load_to_help(member_id)
    slips.revoke(member, acting_member())
    return committed(url_for("members.show", member_id=member.id), _("Ce billet n’ouvre plus rien."))
