"""Minutes as files: PDF for paper, Markdown for any editor; the record of decisions apart."""

from __future__ import annotations

from typing import Any

from flask import Response, g, request
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from app.addresses import identifier
from app.blason.arms import shield
from app.blason.services import current_blason
from app.charter.print_blocks import blocks
from app.errors import Unseen
from app.web import requires
from app.workshops import policies
from app.workshops.minutes import reading, screen
from app.workshops.minutes.document import RECORD, Section, to_markdown
from app.workshops.minutes.models import Minutes
from app.workshops.minutes.pdf import pdf
from app.workshops.routes import bp, load


@bp.get("/<int:workshop_id>/proces-verbal.pdf")
@requires(policies.can_see_sessions)
def minutes_pdf(workshop_id: int) -> Response:
    """The whole, typeset, with room to sign."""
    found = _asked(workshop_id)
    told = _told(found, screen.title_of(found), found.document)
    return _printed(told, f"proces-verbal-{found.workshop_id}-{found.number}")


@bp.get("/<int:workshop_id>/releve-de-decisions.pdf")
@requires(policies.can_see_sessions)
def record_pdf(workshop_id: int) -> Response:
    """The record of decisions alone."""
    found = _asked(workshop_id)
    record = [section for section in found.document if section.key in RECORD]
    title = _("Relevé de décisions · %(session)s", session=found.workshop.title)
    return _printed(_told(found, title, record), f"releve-de-decisions-{found.workshop_id}")


@bp.get("/<int:workshop_id>/proces-verbal.md")
@requires(policies.can_see_sessions)
def minutes_markdown(workshop_id: int) -> Response:
    """The whole as text."""
    found = _asked(workshop_id)
    text = to_markdown(screen.title_of(found), found.document, [screen.standing(found)])
    return Response(text, mimetype="text/markdown", content_type="text/markdown; charset=utf-8")


def _asked(workshop_id: int) -> Minutes:
    """The edition that `?edition=` names, or the latest. Raises Unseen."""
    number = request.args.get("edition")
    try:
        return reading.edition(load(workshop_id), identifier(number) if number else None)
    except ValueError:
        raise Unseen from None


def _told(found: Minutes, title: str, sections: list[Section]) -> dict[str, Any]:
    day = format_date(found.workshop.opened_at or found.workshop.starts_at, "long")
    return {
        "language": get_locale().language,
        "shield": _("Blason de « %(name)s »", name=g.collective.name),
        "title": title,
        "place": " · ".join(part for part in (g.collective.name, day, found.workshop.place) if part),
        "standing": screen.standing(found),
        "remarks": _("Remarques faites à l’approbation : %(text)s", text=found.remarks)
        if found.remarks
        else "",
        "proof": _("Empreinte : %(hash)s", hash=found.digest or found.fingerprint),
        "sections": [
            {
                "title": section.title,
                "blocks": blocks(section.text),
                "alone": section.key == RECORD[0] and len(sections) > len(RECORD),
                "signs": section.key == "signatures",
            }
            for section in sections
        ],
    }


def _printed(told: dict[str, Any], name: str) -> Response:
    answer = Response(pdf(told, str(shield(current_blason(g.collective)))), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
