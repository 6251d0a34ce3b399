"""The amendments under way, clause by clause, and the order in which to put them to the vote."""

from __future__ import annotations

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.charter import contesting, services
from app.charter.policies import can_order_amendments, can_propose_amendment
from app.charter.routes import bp
from app.charter.wording import contested_name, summary
from app.web import acting_member, committed, render, requires


@bp.get("/charte/amendements")
@requires(can_propose_amendment)
def amendments() -> str:
    """Those that touch the same clause, the furthest from the text first unless a facilitator chose."""
    known = contesting.contested(g.collective.id)
    return render(
        "charter/amendments.html",
        charter=services.current_charter(g.collective.id),
        contests=known.contests,
        proposals=known.proposals,
        orders=known.orders,
        contested=contested_name,
        told={
            number: summary(one.effect_payload.get("changes", [])) for number, one in known.proposals.items()
        },
    )


@bp.post("/charte/amendements/ordre")
@requires(can_order_amendments)
def order_amendments() -> Response:
    """Put one earlier or later, or come back to the furthest first."""
    code, number = request.form.get("code", "")[:20], request.form.get("proposal", 0, type=int)
    if request.form.get("do") == "forget":
        contesting.forget(g.collective, code, acting_member())
    else:
        by = 1 if request.form.get("do") == "later" else -1
        contesting.move(g.collective, code, number, by, acting_member())
    return committed(
        url_for("charter.amendments", _anchor=f"contest-{code}"), _("L’ordre des votes est enregistré.")
    )
