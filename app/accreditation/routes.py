"""The directory, a venue's page, and the application that needs no account."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accreditation import policies
from app.accreditation.csv_format import written
from app.accreditation.forms import AnswerForm, ApplicationForm, CodeForm, InterestForm
from app.accreditation.limits import count_application
from app.accreditation.models import Venue, VenueKind
from app.accreditation.reading import PER_PAGE, Line, Wanted, directory, find, page_of
from app.accreditation.services import applying
from app.accreditation.states import VenueState, acts_from, steps_from
from app.accreditation.wording import STEPS, VENUE_KINDS, product_names, state_word
from app.charter.document import MOST_CLAUSES
from app.charter.rate_fields import rows_of
from app.charter.services import current_version
from app.db import db
from app.errors import Unseen
from app.members.attendance import local_day
from app.web import committed, current_actor, everyone, render, requires

bp = Blueprint("accreditation", __name__, url_prefix="/c/<slug>")
Answer = str | Response | tuple[str, int]
MOST_LINES = 10_000


def today() -> date:
    """Today where the collective lives."""
    return local_day(g.collective.timezone)


def products() -> dict[str, str]:
    """The types of product of the charter in force."""
    version = current_version(g.collective.id)
    return product_names(version.charter if version else None)


def load(venue_id: int) -> Venue:
    """The venue, or 404 when this reader may not see it."""
    venue = find(g.collective.id, venue_id, is_member=current_actor() is not None)
    if venue is None:
        raise Unseen
    return venue


@bp.get("/lieux")
@requires(everyone)
def index() -> Answer:
    """The directory: accredited venues for everyone, those on their way too for members."""
    return render("accreditation/index.html", **_directory())


@bp.get("/lieux/fiche")
@requires(everyone)
def sheet() -> Answer:
    """The directory as a sheet to print and pin up."""
    return render("accreditation/sheet.html", **_directory(in_force=True, per_page=500))


@bp.get("/lieux.csv")
@requires(everyone)
def as_csv() -> Answer:
    """The directory as a spreadsheet's file."""
    found = _directory(per_page=MOST_LINES)
    names: dict[str, str] = found["products"]
    headers = [_("Lieu"), _("Genre"), _("Où"), _("Adresse"), _("Produits"), _("Marché"), _("Site")]
    headers += [_("État"), _("Depuis le"), _("Jusqu’au"), _("Critères remplis"), _("Pourquoi")]
    rows = [
        [
            *_said(line.venue, names),
            *_decided(line),
            *((line.act.rates.get(code, "") if line.act else "") for code in names),
        ]
        for line in found["found"].lines
    ]
    answer = Response(written([*headers, *(f"{name} (%)" for name in names.values())], rows))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="lieux-{g.collective.slug}.csv"'
    return answer


def _said(venue: Venue, names: dict[str, str]) -> list[object]:
    """What a venue says of itself, in the columns that an import reads."""
    sold = " | ".join(names[code] for code in venue.products if code in names)
    market = venue.market.name if venue.market else ""
    return [venue.name, VENUE_KINDS[venue.kind], venue.place, venue.address, sold, market, venue.website]


def _decided(line: Line) -> list[object]:
    """What was decided of a venue last, since when, until when and why."""
    act, state = line.act, state_word(line.state, lapsed=line.has_lapsed)
    if act is None:
        return [state, "", "", "", ""]
    ends_on = act.ends_on.isoformat() if act.ends_on else ""
    return [state, act.starts_on.isoformat(), ends_on, act.criteria_met, act.reasons]


def _directory(*, per_page: int = PER_PAGE, in_force: bool = False) -> dict[str, Any]:
    asked = request.args
    wanted = Wanted(
        query=asked.get("q", "")[:120].strip(),
        state=_one(VenueState, asked.get("etat")),
        kind=_one(VenueKind, asked.get("genre")),
        product=asked.get("produit", "")[:10],
        page=asked.get("page", 1, type=int),
        in_force=in_force,
        level=min(max(asked.get("niveau", 0, type=int), 0), MOST_CLAUSES),
    )
    actor = current_actor()
    found = directory(g.collective.id, wanted, today(), is_member=actor is not None, per_page=per_page)

    def page_url(page: int) -> str:
        filters: dict[str, Any] = asked.to_dict()
        return url_for("accreditation.index", **filters | {"page": page})

    version = current_version(g.collective.id)
    charter = version.charter if version else None
    return {
        "found": found,
        "wanted": wanted,
        "products": product_names(charter),
        "charter": charter,
        "levels": rows_of(charter) if charter else [],
        "page_url": page_url,
        "day": today(),
    }


def _one(kind: Any, value: str | None) -> Any:
    return next((member for member in kind if member.value == value), None)


@bp.get("/lieux/<int:venue_id>")
@requires(everyone)
def show(venue_id: int) -> Answer:
    """A venue: where it stands and why, what was found, who is tied to it, every act."""
    return show_page(load(venue_id))


def show_page(venue: Venue, form: InterestForm | AnswerForm | None = None) -> str:
    """The page of `venue`; `form` is a refused one, whose typed text is kept."""
    actor = current_actor()
    page = page_of(venue, today(), is_member=actor is not None)
    return render(
        "accreditation/show.html",
        venue=venue,
        page=page,
        sold=[page.products[code] for code in venue.products if code in page.products],
        steps=[(step, STEPS[step]) for step in steps_from(venue.state)] if policies.can_lead(actor) else [],
        acts=acts_from(venue.state),
        policies=policies,
        interest_form=form if isinstance(form, InterestForm) else InterestForm(formdata=None),
        answer_form=form if isinstance(form, AnswerForm) else AnswerForm(formdata=None),
        form_refused=form,
    )


@bp.get("/lieux/candidature")
@requires(everyone)
def application() -> Answer:
    """The form of a venue that applies."""
    return render("accreditation/apply.html", form=ApplicationForm(products()))


@bp.post("/lieux/candidature")
@requires(everyone)
def apply() -> Answer:
    """Take the application, and show once the code that follows it."""
    form = ApplicationForm(products())
    if not form.validate_on_submit():
        return render("accreditation/apply.html", form=form), 422
    count_application(g.collective.slug)
    try:
        venue, code = applying.apply(g.collective, form.asked())
    except applying.NameTaken as refusal:
        db.session.rollback()
        form.name.errors = [refusal.message]
        return render("accreditation/apply.html", form=form), 422
    # Shown in the answer itself: a code that opens something never goes in an address or a message.
    kept = committed(url_for("accreditation.follow"))
    if not sa.inspect(venue).persistent:  # the same form, sent at the same instant, was kept before
        return kept
    return render("accreditation/applied.html", venue=venue, code=code), 201


@bp.get("/lieux/suivi")
@requires(everyone)
def follow() -> Answer:
    """Where an applicant types the code received."""
    return render("accreditation/follow.html", form=CodeForm(formdata=None))


@bp.post("/lieux/suivi")
@requires(everyone)
def followed() -> Answer:
    """Where the application stands, for whoever holds its code."""
    form = CodeForm()
    found = applying.application_of(g.collective, form.code.data or "") if form.validate() else None
    if found is None:
        if not form.code.errors:
            form.code.errors = [_("Ce code n’ouvre rien. Vérifiez les signes un à un.")]
        return render("accreditation/follow.html", form=form), 422
    page = page_of(found.venue, today(), is_member=True)
    return render(
        "accreditation/followed.html", page=page, code=form.code.data, form=AnswerForm(formdata=None)
    )


@bp.post("/lieux/suivi/reponse")
@requires(everyone)
def answer() -> Answer:
    """What the venue answers before the decision."""
    code, form = request.form.get("code", ""), AnswerForm()
    found = applying.application_of(g.collective, code)
    if found is None:
        raise Unseen
    if not form.validate_on_submit():
        page = page_of(found.venue, today(), is_member=True)
        return render("accreditation/followed.html", page=page, code=code, form=form), 422
    applying.answer(found.venue, form.body.data or "", None)
    return committed(
        url_for("accreditation.follow"),
        _("Votre réponse est jointe au dossier : elle sera lue avant la décision."),
    )
