"""Reading the blason: on screen, version by version, as a drawing, as a poster."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request

from app.blason import services
from app.blason.arms import shield
from app.blason.document import Blason
from app.blason.origins import origins_of
from app.blason.policies import can_draft
from app.blason.poster import pdf
from app.blason.wording import ITEM_KINDS
from app.errors import Unseen
from app.votes.rules import QuestionKind
from app.votes.rules_wording import kind_label, mode_label, step_rules
from app.web import current_actor, everyone, render, requires

bp = Blueprint("blason", __name__, url_prefix="/c/<slug>")


@bp.context_processor
def _words() -> dict[str, Any]:
    """What the templates of this feature say things with."""
    return {
        "item_kinds": ITEM_KINDS,
        "question_kinds": list(QuestionKind),
        "kind_label": kind_label,
        "mode_label": mode_label,
        "step_rules": step_rules,
        "shield": shield,
    }


@bp.get("/blason")
@requires(everyone)
def show() -> str:
    """The shield, its items, the rules in plain words, the versions."""
    listed = services.versions(g.collective.id)
    blason = listed[0].version.blason if listed else services.current_blason(g.collective)
    adopted = any(row.version.decision_id for row in listed)
    return render(
        "blason/show.html",
        blason=blason,
        versions=listed,
        adopted=adopted,
        origins=origins_of(g.collective.id) if current_actor() else {},
        may_draft=can_draft(current_actor()) and not adopted,
    )


@bp.get("/blason/versions/<int:number>")
@requires(everyone)
def version(number: int) -> str:
    """The blason as it was."""
    found = services.version(g.collective.id, number)
    if found is None:
        raise Unseen
    latest = services.current_version(g.collective.id)
    return render(
        "blason/version.html",
        version=found,
        blason=found.blason,
        is_current=latest is not None and latest.number == number,
    )


@bp.get("/blason.svg")
@requires(everyone)
def drawing() -> Response:
    """The shield alone, as a file; it changes address with `?v=`, so that browsers may keep it a while."""
    answer = Response(str(shield(_current())), mimetype="image/svg+xml")
    answer.add_etag()
    answer.headers["Cache-Control"] = "public, max-age=60"
    answer.make_conditional(request)
    return answer


@bp.get("/blason/affiche")
@requires(everyone)
def poster() -> str:
    """One page for the wall."""
    return render("blason/poster.html", blason=_current())


@bp.get("/blason.pdf")
@requires(everyone)
def poster_file() -> Response:
    """The poster as a PDF, A4."""
    blason = _current()
    answer = Response(
        pdf(str(shield(blason)), blason.name, g.collective.territory), mimetype="application/pdf"
    )
    answer.headers["Content-Disposition"] = 'inline; filename="blason.pdf"'
    return answer


def _current() -> Blason:
    return services.current_blason(g.collective)
