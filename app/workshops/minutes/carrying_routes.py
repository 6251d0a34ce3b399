"""« Questions ouvertes »: tick those that become deliberations."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.addresses import identifier
from app.errors import Refused
from app.web import acting_member, committed, render, requires
from app.workshops import policies
from app.workshops.minutes import carrying
from app.workshops.minutes.services import carrying_on
from app.workshops.routes import Answer, bp, load


@bp.get("/<int:workshop_id>/questions")
@requires(policies.can_write_minutes)
def open_questions(workshop_id: int) -> Answer:
    """What the tables left open."""
    workshop = load(workshop_id)
    return render(
        "workshops/minutes/questions.html",
        workshop=workshop,
        notes=carrying.left_open(workshop),
        opened={note.id: deliberation for note, deliberation in carrying.opened_from(workshop)},
    )


@bp.post("/<int:workshop_id>/questions")
@requires(policies.can_write_minutes)
def carry_questions(workshop_id: int) -> Answer:
    """Each of those ticked becomes a deliberation."""
    workshop = load(workshop_id)
    try:
        chosen = {identifier(number) for number in request.form.getlist("note")}
    except ValueError:
        raise Refused(_("Cochez, parmi les questions de la séance, celles qu’il faut ouvrir."), 422) from None
    opened = carrying_on.open_questions(workshop, acting_member(), chosen)
    said = ngettext("%(num)d délibération est ouverte.", "%(num)d délibérations sont ouvertes.", len(opened))
    return committed(
        url_for("workshops.open_questions", workshop_id=workshop.id),
        said if opened else _("Ces questions étaient déjà ouvertes : rien n’a été fait deux fois."),
    )
