"""Composing a proposal's change of the charter, in place: what changed is derived from what was typed.

Nothing is saved before « Enregistrer »: the page carries the changes made so far, and the version of the
charter they start from. When a decision moved that version meanwhile, they are carried over to the new one
and shown again; nothing of what was typed is lost, nothing of what was decided is overwritten unseen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.charter import drafting, services
from app.charter.changes import Change
from app.charter.diff import Fate, clauses
from app.charter.document import Charter, ClauseKind, InvalidDocument, Scope
from app.charter.drafting import Draft
from app.charter.forms import UNTITLED, CharterForm, form_for
from app.charter.policies import can_propose_amendment
from app.charter.rate_fields import rows_of, typed_rates
from app.charter.rate_wording import falls, rules_changed
from app.charter.routes import bp
from app.charter.settle_wording import sides
from app.charter.settling import Choice, is_question, name, questions, settled
from app.charter.wording import ADDABLE, conflict, refusal, summary, unreadable
from app.errors import Refused
from app.proposals.models import Proposal
from app.proposals.services.composing import editable_proposal, set_effect_payload
from app.web import acting_member, committed, render, requires

Answer = str | Response | tuple[str, int]
_TEXTS = ("add", "rewrite")


@bp.get("/propositions/<int:proposal_id>/charte")
@requires(can_propose_amendment)
def edit(proposal_id: int) -> Answer:
    """The charter as the proposal would leave it, each clause in its fields."""
    proposal = amending_proposal(proposal_id)
    number, current = _current()
    stored = list((proposal.effect_payload or {}).get("changes", []))
    draft = drafting.begin(current, stored)
    asked = questions(current, draft.written)
    return _page(proposal, draft, base=number, seen=str(proposal.version), asked=asked)


@bp.post("/propositions/<int:proposal_id>/charte")
@requires(can_propose_amendment)
def save(proposal_id: int) -> Answer:
    """Do what the pressed button says: add, move, number, remove or put back clauses, show, or save."""
    proposal = amending_proposal(proposal_id)
    number, current = _current()
    number_read, seen = _base(), request.form.get("seen", "")
    asked = [change for change in _carried("asked") if is_question(change)]
    read = current if number_read == number else _charter_of(number_read)
    start = drafting.begin(read, _carried("changes"))
    act, target = _button()
    form = form_for(start.charter, asked=asked, titled=act == "finish")
    shown = partial(_page, proposal, base=number_read, seen=seen, asked=asked)
    try:
        if not form.validate_on_submit():
            return shown(start, form=form), 422
        chosen = form.chosen(asked)
        typed = Draft(start.base, settled(Draft(start.base, _typed(start.charter, form)), asked, chosen))
        done = Draft(start.base, _act(typed, act, target))
    except InvalidDocument as error:
        form.form_errors.append(refusal(error))
        return shown(start, form=form), 422
    if number_read != number:
        draft = drafting.begin(current, done.changes)
        again = {name(change): change for change in [*asked, *questions(current, draft.written)]}
        return _page(proposal, draft, base=number, seen=seen, asked=[*again.values()], chosen=chosen), 409
    if act == "finish" and not form.all_settled(asked):
        return shown(done, form=form), 422
    if act != "finish":
        return shown(done, chosen=chosen)
    return _saved(proposal, done, number, seen)


def _saved(proposal: Proposal, done: Draft, number: int, seen: str) -> Answer:
    """Save what changes, unless the proposal was saved elsewhere since the page was opened."""
    latest = str(proposal.version)
    if seen != latest:
        form = form_for(done.charter, unfilled=True, titled=True)
        form.form_errors.append(_stale())
        return _page(proposal, done, base=number, seen=latest, form=form), 409
    set_effect_payload(proposal, {"changes": done.changes}, acting_member(), seen=latest)
    return committed(url_for("proposals.show", proposal_id=proposal.id), _("Le changement est enregistré."))


def _stale() -> str:
    return _(
        "Cette proposition a été modifiée ailleurs pendant que vous écriviez. Rien n’a été écrasé : "
        "relisez, puis enregistrez de nouveau si votre texte doit prendre la place de l’autre."
    )


def amending_proposal(proposal_id: int) -> Proposal:
    """The proposal that changes the charter, for its author. Raises Unseen, Forbidden, Refused."""
    proposal = editable_proposal(g.collective, proposal_id, acting_member())
    if proposal.effect_kind != "charter.amend":
        raise Refused(_("Cette proposition ne change pas la charte."))
    return proposal


def _current() -> tuple[int, Charter]:
    """The number of the version in force, 0 before the first, and what it says."""
    version = services.current_version(g.collective.id)
    return (version.number, version.charter) if version else (0, Charter())


def _charter_of(number: int) -> Charter:
    """What a version says; the blank page for one that never was."""
    version = services.version(g.collective.id, number)
    return version.charter if version else Charter()


def _base() -> int:
    """The version the page started from."""
    return request.form.get("base", 0, type=int)


def _carried(field: str) -> list[Change]:
    """The changes the page carries in `field`. Raises Refused, 422, when they are not ones."""
    try:
        carried = json.loads(request.form.get(field) or "[]")
    except (ValueError, RecursionError):
        carried = None
    if not isinstance(carried, list) or not all(isinstance(change, dict) for change in carried):
        raise Refused(unreadable(), 422)
    return carried


def _button() -> tuple[str, str]:
    act, _colon, target = request.form.get("do", "finish").partition(":")
    return act, target


def _typed(charter: Charter, form: CharterForm) -> Charter:
    """`charter` with the words of the form. Raises InvalidDocument."""
    typed = tuple(form.clause(clause) for clause in charter.clauses)
    return typed_rates(replace(charter, clauses=typed, threshold=form.threshold.data or None), form)


def _act(draft: Draft, act: str, target: str) -> Charter:
    """The draft after a button. Raises InvalidDocument."""
    charter = draft.charter
    match act:
        case "add" if target in ADDABLE:
            kind, _colon, scope = target.partition(":")
            return drafting.added(charter, UNTITLED, ClauseKind(kind), Scope(scope) if scope else None)
        case "sub":
            return drafting.refined(charter, UNTITLED, target)
        case "up" | "down":
            return drafting.shifted(charter, target, -1 if act == "up" else 1)
        case "number":
            return drafting.numbered(charter) if target == "order" else drafting.unnumbered(charter)
        case "remove" | "restore":
            return drafting.removed(charter, target) if act == "remove" else drafting.restored(draft, target)
    return charter


def _page(
    proposal: Proposal,
    draft: Draft,
    *,
    base: int,
    seen: str,
    asked: Sequence[Change] = (),
    chosen: Mapping[str, Choice] = MappingProxyType({}),
    form: CharterForm | None = None,
) -> str:
    form = form or form_for(draft.charter, asked=asked, chosen=chosen, unfilled=True, titled=True)
    form.carry(base=base, changes=draft.changes, asked=asked, seen=seen)
    rows = [row for row in clauses(draft.base, draft.charter) if row.fate is not Fate.KEPT]
    return render(
        "charter/edit.html",
        proposal=proposal,
        charter=draft.charter,
        form=form,
        lost=[change for change in draft.lost if change.get("op") in _TEXTS],
        lost_rules=_told(change for change in draft.lost if change.get("op") not in _TEXTS),
        moved=[conflict(*found) for found in draft.moved],
        joined=draft.joined,
        renumbered=draft.renumbered,
        asked=[(form[f"settle-{name(change)}"], *sides(draft.base, change)) for change in asked],
        is_unsaved=request.method == "POST",
        addable=ADDABLE,
        next_code=_next_code,
        changed={row.clause.code for row in rows if row.fate is not Fate.RENUMBERED},
        rows=rows,
        rules=rules_changed(draft.base, draft.charter),
        rate_rows=rows_of(draft.charter),
        falls=falls(draft.charter),
    )


def _told(lost: Iterable[Change]) -> str:
    """What else could not be made, in a sentence; empty when nothing is lost."""
    changes = list(lost)
    return summary(changes) if changes else ""


def _next_code(charter: Charter, what: str) -> str:
    """The code that the button `what` would give: where its page shows the new clause."""
    kind, _colon, scope = what.partition(":")
    return charter.next_code(ClauseKind(kind), Scope(scope) if scope else None)
