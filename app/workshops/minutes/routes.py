"""« Procès-verbal »: read it, have it written, edit it section by section; the record of decisions."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused
from app.web import acting_member, committed, current_actor, render, requires
from app.workshops import policies
from app.workshops.minutes import carrying, reading, screen
from app.workshops.minutes.document import RECORD
from app.workshops.minutes.forms import CorrectionForm, SectionForm
from app.workshops.minutes.models import Minutes, MinutesSection
from app.workshops.minutes.services import writing
from app.workshops.minutes.wording import NOT_A_DRAFT, STALE
from app.workshops.models import Workshop
from app.workshops.routes import Answer, bp, load


@bp.get("/<int:workshop_id>/proces-verbal")
@requires(policies.can_see_sessions)
def minutes(workshop_id: int) -> Answer:
    """The latest edition, or how it comes to be."""
    workshop = load(workshop_id)
    if reading.last_edition(workshop) is None:
        return render("workshops/minutes/none.html", workshop=workshop, can_write=_can_write())
    return minutes_page(workshop, reading.edition(workshop), CorrectionForm(formdata=None))


@bp.get("/<int:workshop_id>/proces-verbal/editions/<int:number>")
@requires(policies.can_see_sessions)
def minutes_edition(workshop_id: int, number: int) -> Answer:
    """An edition: those that were corrected stay readable."""
    workshop = load(workshop_id)
    return minutes_page(workshop, reading.edition(workshop, number), CorrectionForm(formdata=None))


def minutes_page(workshop: Workshop, found: Minutes, correction: CorrectionForm) -> str:
    """The page of an edition."""
    return render(
        "workshops/minutes/show.html",
        workshop=workshop,
        minutes=found,
        title=screen.title_of(found),
        standing=screen.standing(found),
        editions=reading.editions_of(workshop),
        opened=carrying.opened_from(workshop),
        correction=correction,
        can_write=_can_write(),
    )


@bp.post("/<int:workshop_id>/proces-verbal")
@requires(policies.can_write_minutes)
def draft_minutes(workshop_id: int) -> Answer:
    """Write the draft from what happened, or tell it again; what people wrote stays."""
    workshop = load(workshop_id)
    found = writing.draft(workshop, acting_member())
    if not found.is_draft:
        raise Refused(str(NOT_A_DRAFT))
    return committed(minutes_url(workshop), _("Le projet dit ce qui s’est passé. Relisez-le, complétez-le."))


@bp.get("/<int:workshop_id>/proces-verbal/sections/<key>")
@requires(policies.can_write_minutes)
def minutes_section(workshop_id: int, key: str) -> Answer:
    """The form that edits a section."""
    workshop = load(workshop_id)
    section = reading.section_of(reading.edition(workshop), key)
    form = SectionForm(formdata=None, text=section.text, version=section.version)
    return _section_page(workshop, section, form)


@bp.post("/<int:workshop_id>/proces-verbal/sections/<key>")
@requires(policies.can_write_minutes)
def edit_minutes(workshop_id: int, key: str) -> Answer:
    """Write a section; someone else's wording in between is shown, never overwritten unseen."""
    workshop, form = load(workshop_id), SectionForm()
    found = reading.edition(workshop)
    section = reading.section_of(found, key)
    if not form.validate():
        return _section_page(workshop, section, form), 422
    try:
        writing.edit(found, key, acting_member(), text=form.text.data or "", seen=form.version.data or 0)
    except writing.Stale:
        db.session.refresh(section)
        form.begin_again(section.version)
        return _section_page(workshop, section, form, refusal=str(STALE)), 409
    return committed(minutes_url(workshop, anchor=key), _("La section est enregistrée."))


def _section_page(
    workshop: Workshop, section: MinutesSection, form: SectionForm, refusal: str | None = None
) -> str:
    return render(
        "workshops/minutes/section.html", workshop=workshop, section=section, form=form, refusal=refusal
    )


@bp.get("/<int:workshop_id>/releve-de-decisions")
@requires(policies.can_see_sessions)
def decision_record(workshop_id: int) -> Answer:
    """The record of decisions, apart: what is decided, and who does what."""
    workshop = load(workshop_id)
    found = reading.edition(workshop)
    return render(
        "workshops/minutes/record.html",
        workshop=workshop,
        minutes=found,
        standing=screen.standing(found),
        sections=[section for section in found.sections if section.key in RECORD],
    )


def minutes_url(workshop: Workshop, anchor: str | None = None) -> str:
    """The address of a session's minutes."""
    return url_for("workshops.minutes", workshop_id=workshop.id, _anchor=anchor)


def _can_write() -> bool:
    return policies.can_write_minutes(current_actor())
