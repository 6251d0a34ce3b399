"""The editor's form: every clause of the working text, in place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from app.charter.changes import Change
from app.charter.document import LONGEST_TEXT, LONGEST_TITLE, Charter, Clause, ClauseKind, ClauseState
from app.charter.rate_fields import fields_of_rates, values_of_rates
from app.forms import Form, line, text

# The title of a clause just added: shown as an empty field, and not to be saved.
UNTITLED = "…"


class CharterForm(Form):
    """`title-<code>`, `text-<code>`… for each clause.

    The page carries the number of the charter's version (`base`) and of the proposal's (`seen`) it started
    from, and the changes made so far, as JSON.
    """

    seen = HiddenField()
    base = HiddenField()
    changes = HiddenField()
    threshold = IntegerField(
        _l("Nombre de critères qu’un lieu doit remplir"),
        [Optional(), NumberRange(0, 1000, message=_l("Un nombre entier, s’il vous plaît."))],
        description=_l("Laissez vide tant que le collectif n’a pas choisi de seuil."),
    )

    def carry(self, *, base: int, changes: Sequence[Change], seen: str) -> None:
        """Have the page carry these, whatever was posted."""
        for field, value in (
            (self.base, str(base)),
            (self.changes, json.dumps(changes, ensure_ascii=False)),
            (self.seen, seen),
        ):
            field.data, field.raw_data = value, None

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
            needs=(typed("needs") or None) if f"needs-{clause.code}" in self else None,
            state=ClauseState.OPEN if is_open else ClauseState.ADOPTED,
            reasons_for=(typed("for") or "") if is_open else "",
            reasons_against=(typed("against") or "") if is_open else "",
        )


def form_for(charter: Charter, *, unfilled: bool = False, titled: bool = False) -> CharterForm:
    """A form with the fields of every clause of `charter`; bound to the request unless `unfilled`.

    Titles may be left for later, unless they must all be there: `titled`.
    """
    fields: dict[str, Any] = fields_of_rates(charter)
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


def _needs(code: str) -> IntegerField:
    return IntegerField(
        _l("Sous-critères qui suffisent à remplir %(code)s", code=code),
        [Optional(), NumberRange(1, 1000, message=_l("Un nombre entier, s’il vous plaît."))],
        description=_l("Laissez vide s’il les faut tous."),
    )
