"""One page that shows the whole design; its form shows how a refused form looks."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

from flask import Blueprint, request
from flask_babel import gettext as _

from app.blason.arms import shield
from app.blason.document import Blason, ItemKind
from app.gallery.forms import SampleForm
from app.votes.presets import GENEVE
from app.web import everyone, render, requires

bp = Blueprint("gallery", __name__)
TINCTURES = ("gueules", "azur", "sinople", "or", "pourpre")
SURFACES = ("paper", "sheet", "ink", "ink-soft", "line", "line-strong", "metal")
SAMPLE_MOMENT = datetime(2024, 4, 23, 16, 5, tzinfo=UTC)


@bp.route("/composants", methods=["GET", "POST"])
@requires(everyone)
def show() -> str | tuple[str, int]:
    """Every token and component; sending the form changes nothing and shows its errors."""
    f = SampleForm()
    refused = request.method == "POST" and not f.validate_on_submit()
    page = render(
        "gallery/show.html",
        f=f,
        tinctures=TINCTURES,
        surfaces=SURFACES,
        sample_moment=SAMPLE_MOMENT,
        two_thirds=Fraction(2, 3),
        shield=shield(_sample_blason()),
        sample_code="fi-ffl-0O1l",
        page_url="?page={}".format,
    )
    return (page, 422) if refused else page


def _sample_blason() -> Blason:
    """Half written, so that a quarter shows how it waits."""
    blason = Blason(name=_("Un collectif d’exemple"), rules=GENEVE)
    blason = blason.with_item(ItemKind.PURPOSE, _("Manger bien, toutes et tous"))
    return blason.with_item(ItemKind.VALUE, _("Solidarité")).with_item(ItemKind.VALUE, _("Convivialité"))
