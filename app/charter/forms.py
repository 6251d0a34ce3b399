"""The editor's form: every clause of the working text, in place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from app.charter.changes import Change
from app.charter.document import LONGEST_TEXT, LONGEST_TITLE, Charter, Clause, ClauseKind, ClauseState
from app.charter.rate_fields import fields_of_rates, values_of_rates
from app.charter.settle_wording import CHOICES, heading
from app.charter.settling import Choice, name
from app.forms import Form, line, one_of, text

# The title of a clause just added: shown as an empty field, and not to be saved.
UNTITLED = "…"


class CharterForm(Form):
    """`title-<code>`, `text-<code>`… for each clause.

    The page carries the number of the charter's version (`base`) and of the proposal's (`seen`) it started
    from, the changes made so far and those that meet another decision's (`asked`), as JSON. For each of the
    latter, `settle-<name>` holds its author's choice.
    """

    seen = HiddenField()
    base = HiddenField()
    changes = HiddenField()
    asked = HiddenField()
    threshold = IntegerField(
        _l("Nombre de critères qu’un lieu doit remplir"),
        [Optional(), NumberRange(0, 1000, message=_l("Un nombre entier, s’il vous plaît."))],
        description=_l("Laissez vide tant que le collectif n’a pas choisi de seuil."),
    )

    def carry(self, *, base: int, changes: Sequence[Change], asked: Sequence[Change], seen: str) -> None:
        """Have the page carry these, whatever was posted."""
        for field, value in (
            (self.base, str(base)),
            (self.changes, json.dumps(changes, ensure_ascii=False)),
            (self.asked, json.dumps(asked, ensure_ascii=False)),
            (self.seen, seen),
        ):
            field.data, field.raw_data = value, None

    def chosen(self, asked: Sequence[Change]) -> dict[str, Choice]:
        """The choice made on each question, by its name; a question nobody answered is not there."""
        answers = {name(change): self[f"settle-{name(change)}"].data for change in asked}
        return {key: Choice(value) for key, value in answers.items() if value in list(Choice)}

    def all_settled(self, asked: Sequence[Change]) -> bool:
        """Whether every question has its answer; those that have none say so."""
        missing = [change for change in asked if name(change) not in self.chosen(asked)]
        for change in missing:
            self[f"settle-{name(change)}"].errors = [_("Choisissez lequel des deux est proposé.")]
        return not missing

    def clause(self, clause: Clause) -> Clause:
        """`clause` as it was typed."""

        def typed(name: str) -> Any:
            return self[f"{name}-{clause.code}"].data

        is_open = bool(typed("open"))
        return Clause(
            code=clause.code,
            kind=clause.kind,
            scope=clause.scope,
            parent=clause.parent,
            title=typed("title") or UNTITLED,
            text=typed("text") or "",
            simple=typed("simple") or "",
            number=clause.number,
            needs=(typed("needs") or None) if f"needs-{clause.code}" in self else None,
            state=ClauseState.OPEN if is_open else ClauseState.ADOPTED,
            reasons_for=(typed("for") or "") if is_open else "",
            reasons_against=(typed("against") or "") if is_open else "",
        )


def form_for(
    charter: Charter,
    *,
    asked: Sequence[Change] = (),
    chosen: Mapping[str, Choice] = MappingProxyType({}),
    unfilled: bool = False,
    titled: bool = False,
) -> CharterForm:
    """A form with the fields of every clause of `charter`, and of what is `asked` with what was `chosen`.

    It is bound to the request unless `unfilled`. Titles may be left for later, unless they must all be
    there: `titled`.
    """
    fields: dict[str, Any] = fields_of_rates(charter) | {
        f"settle-{name(change)}": _settle(change, chosen.get(name(change))) for change in asked
    }
    values: dict[str, Any] = {"threshold": charter.threshold, **values_of_rates(charter)}
    for clause in charter.clauses:
        fields |= _fields_of(clause, titled)
        if clause.kind is ClauseKind.CRITERION and charter.sub_criteria(clause.code):
            fields[f"needs-{clause.code}"] = _needs(clause.code)
        values |= {
            f"title-{clause.code}": "" if clause.title == UNTITLED else clause.title,
            f"text-{clause.code}": clause.text,
            f"simple-{clause.code}": clause.simple,
            f"needs-{clause.code}": clause.needs,
            f"open-{clause.code}": clause.is_open,
            f"for-{clause.code}": clause.reasons_for,
            f"against-{clause.code}": clause.reasons_against,
        }
    made = type("CharterFormOfClauses", (CharterForm,), fields)
    return cast(CharterForm, made(None, data=values) if unfilled else made(data=values))


def _fields_of(clause: Clause, titled: bool) -> dict[str, Any]:
    code = clause.code
    return {
        f"title-{code}": line(_l("Titre de %(code)s", code=code), required=titled, maximum=LONGEST_TITLE),
        f"text-{code}": text(
            _l("Texte de %(code)s", code=code), required=False, maximum=LONGEST_TEXT, render_kw={"rows": 3}
        ),
        f"simple-{code}": text(
            _l("Version simple de %(code)s", code=code),
            required=False,
            maximum=LONGEST_TEXT,
            render_kw={"rows": 2},
        ),
        f"open-{code}": BooleanField(_l("%(code)s est en débat : écrit pour être discuté", code=code)),
        f"for-{code}": text(
            _l("Raisons pour %(code)s", code=code), required=False, maximum=2000, render_kw={"rows": 2}
        ),
        f"against-{code}": text(
            _l("Raisons contre %(code)s", code=code), required=False, maximum=2000, render_kw={"rows": 2}
        ),
    }


def _settle(change: Change, chosen: Choice | None) -> SelectField:
    return one_of(
        heading(change), CHOICES, radio=True, refusal="", validate_choice=False, default=chosen, coerce=str
    )


def _needs(code: str) -> IntegerField:
    return IntegerField(
        _l("Sous-critères qui suffisent à remplir %(code)s", code=code),
        [Optional(), NumberRange(1, 1000, message=_l("Un nombre entier, s’il vous plaît."))],
        description=_l("Laissez vide s’il les faut tous."),
    )
