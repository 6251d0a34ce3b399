"""The acts of writing a blason, the same for founders on the blason itself and for a proposal's revision.

A `Pen` is what they write with: where the words go, and the addresses of its own pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blason import services
from app.blason.document import Blason, InvalidBlason, Item, ItemKind
from app.blason.forms import ItemForm, NameForm, RulesForm, shown_steps
from app.blason.wording import refusal
from app.errors import Refused, Unseen
from app.votes.rules import InvalidRules, QuestionKind
from app.web import committed, render

Answer = str | Response | tuple[str, int]
Change = Callable[[Blason], Blason]


class Pen(Protocol):
    """`page` is the template of the whole editor; `told` is what it needs beside blason and forms."""

    @property
    def page(self) -> str: ...

    def blason(self) -> Blason:
        """The blason as written so far."""

    def write(self, change: Change) -> None:
        """Make the change, or raise what refuses it."""

    def at(self, name: str, **values: Any) -> str:
        """The address of one of this pen's pages: `edit`, `rename`, `add_item`, `item`, …"""

    def told(self) -> dict[str, Any]: ...


def editor(pen: Pen, name: NameForm | None = None, added: tuple[ItemKind, ItemForm] | None = None) -> str:
    """Everything that can be written, on one page; with the refused form when there is one."""
    blason = pen.blason()
    # A prefix for each kind: five forms share the page, and no identifier may appear twice.
    forms = {kind: ItemForm(None, prefix=kind.value) for kind in ItemKind} | dict([added] if added else [])
    return render(
        pen.page,
        blason=blason,
        name_form=name or NameForm(None, data={"name": blason.name}),
        add_forms=forms,
        at=pen.at,
        editable=True,
        **pen.told(),
    )


def rename(pen: Pen) -> Answer:
    """Another name on the ribbon."""
    form = NameForm()
    if not form.validate_on_submit():
        return editor(pen, name=form), 422
    _write(pen, lambda blason: blason.renamed(form.name.data or ""))
    return committed(pen.at("edit"), _("Le nom est enregistré."))


def add_item(pen: Pen, kind: ItemKind) -> Answer:
    """One more sentence of this kind."""
    form = ItemForm(prefix=kind.value)
    if not form.validate_on_submit():
        return editor(pen, added=(kind, form)), 422
    _write(pen, lambda blason: blason.with_item(kind, form.text.data or ""))
    return committed(_anchor(pen, kind), _("C’est ajouté."))


def item(pen: Pen, code: str) -> Answer:
    """One sentence, to reword."""
    found = item_of(pen, code)
    return _item_page(pen, found, ItemForm(None, data={"text": found.text, "seen": found.text}))


def reword_item(pen: Pen, code: str) -> Answer:
    """The sentence reworded; refused when someone else reworded it meanwhile, both texts shown."""
    found, form = item_of(pen, code), ItemForm()
    if not form.validate_on_submit():
        return _item_page(pen, found, form), 422
    seen = (form.seen.data or "").replace("\r\n", "\n")
    try:
        _write(pen, services.reword(code, form.text.data or "", seen=seen))
    except services.Moved as moved:
        # Sending again after reading the other text is an informed choice.
        form.seen.data = moved.current
        return _item_page(pen, found, form, theirs=moved.current), 409
    return committed(_anchor(pen, found.kind), _("C’est reformulé."))


def _item_page(pen: Pen, found: Item, form: ItemForm, **more: Any) -> str:
    return render("blason/item.html", item=found, f=form, at=pen.at, **more)


def remove_item(pen: Pen, code: str) -> Answer:
    """The sentence taken out; earlier versions keep it."""
    _write(pen, services.remove(code))
    return committed(pen.at("edit"), _("C’est retiré. Les versions précédentes le gardent."))


def rules(pen: Pen, kind: QuestionKind) -> Answer:
    """The cascade for one kind of question, shown or saved."""
    if request.method != "POST":
        steps = pen.blason().rules.cascade(kind)
        return _rules_page(pen, kind, RulesForm(None, data={"steps": shown_steps(steps)}))
    form = RulesForm()
    cascade = form.to_cascade() if form.validate() else None
    if cascade is None:
        return _rules_page(pen, kind, form), 422
    _write(pen, lambda blason: blason.with_cascade(kind, cascade))
    return committed(pen.at("edit", _anchor="rules"), _("Les règles sont enregistrées."))


def _rules_page(pen: Pen, kind: QuestionKind, form: RulesForm) -> str:
    return render("blason/rules.html", kind=kind, f=form, at=pen.at)


def item_of(pen: Pen, code: str) -> Item:
    """The item of that code. Raises Unseen."""
    try:
        return pen.blason().item(code)
    except InvalidBlason:
        raise Unseen from None


def move(pen: Pen, code: str, by: int) -> Answer:
    """The sentence moved among those of its kind."""
    kind = item_of(pen, code).kind
    _write(pen, lambda blason: blason.moved(code, by))
    return committed(_anchor(pen, kind))


def _write(pen: Pen, change: Change) -> None:
    try:
        pen.write(change)
    except InvalidBlason as error:
        raise Refused(refusal(error), 409 if error.code == "unknown_item" else 422) from None
    except InvalidRules as error:
        raise Refused(refusal(error), 422) from None


def _anchor(pen: Pen, kind: ItemKind) -> str:
    return pen.at("edit", _anchor=f"kind-{kind.value}")
