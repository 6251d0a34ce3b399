"""Planning a visit, its guide, its report, its signatures."""

from __future__ import annotations

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from app.accreditation import policies
from app.accreditation.guide import guide
from app.accreditation.routes import Answer, bp, load
from app.accreditation.services import visiting
from app.accreditation.services.visiting import Report
from app.accreditation.visit_models import Visit, VisitorPart
from app.charter.services import version as charter_version
from app.db import db
from app.errors import Refused, Unseen
from app.forms import Form, options, text
from app.proposals.reading import people
from app.web import acting_member, committed, render, requires


class PlanForm(Form):
    """When, and who comes as what."""

    planned_on = DateField(_l("Jour de la visite"), validators=[InputRequired(_l("Choisissez un jour."))])
    producers = SelectMultipleField(
        _l("Viennent en tant que personnes qui produisent"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    eaters = SelectMultipleField(
        _l("Viennent en tant que personnes qui mangent"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self) -> None:
        """Offer every active member, in both parts."""
        members = people(g.collective.id)
        self.producers.choices = options(members)
        self.eaters.choices = options(members)

    def parts(self) -> dict[int, VisitorPart]:
        """Each visitor's part; who is ticked twice comes as a producer."""
        eaters = dict.fromkeys(self.eaters.data or (), VisitorPart.EATER)
        return eaters | dict.fromkeys(self.producers.data or (), VisitorPart.PRODUCER)


class ReportForm(Form):
    """What was seen and heard."""

    strengths = text(_l("Points forts"), maximum=5_000)
    weaknesses = text(_l("Points faibles"), required=False, maximum=5_000)
    remarks = text(_l("Remarques"), required=False, maximum=5_000)


@bp.get("/lieux/<int:venue_id>/visites/nouvelle")
@requires(policies.can_lead)
def plan_visit(venue_id: int) -> Answer:
    """Choose a day and the visitors."""
    form = PlanForm(formdata=None)
    form.offer()
    return render("accreditation/visit_plan.html", venue=load(venue_id), form=form)


@bp.post("/lieux/<int:venue_id>/visites")
@requires(policies.can_lead)
def add_visit(venue_id: int) -> Answer:
    """Plan it."""
    venue, form = load(venue_id), PlanForm()
    form.offer()
    if not form.validate_on_submit() or form.planned_on.data is None:
        return render("accreditation/visit_plan.html", venue=venue, form=form), 422
    try:
        visit = visiting.plan(venue, form.planned_on.data, form.parts(), acting_member())
    except Refused as refusal:
        db.session.rollback()
        form.form_errors.append(refusal.message)
        return render("accreditation/visit_plan.html", venue=load(venue_id), form=form), refusal.status
    return committed(_address(visit), _("La visite est prévue. Son guide suit la charte d’aujourd’hui."))


def _address(visit: Visit) -> str:
    return url_for("accreditation.visit", venue_id=visit.venue_id, visit_id=visit.id)


def _load(venue_id: int, visit_id: int) -> Visit:
    visit = visiting.find(load(venue_id).id, visit_id)
    if visit is None:
        raise Unseen
    return visit


@bp.get("/lieux/<int:venue_id>/visites/<int:visit_id>")
@requires(policies.can_take_part)
def visit(venue_id: int, visit_id: int) -> Answer:
    """The guide before, the report after, and who signed."""
    found = _load(venue_id, visit_id)
    return _page(found, ReportForm(formdata=None, obj=found))


def _page(visit: Visit, form: ReportForm) -> str:
    version = charter_version(g.collective.id, visit.charter_version)
    return render(
        "accreditation/visit.html",
        visit=visit,
        venue=visit.venue,
        form=form,
        chapters=guide(version.charter) if version else [],
        is_complete=visiting.is_complete(visit),
        can_lead=policies.can_lead(acting_member()),
    )


@bp.post("/lieux/<int:venue_id>/visites/<int:visit_id>/compte-rendu")
@requires(policies.can_take_part)
def report_visit(venue_id: int, visit_id: int) -> Answer:
    """Write what was seen."""
    found, form = _load(venue_id, visit_id), ReportForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    written = Report(form.strengths.data or "", form.weaknesses.data or "", form.remarks.data or "")
    visiting.report(found, written, acting_member())
    return committed(_address(found), _("Le compte rendu est écrit. Chaque personne de la visite le signe."))


@bp.post("/lieux/<int:venue_id>/visites/<int:visit_id>/signature")
@requires(policies.can_take_part)
def sign_visit(venue_id: int, visit_id: int) -> Answer:
    """Sign the report, or note a signature given on paper."""
    found, actor = _load(venue_id, visit_id), acting_member()
    visiting.sign(found, request.form.get("member", actor.id, type=int), actor)
    return committed(_address(found), _("La signature est notée."))


@bp.post("/lieux/<int:venue_id>/visites/<int:visit_id>/annulation")
@requires(policies.can_lead)
def cancel_visit(venue_id: int, visit_id: int) -> Answer:
    """The visit will not be."""
    found = _load(venue_id, visit_id)
    visiting.cancel(found, acting_member())
    return committed(_address(found), _("La visite est annulée."))
