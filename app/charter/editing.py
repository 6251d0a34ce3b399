"""Composing a proposal's change of the charter, in place: what changed is derived from what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.charter import changes, services
from app.charter.changes import Change, InvalidChange
from app.charter.diff import Fate, clauses
from app.charter.document import Charter, Clause, ClauseKind, InvalidDocument, Scope, with_clause
from app.charter.forms import CharterForm, form_for
from app.charter.policies import can_propose_amendment
from app.charter.routes import bp
from app.charter.wording import ADDABLE, conflict, refusal, threshold_sentence
from app.errors import Refused
from app.proposals.models import Proposal
from app.proposals.services.composing import editable_proposal, set_effect_payload
from app.web import acting_member, committed, render, requires

Answer = str | Response | tuple[str, int]


@bp.get("/propositions/<int:proposal_id>/charte")
@requires(can_propose_amendment)
def edit(proposal_id: int) -> Answer:
    """The charter as the proposal would leave it, each clause in its fields."""
    proposal = editable_proposal(g.collective, proposal_id, acting_member())
    working, lost = _working(proposal)
    return _page(proposal, working, form_for(working, seen=proposal.version, unfilled=True), lost)


@bp.post("/propositions/<int:proposal_id>/charte")
@requires(can_propose_amendment)
def save(proposal_id: int) -> Answer:
    """Keep what was typed, then do what the pressed button says: add, move or remove a clause, or finish."""
    proposal = editable_proposal(g.collective, proposal_id, acting_member())
    working, lost = _working(proposal)
    form = form_for(working, seen=proposal.version)
    if not form.validate_on_submit():
        return _page(proposal, working, form, lost), 422
    act, _colon, target = request.form.get("do", "finish").partition(":")
    try:
        typed = _typed(working, form)
        done, place = _act(typed, act, target)
    except InvalidDocument as error:
        form.form_errors.append(refusal(error))
        return _page(proposal, working, form, lost), 422
    payload = {"changes": changes.derive(services.current_charter(g.collective.id), done)}
    set_effect_payload(proposal, payload, acting_member(), seen=form.seen.data or "")
    if act == "finish":
        return committed(
            url_for("proposals.show", proposal_id=proposal.id), _("Le changement est enregistré.")
        )
    return committed(url_for("charter.edit", proposal_id=proposal.id, _anchor=place))


def _working(proposal: Proposal) -> tuple[Charter, list[Change]]:
    """The charter in force once the proposal's changes are made, and those that no longer can be."""
    if proposal.effect_kind != "charter.amend":
        raise Refused(_("Cette proposition ne change pas la charte."))
    return changes.salvage(services.current_charter(g.collective.id), _stored(proposal))


def _stored(proposal: Proposal) -> Sequence[Change]:
    return list((proposal.effect_payload or {}).get("changes", []))


def _typed(working: Charter, form: CharterForm) -> Charter:
    typed = tuple(form.clause(clause) for clause in working.clauses)
    return replace(working, clauses=typed, threshold=form.threshold.data or None)


def _act(charter: Charter, act: str, target: str) -> tuple[Charter, str]:
    """The charter after a button, and the anchor of the clause it touched. Raises InvalidDocument."""
    match act:
        case "add" if target in ADDABLE:
            kind, _colon, scope = target.partition(":")
            return _added(charter, ClauseKind(kind), Scope(scope) if scope else None)
        case "sub" if charter.clause(target):
            return _added(charter, ClauseKind.SUB_CRITERION, parent=target)
        case "up" | "down" if charter.clause(target):
            return _shifted(charter, target, -1 if act == "up" else 1), target
        case "remove":
            kept = tuple(c for c in charter.clauses if target not in (c.code, c.parent))
            return replace(charter, clauses=kept, threshold=_reachable(charter, kept)), "main"
    return charter, "main"


def _added(
    charter: Charter, kind: ClauseKind, scope: Scope | None = None, parent: str | None = None
) -> tuple[Charter, str]:
    code = charter.next_code(kind, scope, parent)
    clause = Clause(code=code, kind=kind, scope=scope, parent=parent, title=_("Titre à écrire"))
    return with_clause(charter, clause), code


def _shifted(charter: Charter, code: str, by: int) -> Charter:
    """One clause moved among those it is read with: same kind, scope and parent."""
    kin = [c for c in charter.clauses if _place_of(c) == _place_of(charter.clause(code))]
    here = next(number for number, clause in enumerate(kin) if clause.code == code)
    there = max(0, min(len(kin) - 1, here + by))
    order = list(charter.clauses)
    first, second = order.index(kin[here]), order.index(kin[there])
    order[first], order[second] = order[second], order[first]
    return replace(charter, clauses=tuple(order))


def _place_of(clause: Clause | None) -> Any:
    return clause and (clause.kind, clause.scope, clause.parent)


def _reachable(charter: Charter, kept: tuple[Clause, ...]) -> int | None:
    """The threshold, lowered when removing criteria would put it out of reach."""
    most = len(Charter(kept, None, charter.last).venue_criteria)
    return min(charter.threshold, most) or None if charter.threshold else None


def _page(proposal: Proposal, working: Charter, form: CharterForm, lost: Sequence[Change]) -> str:
    current = services.current_charter(g.collective.id)
    moved = [conflict(*found) for found in changes.conflicts(current, _stored(proposal))]
    try:
        rows = clauses(current, working)
    except (InvalidChange, InvalidDocument):
        rows = []
    return render(
        "charter/edit.html",
        proposal=proposal,
        charter=working,
        form=form,
        lost=[change for change in lost if change["op"] in ("add", "rewrite")],
        moved=moved,
        addable=ADDABLE,
        rows=[row for row in rows if row.fate is not Fate.KEPT],
        threshold_before=threshold_sentence(current),
        threshold_after=threshold_sentence(working),
    )
