"""Assessing a venue: for each sub-criterion of the charter, what was found and on what evidence."""

from __future__ import annotations

from typing import Any, cast

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.accreditation import policies
from app.accreditation.findings import Finding
from app.accreditation.models import Venue
from app.accreditation.rating import judged, rate_venue
from app.accreditation.routes import Answer, bp, load, products
from app.accreditation.services import assessing
from app.accreditation.services.assessing import Found, Overtaken
from app.accreditation.wording import FINDINGS
from app.charter.document import Charter, Clause
from app.charter.models import CharterVersion
from app.charter.services import current_version
from app.db import db
from app.errors import Refused
from app.forms import Form, one_of, text
from app.web import acting_member, committed, render, requires


class AssessmentForm(Form):
    """`finding-<code>` and `evidence-<code>` for each clause; `seen` is the mark the page was read at."""

    seen = HiddenField()


@bp.get("/lieux/<int:venue_id>/evaluation")
@requires(policies.can_take_part)
def assessment(venue_id: int) -> Answer:
    """What was found so far, clause by clause, and the form that says more."""
    venue, version = load(venue_id), _version()
    found = assessing.latest(venue.id)
    form = _form(judged(version.charter), found, unfilled=True)
    form.seen.data = str(assessing.mark(found))
    return _page(venue, version, form)


@bp.post("/lieux/<int:venue_id>/evaluation")
@requires(policies.can_take_part)
def assess(venue_id: int) -> Answer:
    """Add what was found; what someone else found meanwhile is shown before anything is written."""
    venue, version = load(venue_id), _version()
    clauses = judged(version.charter)
    form = _form(clauses, {})
    if not form.validate_on_submit():
        return _page(venue, version, form), 422
    said = {clause.code: _found(form, clause) for clause in clauses}
    read_at = form.seen.data or ""
    seen = int(read_at) if read_at.isdecimal() else -1
    try:
        number = assessing.assess(venue, acting_member(), said, charter_version=version.number, seen=seen)
    except Overtaken:
        db.session.rollback()
        return _overtaken(load(venue_id), version, form), 409
    done = _("L’évaluation est enregistrée.") if number else _("Rien n’avait changé.")
    return committed(url_for("accreditation.show", venue_id=venue.id, _anchor="evaluation"), done)


def _version() -> CharterVersion:
    version = current_version(g.collective.id)
    if version is None:
        raise Refused(_("La charte n’est pas encore adoptée : rien ne peut être évalué."))
    return version


def _form(clauses: tuple[Clause, ...], found: Any, *, unfilled: bool = False) -> AssessmentForm:
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {}
    pairs = [(finding.value, told[0]) for finding, told in FINDINGS.items()]
    for clause in clauses:
        fields[f"finding-{clause.code}"] = one_of(
            _l("%(code)s, est-ce ainsi ?", code=clause.code),
            pairs,
            refusal=_l("Choisissez une des quatre réponses."),
            radio=True,
            default=Finding.UNKNOWN.value,
        )
        fields[f"evidence-{clause.code}"] = text(
            _l("Ce qui le montre, pour %(code)s", code=clause.code),
            required=False,
            maximum=2_000,
            render_kw={"rows": 2},
        )
        row = found.get(clause.code)
        if row is not None:
            values |= {f"finding-{clause.code}": row.finding.value, f"evidence-{clause.code}": row.evidence}
    made = type("AssessmentFormOfClauses", (AssessmentForm,), fields)
    return cast(AssessmentForm, made(None, data=values) if unfilled else made(data=values))


def _found(form: AssessmentForm, clause: Clause) -> Found:
    finding = Finding(form[f"finding-{clause.code}"].data)
    return Found(finding, form[f"evidence-{clause.code}"].data or "")


def _overtaken(venue: Venue, version: CharterVersion, form: AssessmentForm) -> str:
    found = assessing.latest(venue.id)
    form.seen.raw_data, form.seen.data = None, str(assessing.mark(found))
    theirs = {
        code: row
        for code, row in found.items()
        if f"finding-{code}" in form
        and (row.finding.value, row.evidence)
        != (form[f"finding-{code}"].data, form[f"evidence-{code}"].data or "")
    }
    form.form_errors.append(
        _("Quelqu’un a évalué ce lieu pendant que vous écriviez. Comparez, puis enregistrez de nouveau.")
    )
    return _page(venue, version, form, theirs)


def _page(venue: Venue, version: CharterVersion, form: AssessmentForm, theirs: Any = None) -> str:
    charter = version.charter
    findings = {code: row.finding for code, row in assessing.latest(venue.id).items()}
    return render(
        "accreditation/assessment.html",
        venue=venue,
        version=version,
        charter=charter,
        form=form,
        theirs=theirs or {},
        criteria=[(criterion, _parts(charter, criterion)) for criterion in charter.venue_criteria],
        rating=rate_venue(charter, findings, venue.products),
        products=products(),
    )


def _parts(charter: Charter, criterion: Clause) -> tuple[Clause, ...]:
    return charter.sub_criteria(criterion.code) or (criterion,)


@bp.get("/lieux/<int:venue_id>/evaluation/<code>")
@requires(policies.can_take_part)
def assessment_history(venue_id: int, code: str) -> Answer:
    """Everything ever found for one clause, and by whom."""
    venue = load(venue_id)
    rows = assessing.history(venue.id, code[:20])
    version = current_version(g.collective.id)
    clause = version.charter.clause(code) if version else None
    return render("accreditation/assessment_history.html", venue=venue, code=code, clause=clause, rows=rows)
