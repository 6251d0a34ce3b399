"""Writing the blason by hand, before the first decision: items, name, rules."""

from __future__ import annotations

from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _

from app.blason import services, writing
from app.blason.document import Blason, ItemKind
from app.blason.policies import can_draft
from app.blason.routes import bp
from app.blason.writing import Answer, Change
from app.errors import Refused
from app.votes.rules import QuestionKind
from app.web import acting_member, requires

KIND = "any(purpose, objective, value, prohibition)"
QUESTION = "any(blason, charter, accreditation, ordinary)"


class Founder:
    """Writes on the blason itself; refused (409) once a decision adopted it."""

    page = "blason/edit.html"

    def __init__(self) -> None:
        if services.is_adopted(g.collective.id):
            raise _adopted()

    def blason(self) -> Blason:
        return services.current_blason(g.collective)

    def write(self, change: Change) -> None:
        try:
            services.edit(g.collective, acting_member(), change)
        except services.AlreadyAdopted:
            raise _adopted() from None

    def at(self, name: str, **values: Any) -> str:
        return url_for(f"blason.{name}", **values)

    def told(self) -> dict[str, Any]:
        return {}


@bp.get("/blason/modifier")
@requires(can_draft)
def edit() -> Answer:
    """Everything that can be written, on one page."""
    return writing.editor(Founder())


@bp.post("/blason/nom")
@requires(can_draft)
def rename() -> Answer:
    """Another name on the ribbon."""
    return writing.rename(Founder())


@bp.post(f"/blason/<{KIND}:kind>")
@requires(can_draft)
def add_item(kind: str) -> Answer:
    """One more sentence of this kind."""
    return writing.add_item(Founder(), ItemKind(kind))


@bp.get("/blason/elements/<code>")
@requires(can_draft)
def item(code: str) -> Answer:
    """One sentence, to reword."""
    return writing.item(Founder(), code)


@bp.post("/blason/elements/<code>")
@requires(can_draft)
def reword_item(code: str) -> Answer:
    """The sentence reworded."""
    return writing.reword_item(Founder(), code)


@bp.post("/blason/elements/<code>/retrait")
@requires(can_draft)
def remove_item(code: str) -> Answer:
    """The sentence taken out."""
    return writing.remove_item(Founder(), code)


@bp.post("/blason/elements/<code>/place")
@requires(can_draft)
def move_item(code: str) -> Answer:
    """The sentence one place up or down."""
    return writing.move(Founder(), code, -1 if request.form.get("direction") == "up" else 1)


@bp.route(f"/blason/regles/<{QUESTION}:kind>", methods=["GET", "POST"])
@requires(can_draft)
def rules(kind: str) -> Answer:
    """The cascade for one kind of question."""
    return writing.rules(Founder(), QuestionKind(kind))


def _adopted() -> Refused:
    return Refused(
        _(
            "Le blason a été adopté par une décision : seule une autre décision peut le changer. "
            "Ouvrez une proposition qui révise le blason."
        )
    )
