"""The paper kit of a session, in one file to print."""

from __future__ import annotations

from flask import Response, g

from app.web import requires
from app.workshops import kit, kit_pdf, policies
from app.workshops.routes import Answer, bp, load


@bp.get("/<int:workshop_id>/trousse.pdf")
@requires(policies.can_lead_session)
def paper_kit(workshop_id: int) -> Answer:
    """Posters, sheets, slips, ballots, tables, rules, run-sheet."""
    workshop = load(workshop_id)
    made = kit_pdf.pdf(kit.told(workshop, g.collective), kit.square(workshop))
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="seance-{workshop.id}.pdf"'
    return answer
