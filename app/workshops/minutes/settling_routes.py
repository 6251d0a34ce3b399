"""Put minutes to approval, take them back, approve them, correct them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask_babel import gettext as _

from app.votes.models import Decision
from app.web import acting_member, committed, render, requires
from app.workshops import policies
from app.workshops.minutes import reading, screen
from app.workshops.minutes.forms import ApprovalForm, CorrectionForm
from app.workshops.minutes.models import Minutes
from app.workshops.minutes.routes import minutes_page, minutes_url
from app.workshops.minutes.services import settling
from app.workshops.models import Workshop
from app.workshops.routes import Answer, bp, load

Row = TypeVar("Row", Workshop, Decision)


@bp.post("/<int:workshop_id>/proces-verbal/soumission")
@requires(policies.can_write_minutes)
def submit_minutes(workshop_id: int) -> Answer:
    """Put the draft to the approval of the next session."""
    workshop = load(workshop_id)
    settling.submit(reading.edition(workshop), acting_member())
    return committed(
        minutes_url(workshop), _("Le procès-verbal est soumis. La prochaine séance peut l’approuver.")
    )


@bp.post("/<int:workshop_id>/proces-verbal/reprise")
@requires(policies.can_write_minutes)
def take_back_minutes(workshop_id: int) -> Answer:
    """Go on writing it."""
    workshop = load(workshop_id)
    settling.take_back(reading.edition(workshop), acting_member())
    return committed(minutes_url(workshop), _("Le procès-verbal redevient un projet."))


@bp.get("/<int:workshop_id>/proces-verbal/approbation")
@requires(policies.can_write_minutes)
def approval(workshop_id: int) -> Answer:
    """Where and how it is approved."""
    workshop = load(workshop_id)
    found = reading.edition(workshop)
    sessions, decisions = reading.approving_sessions(workshop), reading.approving_decisions(workshop)
    return _page(workshop, found, ApprovalForm(sessions, decisions, found.fingerprint))


@bp.post("/<int:workshop_id>/proces-verbal/approbation")
@requires(policies.can_write_minutes)
def approve_minutes(workshop_id: int) -> Answer:
    """Note that a later session, or a decision, approved it."""
    workshop = load(workshop_id)
    found = reading.edition(workshop)
    sessions, decisions = reading.approving_sessions(workshop), reading.approving_decisions(workshop)
    form = ApprovalForm(sessions, decisions, found.fingerprint)
    if not form.validate():
        return _page(workshop, found, form), 422
    settling.approve(
        found,
        acting_member(),
        read=form.read.data or "",
        session=_chosen(sessions, form.session.data),
        decision=_chosen(decisions, form.decision.data),
        remarks=form.remarks.data or "",
    )
    return committed(minutes_url(workshop), _("Le procès-verbal est approuvé. Il ne change plus."))


def _chosen(rows: Sequence[Row], number: str | None) -> Row | None:
    return next((row for row in rows if str(row.id) == number), None)


def _page(workshop: Workshop, found: Minutes, form: ApprovalForm) -> str:
    return render(
        "workshops/minutes/approve.html",
        workshop=workshop,
        minutes=found,
        title=screen.title_of(found),
        form=form,
    )


@bp.post("/<int:workshop_id>/proces-verbal/correction")
@requires(policies.can_write_minutes)
def correct_minutes(workshop_id: int) -> Answer:
    """Begin a further edition of what is approved."""
    workshop, form = load(workshop_id), CorrectionForm()
    if not form.validate():
        return minutes_page(workshop, reading.edition(workshop), form), 422
    settling.correct(workshop, acting_member(), form.reason.data or "")
    return committed(
        minutes_url(workshop), _("Une nouvelle édition est ouverte. Celle qui est approuvée reste lisible.")
    )
