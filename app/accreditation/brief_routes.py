"""The charter in a minute, for whoever stands in a shop: what it asks, what it gives, and where."""

from __future__ import annotations

from flask import Blueprint, g, redirect, url_for

from app.accreditation.reading import Wanted, directory
from app.accreditation.routes import Answer, today
from app.accreditation.wording import product_names
from app.blason.arms import shield
from app.blason.services import current_blason
from app.charter.rate_fields import rows_of
from app.charter.services import current_version
from app.charter.wording import threshold_sentence
from app.members.mail import public_url
from app.qr import qr
from app.web import everyone, render, requires

bp = Blueprint("brief", __name__, url_prefix="/c/<slug>")
SHOWN = 12


@bp.get("/charte/en-bref")
@requires(everyone)
def show() -> Answer:
    """The criteria in everyday words, the rates, the venues."""
    return _page("accreditation/brief.html")


@bp.get("/charte/affiche")
@requires(everyone)
def poster() -> Answer:
    """The same on a sheet to pin up, with the address of the page as a square to scan."""
    address = public_url("brief.show", slug=g.collective.slug)
    arms = shield(current_blason(g.collective), "poster", words=False)
    return _page("accreditation/poster.html", qr=qr(address), address=address.partition("://")[2], arms=arms)


def _page(template: str, **told: object) -> Answer:
    version = current_version(g.collective.id)
    if version is None:
        return redirect(url_for("charter.show"), 303)
    charter = version.charter
    return render(
        template,
        version=version,
        charter=charter,
        sentence=threshold_sentence(charter),
        rate_rows=rows_of(charter),
        found=directory(g.collective.id, Wanted(in_force=True), today(), is_member=False, per_page=SHOWN),
        products=product_names(charter),
        **told,
    )
