"""The paper kit of a session, in one file to print; with personal slips for those who are asked for."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Response, g, request, url_for
from flask_babel import gettext as _

from app.db import db
from app.members import listing, slips
from app.members.models import Member, MemberStatus
from app.members.policies import can_help
from app.web import acting_member, committed, render, requires
from app.workshops import kit, kit_pdf, policies
from app.workshops.models import Workshop
from app.workshops.routes import Answer, bp, load


@bp.get("/<int:workshop_id>/trousse")
@requires(policies.can_lead_session)
def kit_page(workshop_id: int) -> Answer:
    """What the kit holds, and the personal slips that may be printed with it."""
    return _page(load(workshop_id))


@bp.get("/<int:workshop_id>/trousse.pdf")
@requires(policies.can_lead_session)
def paper_kit(workshop_id: int) -> Answer:
    """Posters, sheets, slips, ballots, tables, rules, run-sheet."""
    workshop = load(workshop_id)
    return _printed(workshop, kit_pdf.pdf(kit.told(workshop, g.collective), kit.square(workshop)))


@bp.post("/<int:workshop_id>/trousse")
@requires(policies.can_lead_session)
def print_kit(workshop_id: int) -> Answer:
    """The kit with a personal slip for each of those ticked; their codes are known this once."""
    workshop, actor = load(workshop_id), acting_member()
    allowed = [member for member in _asked() if can_help(actor, member)]
    if not allowed:
        return _page(workshop, _("Choisissez au moins une personne.")), 422
    issued = slips.issue(allowed, actor)
    people, squares = kit.personal(issued)
    made = kit_pdf.pdf({**kit.told(workshop, g.collective), "people": people}, kit.square(workshop), squares)
    already = committed(url_for("workshops.kit_page", workshop_id=workshop.id))
    if not sa.inspect(issued[0].slip).persistent:
        return already  # the same form came twice at once, and the other one printed
    answer = _printed(workshop, made)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _asked() -> list[Member]:
    wanted = {int(value) for value in request.form.getlist("member") if value.isdecimal() and len(value) < 10}
    return list(
        db.session.scalars(
            sa.select(Member)
            .filter_by(collective_id=g.collective.id, status=MemberStatus.ACTIVE)
            .where(Member.id.in_(wanted))
            .order_by(Member.folded_name)
        )
    )


def _page(workshop: Workshop, error: str | None = None) -> str:
    actor = acting_member()
    lines = [line for line in listing.everyone(g.collective.id) if can_help(actor, line.member)]
    return render("workshops/kit.html", workshop=workshop, lines=lines, error=error)


def _printed(workshop: Workshop, made: bytes) -> Response:
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="seance-{workshop.id}.pdf"'
    return answer
