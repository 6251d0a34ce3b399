"""Common items: notes put together under one sentence, reworded, ordered, parted again."""

from __future__ import annotations

from flask import request

from app.addresses import identifier
from app.db import db
from app.errors import Refused
from app.web import acting_member, render, requires
from app.workshops import policies
from app.workshops.bench_routes import NOTE, back_to_bench, bench_of, item_with_notes
from app.workshops.group_models import CommonItem
from app.workshops.group_routes import ITEM
from app.workshops.leading_routes import number
from app.workshops.models import AgendaItem, Workshop
from app.workshops.note_forms import CommonForm
from app.workshops.routes import Answer, bp, load
from app.workshops.services import merging, noting

COMMONS = f"{ITEM}/reunions"
COMMON = f"{COMMONS}/<int:common_id>"


@bp.post(COMMONS)
@requires(policies.can_lead_session)
def gather(workshop_id: int, item_id: int) -> Answer:
    """Put the chosen notes together: under a new sentence, with a common item, or one as it is."""
    workshop = load(workshop_id)
    item, chosen = item_with_notes(workshop, item_id), _chosen()
    if "keep" in request.form:
        return _keep(workshop, item)
    if request.form.get("act") == "add":
        common = merging.find_common(item, number("common"))
        merging.add(workshop, item, acting_member(), common, chosen)
        return back_to_bench(workshop, item, anchor=f"c{common.id}")
    form = CommonForm()
    if not form.validate():
        return _again(workshop, item, form, 422)
    try:
        common = merging.gather(
            workshop,
            item,
            acting_member(),
            chosen,
            form.text.data or "",
            request.form.get("axis", ""),
            form.kind.data or "",
        )
    except Refused as refusal:
        db.session.rollback()
        form.text.errors = [refusal.message]
        workshop = load(workshop_id)
        return _again(workshop, item_with_notes(workshop, item_id), form, refusal.status)
    return back_to_bench(workshop, item, anchor=f"c{common.id}")


def _keep(workshop: Workshop, item: AgendaItem) -> Answer:
    note = noting.find_note(item, number("keep"))
    common = merging.gather(
        workshop, item, acting_member(), [note.id], note.text, note.axis, request.form.get("kind", "")
    )
    return back_to_bench(workshop, item, anchor=f"c{common.id}")


def _again(workshop: Workshop, item: AgendaItem, form: CommonForm, status: int) -> Answer:
    told = bench_of(workshop, item)
    page = render("workshops/bench.html", **told, refused=form, chosen=_chosen())
    return page, status


@bp.post(COMMON)
@requires(policies.can_lead_session)
def reword_common(workshop_id: int, item_id: int, common_id: int) -> Answer:
    """Another sentence, another kind."""
    workshop, item, common = _common(workshop_id, item_id, common_id)
    form = CommonForm()
    if not form.validate():
        raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors), 422)
    merging.reword(
        workshop,
        item,
        acting_member(),
        common,
        form.text.data or "",
        form.kind.data or "",
        number("seen"),
    )
    return back_to_bench(workshop, item, anchor=f"c{common.id}")


@bp.post(f"{COMMON}/place")
@requires(policies.can_lead_session)
def move_common(workshop_id: int, item_id: int, common_id: int) -> Answer:
    """Before its neighbour, or after."""
    workshop, item, common = _common(workshop_id, item_id, common_id)
    merging.move(workshop, item, acting_member(), common, -1 if request.form.get("way") == "up" else 1)
    return back_to_bench(workshop, item, anchor=f"c{common.id}")


@bp.post(f"{COMMON}/defaite")
@requires(policies.can_lead_session)
def part_common(workshop_id: int, item_id: int, common_id: int) -> Answer:
    """Its notes are apart again."""
    workshop, item, common = _common(workshop_id, item_id, common_id)
    merging.part(workshop, item, acting_member(), common)
    return back_to_bench(workshop, item)


@bp.post(f"{NOTE}/sortie")
@requires(policies.can_lead_session)
def take_note_out(workshop_id: int, item_id: int, note_id: int) -> Answer:
    """Take a note out of its common item."""
    workshop = load(workshop_id)
    item = item_with_notes(workshop, item_id)
    merging.take_out(workshop, item, acting_member(), noting.find_note(item, note_id))
    return back_to_bench(workshop, item)


def _common(workshop_id: int, item_id: int, common_id: int) -> tuple[Workshop, AgendaItem, CommonItem]:
    workshop = load(workshop_id)
    item = item_with_notes(workshop, item_id)
    return workshop, item, merging.find_common(item, common_id)


def _chosen() -> list[int]:
    """The notes ticked on the page; what is no number is no note."""
    chosen = []
    for value in request.form.getlist("note"):
        try:
            chosen.append(identifier(value))
        except ValueError:
            continue
    return chosen
