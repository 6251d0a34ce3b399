"""Composing a proposal's revision of the blason: the founders' editor, writing into the proposal instead."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from app.blason import changes, services, writing
from app.blason.document import Blason, ItemKind
from app.blason.editing import KIND, QUESTION
from app.blason.effects import INVALID, changes_of
from app.blason.policies import can_propose_revision
from app.blason.routes import bp
from app.blason.wording import conflict, in_words
from app.blason.writing import Answer, Change
from app.errors import Refused
from app.proposals.services.composing import editable_proposal, set_effect_payload
from app.votes.rules import QuestionKind
from app.web import acting_member, committed, requires

PATH = "/propositions/<int:proposal_id>/blason"


class Revision:
    """Writes into a proposal. What moved in the blason since is put aside, and said."""

    page = "blason/revise.html"

    def __init__(self, proposal_id: int) -> None:
        self.proposal = editable_proposal(g.collective, proposal_id, acting_member())
        if self.proposal.effect_kind != "blason.revise":
            raise Refused(_("Cette proposition n’a pas pour effet de réviser le blason."))
        self.today = services.current_blason(g.collective)
        kept = changes_of(self.proposal.effect_payload)
        self.lost = changes.conflicts(self.today, kept)
        self.changes = [change for change in kept if not changes.conflicts(self.today, [change])]

    def blason(self) -> Blason:
        try:
            return changes.apply(self.today, self.changes)
        except INVALID:
            return self.today

    def write(self, change: Change) -> None:
        self.keep({"changes": changes.compare(self.today, change(self.blason()))})

    def keep(self, payload: dict[str, Any]) -> None:
        """Keep the payload in the proposal."""
        set_effect_payload(self.proposal, payload, acting_member(), seen=str(self.proposal.version))

    def at(self, name: str, **values: Any) -> str:
        endpoint = "revise" if name == "edit" else f"revise_{name}"
        return url_for(f"blason.{endpoint}", proposal_id=self.proposal.id, **values)

    def told(self) -> dict[str, Any]:
        return {
            "revision": True,
            "proposal": self.proposal,
            "rows": [in_words(change) for change in changes.compare(self.today, self.blason())],
            "lost": [conflict(code) for code in self.lost],
            "as_is": bool(self.proposal.effect_payload.get("as_is")),
            "is_draft": not services.is_adopted(g.collective.id),
        }


@bp.get(PATH)
@requires(can_propose_revision)
def revise(proposal_id: int) -> Answer:
    """The blason as the proposal would leave it."""
    return writing.editor(Revision(proposal_id))


@bp.post(f"{PATH}/nom")
@requires(can_propose_revision)
def revise_rename(proposal_id: int) -> Answer:
    """Another name."""
    return writing.rename(Revision(proposal_id))


@bp.post(f"{PATH}/<{KIND}:kind>")
@requires(can_propose_revision)
def revise_add_item(proposal_id: int, kind: str) -> Answer:
    """One more sentence of this kind."""
    return writing.add_item(Revision(proposal_id), ItemKind(kind))


@bp.get(f"{PATH}/elements/<code>")
@requires(can_propose_revision)
def revise_item(proposal_id: int, code: str) -> Answer:
    """One sentence, to reword."""
    return writing.item(Revision(proposal_id), code)


@bp.post(f"{PATH}/elements/<code>")
@requires(can_propose_revision)
def revise_reword_item(proposal_id: int, code: str) -> Answer:
    """The sentence reworded."""
    return writing.reword_item(Revision(proposal_id), code)


@bp.post(f"{PATH}/elements/<code>/retrait")
@requires(can_propose_revision)
def revise_remove_item(proposal_id: int, code: str) -> Answer:
    """The sentence taken out."""
    return writing.remove_item(Revision(proposal_id), code)


@bp.route(f"{PATH}/regles/<{QUESTION}:kind>", methods=["GET", "POST"])
@requires(can_propose_revision)
def revise_rules(proposal_id: int, kind: str) -> Answer:
    """The cascade for one kind of question."""
    return writing.rules(Revision(proposal_id), QuestionKind(kind))


@bp.post(f"{PATH}/reprise")
@requires(can_propose_revision)
def revise_again(proposal_id: int) -> Answer:
    """Begin again from the blason of today."""
    pen = Revision(proposal_id)
    pen.keep({})
    return committed(pen.at("edit"), _("La révision repart du blason d’aujourd’hui."))


@bp.post(f"{PATH}/tel-quel")
@requires(can_propose_revision)
def revise_as_is(proposal_id: int) -> Answer:
    """Propose to adopt the founders' draft word for word."""
    pen, version = Revision(proposal_id), services.current_version(g.collective.id)
    if version is None or services.is_adopted(g.collective.id):
        raise Refused(_("Le blason est déjà adopté : une proposition doit dire ce qu’elle y change."))
    pen.keep({"changes": [], "as_is": version.hash})
    return committed(
        url_for("proposals.show", proposal_id=proposal_id), _("La proposition adopte le brouillon tel quel.")
    )
