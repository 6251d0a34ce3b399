"""« Inscrire au blason »: what the room put together, shown, confirmed, written; and where it comes from."""

from __future__ import annotations

from flask import g, request, url_for
from flask_babel import gettext as _

from app.blason import services as blasons
from app.blason.arms import shield
from app.blason.document import InvalidBlason
from app.blason.wording import refusal
from app.db import db
from app.errors import Refused
from app.members.policies import signed_in
from app.web import acting_member, committed, render, requires
from app.workshops import emblazoning, notes, policies
from app.workshops.bench_routes import item_with_notes
from app.workshops.group_routes import ITEM
from app.workshops.models import AgendaItem, Workshop
from app.workshops.note_forms import InscriptionForm
from app.workshops.routes import Answer, bp, load
from app.workshops.services import inscribing


@bp.get(f"{ITEM}/inscription")
@requires(policies.can_lead_session)
def inscription(workshop_id: int, item_id: int) -> Answer:
    """What would be written, with the name and the rule that the votes chose."""
    workshop = load(workshop_id)
    item, chosen = item_with_notes(workshop, item_id), emblazoning.chosen(workshop)
    return _page(workshop, item, InscriptionForm(formdata=None, name=chosen.name, mode=chosen.mode))


@bp.post(f"{ITEM}/inscription")
@requires(policies.can_lead_session)
def inscribe(workshop_id: int, item_id: int) -> Answer:
    """Draw it again with another name or rule; or write it, once confirmed."""
    workshop, form = load(workshop_id), InscriptionForm()
    item = item_with_notes(workshop, item_id)
    if not form.validate():
        return _page(workshop, item, form), 422
    if request.form.get("act") == "preview":
        return _page(workshop, item, form)
    if not form.understood.data:
        form.understood.errors = [_("Cochez d’abord : c’est la salle qui décide.")]
        return _page(workshop, item, form), 422
    try:
        done = inscribing.inscribe(
            g.collective,
            workshop,
            item,
            acting_member(),
            name=form.name.data or "",
            mode=form.mode.data or "",
        )
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.message)
        workshop = load(workshop_id)
        return _page(workshop, item_with_notes(workshop, item_id), form), refused.status
    if done.proposal is not None:
        return committed(
            url_for("proposals.show", proposal_id=done.proposal.id),
            _("Le blason est déjà adopté : voici la proposition qui le révise, à relire et à soumettre."),
        )
    return committed(url_for("blason.show"), _("C’est inscrit au blason."))


def _page(workshop: Workshop, item: AgendaItem, form: InscriptionForm) -> str:
    columns = notes.columns_of(item)
    gathered = notes.gathered(item, columns)
    version = blasons.current_version(g.collective.id)
    before = version.blason if version else blasons.current_blason(g.collective)
    told: dict[str, object] = {}
    try:
        mode = form.mode.data if form.mode.data in emblazoning.CASCADES else ""
        after = emblazoning.draft(before, [one.common for one in gathered], form.name.data or "", mode or "")
        told = {"preview": shield(after.blason, "after"), "codes": after.codes, "known": after.known}
    except InvalidBlason as error:
        told = {"preview": shield(before, "after"), "codes": {}, "known": (), "impossible": refusal(error)}
    return render(
        "workshops/inscription.html",
        workshop=workshop,
        item=item,
        form=form,
        gathered=gathered,
        adopted=version is not None and version.decision_id is not None,
        **told,
    )


@bp.get("/<int:workshop_id>/sequences/<int:item_id>/origines")
@requires(signed_in)
def origins(workshop_id: int, item_id: int) -> Answer:
    """Where the sentences of an evening come from: each with its post-its and their groups."""
    workshop = load(workshop_id)
    item = item_with_notes(workshop, item_id)
    columns = notes.columns_of(item)
    return render(
        "workshops/origins.html",
        workshop=workshop,
        item=item,
        columns=columns,
        gathered=notes.gathered(item, columns),
        revealed=notes.are_revealed(item),
    )
