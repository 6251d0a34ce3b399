"""Cutting a proposal into articles: what they would be, then doing it."""

from __future__ import annotations

from flask import g, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.charter import splitting
from app.charter.editing import amending_proposal
from app.charter.policies import can_propose_amendment
from app.charter.routes import bp
from app.charter.wording import summary
from app.web import acting_member, committed, render, requires


@bp.get("/propositions/<int:proposal_id>/charte/articles")
@requires(can_propose_amendment)
def articles(proposal_id: int) -> str:
    """The articles that the proposal would be cut into."""
    proposal = amending_proposal(proposal_id)
    found = splitting.cut(proposal, g.collective).articles
    told = [(title, summary(article.changes)) for title, article in found]
    return render("charter/articles.html", proposal=proposal, articles=told)


@bp.post("/propositions/<int:proposal_id>/charte/articles")
@requires(can_propose_amendment)
def split(proposal_id: int) -> Response:
    """Write them, in place of the whole."""
    proposal = amending_proposal(proposal_id)
    seen = request.form.get("version", type=int)
    written = splitting.split(proposal, acting_member(), g.collective, seen=seen)
    waiting = [part for part in written if part.state.value == "draft"]
    told = ngettext(
        "La proposition est partagée en %(num)d article.",
        "La proposition est partagée en %(num)d articles.",
        len(written),
    )
    if waiting:
        told += " " + ngettext(
            "%(num)d reste parmi vos brouillons.", "%(num)d restent parmi vos brouillons.", len(waiting)
        )
    return committed(url_for("deliberations.show", deliberation_id=proposal.deliberation_id), told)
