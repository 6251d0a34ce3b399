"""What facilitators do to the directory: bring venues in from a spreadsheet, correct one, give a new code."""

from __future__ import annotations

from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accreditation import import_wording, policies
from app.accreditation.csv_import import LONGEST_TABLE, UnreadableFile, decoded
from app.accreditation.forms import CorrectionForm, ImportForm
from app.accreditation.models import Venue
from app.accreditation.routes import Answer, bp, load, products
from app.accreditation.services import applying, correcting, importing
from app.accreditation.wording import VENUE_KINDS
from app.db import db
from app.errors import Refused
from app.web import acting_member, committed, render, requires

# A file far too long is read far enough to say so, rather than cut off.
LARGEST_FILE = 32 * 1024 * 1024


@bp.url_value_preprocessor
def _accept_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if endpoint == "accreditation.check_import":
        request.max_content_length = LARGEST_FILE
        request.max_form_memory_size = 2 * LONGEST_TABLE


@bp.get("/lieux/importer")
@requires(policies.can_lead)
def import_form() -> Answer:
    """Where a table is pasted, or its file chosen."""
    return _import_page(ImportForm(formdata=None))


@bp.post("/lieux/importer")
@requires(policies.can_lead)
def check_import() -> Answer:
    """Say what a table would add and every line at fault; add them all once they are all good."""
    form = ImportForm()
    words = import_wording.words_for(products(), importing.markets(g.collective.id))
    try:
        sent = request.files.get("file")
        if sent is not None and sent.filename:
            with sent.stream as content:
                form.table.data = decoded(content.read())
        if not form.validate():
            return _import_page(form), 422
        if request.form.get("do") != "add" or (sent is not None and sent.filename):
            return _import_page(form, importing.check(g.collective, form.table.data or "", words))
        found = importing.add(g.collective, form.table.data or "", words, acting_member())
    except UnreadableFile as error:
        form.table.errors = [import_wording.unreadable(error)]
        return _import_page(form), 422
    if found.faults or not found.lines:
        return _import_page(form, found), 422 if found.faults else 200
    told = ngettext("%(num)d lieu ajouté.", "%(num)d lieux ajoutés.", len(found.lines))
    return committed(url_for("accreditation.index", etat="applied"), told)


def _import_page(form: ImportForm, found: Any = None) -> str:
    return render(
        "accreditation/import.html",
        form=form,
        found=found,
        faults=[import_wording.fault(fault) for fault in found.faults] if found else [],
        columns=import_wording.COLUMNS,
        kinds={kind.value: label for kind, label in VENUE_KINDS.items()},
        products=products(),
    )


@bp.get("/lieux/<int:venue_id>/fiche")
@requires(policies.can_lead)
def correction(venue_id: int) -> Answer:
    """What is said of a venue, to be corrected."""
    venue = load(venue_id)
    said = {name: getattr(venue, name) for name in correcting.SAID}
    return _correction_page(
        venue,
        _form_of(venue, formdata=None, data=said | {"kind": venue.kind.value, "market": venue.market_id}),
    )


@bp.post("/lieux/<int:venue_id>/fiche")
@requires(policies.can_lead)
def correct(venue_id: int) -> Answer:
    """Correct it."""
    venue = load(venue_id)
    form = _form_of(venue)
    if not form.validate_on_submit():
        return _correction_page(venue, form), 422
    try:
        correcting.correct(venue, form.asked(), form.market.data, acting_member())
    except Refused as refusal:
        db.session.rollback()
        form.form_errors.append(refusal.message)
        return _correction_page(load(venue_id), form), 422
    return committed(url_for("accreditation.show", venue_id=venue.id), _("La fiche est corrigée."))


@bp.post("/lieux/<int:venue_id>/code")
@requires(policies.can_lead)
def renew_code(venue_id: int) -> Answer:
    """Another follow-up code for an applicant who lost theirs; the one before opens nothing any more."""
    venue = load(venue_id)
    code = applying.renew_code(venue, acting_member())
    committed(url_for("accreditation.show", venue_id=venue.id))
    # Shown in the answer itself: a code that opens something never goes in an address or a message.
    return render("accreditation/applied.html", venue=venue, code=code), 201


def _form_of(venue: Venue, **rest: Any) -> CorrectionForm:
    return CorrectionForm(products(), correcting.markets_for(venue), **rest)


def _correction_page(venue: Venue, form: CorrectionForm) -> str:
    return render("accreditation/correct.html", venue=venue, form=form)
