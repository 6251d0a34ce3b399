"""Writing the blason by hand, before the first decision: items, name, rules."""

from __future__ import annotations

from collections.abc import Callable

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blason import services
from app.blason.document import Blason, InvalidBlason, Item, ItemKind
from app.blason.forms import ItemForm, NameForm, RulesForm, shown_steps
from app.blason.policies import can_draft
from app.blason.routes import bp
from app.blason.wording import refusal
from app.errors import Refused, Unseen
from app.votes.rules import InvalidRules, QuestionKind
from app.web import acting_member, committed, render, requires

Answer = str | Response | tuple[str, int]
_KIND = "any(purpose, objective, value, prohibition)"
_QUESTION = "any(blason, charter, accreditation, ordinary)"


@bp.get("/blason/modifier")
@requires(can_draft)
def edit() -> Answer:
    """Everything that can be written, on one page."""
    _refuse_adopted()
    return _page()


def _page(name: NameForm | None = None, added: tuple[ItemKind, ItemForm] | None = None) -> str:
    blason = services.current_blason(g.collective)
    # A prefix for each kind: five forms share the page, and no identifier may appear twice.
    forms = {kind: ItemForm(None, prefix=kind.value) for kind in ItemKind} | dict([added] if added else [])
    return render(
        "blason/edit.html",
        blason=blason,
        name_form=name or NameForm(None, data={"name": blason.name}),
        add_forms=forms,
        editable=True,
    )


@bp.post("/blason/nom")
@requires(can_draft)
def rename() -> Answer:
    """Another name on the ribbon."""
    form = NameForm()
    if not form.validate_on_submit():
        return _page(name=form), 422
    _edit(lambda blason: blason.renamed(form.name.data or ""))
    return committed(url_for("blason.edit"), _("Le nom est enregistré."))


@bp.post(f"/blason/<{_KIND}:kind>")
@requires(can_draft)
def add_item(kind: str) -> Answer:
    """One more sentence of this kind."""
    of_kind = ItemKind(kind)
    form = ItemForm(prefix=kind)
    if not form.validate_on_submit():
        return _page(added=(of_kind, form)), 422
    _edit(lambda blason: blason.with_item(of_kind, form.text.data or ""))
    return committed(_anchor(of_kind), _("C’est ajouté."))


@bp.get("/blason/elements/<code>")
@requires(can_draft)
def item(code: str) -> Answer:
    """One sentence, to reword."""
    _refuse_adopted()
    found = _item(code)
    return render("blason/item.html", item=found, f=ItemForm(data={"text": found.text, "seen": found.text}))


@bp.post("/blason/elements/<code>")
@requires(can_draft)
def reword_item(code: str) -> Answer:
    """The sentence reworded; refused when someone else reworded it meanwhile, both texts shown."""
    _refuse_adopted()
    found, form = _item(code), ItemForm()
    if not form.validate_on_submit():
        return render("blason/item.html", item=found, f=form), 422
    try:
        _edit(services.reword(code, form.text.data or "", seen=(form.seen.data or "").replace("\r\n", "\n")))
    except services.Moved as moved:
        # Sending again after reading the other text is an informed choice.
        form.seen.data = moved.current
        return render("blason/item.html", item=found, f=form, theirs=moved.current), 409
    return committed(_anchor(found.kind), _("C’est reformulé."))


@bp.post("/blason/elements/<code>/retrait")
@requires(can_draft)
def remove_item(code: str) -> Answer:
    """The sentence taken out; earlier versions keep it."""
    _edit(services.remove(code))
    return committed(url_for("blason.edit"), _("C’est retiré. Les versions précédentes le gardent."))


@bp.post("/blason/elements/<code>/place")
@requires(can_draft)
def move_item(code: str) -> Answer:
    """The sentence one place up or down."""
    by = -1 if request.form.get("direction") == "up" else 1
    kind = _item(code).kind
    _edit(lambda blason: blason.moved(code, by))
    return committed(_anchor(kind))


@bp.route(f"/blason/regles/<{_QUESTION}:kind>", methods=["GET", "POST"])
@requires(can_draft)
def rules(kind: str) -> Answer:
    """The cascade for one kind of question."""
    _refuse_adopted()
    of_kind = QuestionKind(kind)
    steps = services.current_blason(g.collective).rules.cascade(of_kind)
    form = RulesForm(data=None if request.method == "POST" else {"steps": shown_steps(steps)})
    if request.method != "POST":
        return render("blason/rules.html", kind=of_kind, f=form)
    cascade = form.to_cascade() if form.validate() else None
    if cascade is None:
        return render("blason/rules.html", kind=of_kind, f=form), 422
    _edit(lambda blason: blason.with_cascade(of_kind, cascade))
    return committed(url_for("blason.edit") + "#rules", _("Les règles sont enregistrées."))


def _edit(change: Callable[[Blason], Blason]) -> None:
    try:
        services.edit(g.collective, acting_member(), change)
    except services.AlreadyAdopted:
        raise _adopted() from None
    except InvalidBlason as error:
        gone = error.code == "unknown_item"
        raise Refused(refusal(error), 409 if gone else 422) from None
    except InvalidRules as error:
        raise Refused(refusal(error), 422) from None


def _refuse_adopted() -> None:
    if services.is_adopted(g.collective.id):
        raise _adopted()


def _adopted() -> Refused:
    return Refused(
        _(
            "Le blason a été adopté par une décision : seule une autre décision peut le changer. "
            "Ouvrez une proposition qui révise le blason."
        )
    )


def _item(code: str) -> Item:
    try:
        return services.current_blason(g.collective).item(code)
    except InvalidBlason:
        raise Unseen from None


def _anchor(kind: ItemKind) -> str:
    return url_for("blason.edit") + f"#kind-{kind.value}"
