"""The forms of proposals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from app.forms import Form, line, one_of, options
from app.forms import text as paragraphs
from app.proposals.checklist import fingerprint
from app.proposals.effects import all_effects
from app.proposals.models import Compliance
from app.proposals.wording import COMPLIANCES


class ProposalForm(Form):
    """A proposal: its title, its text, what it would change."""

    title = line(_l("Titre"), maximum=200, minimum=4)
    body = paragraphs(_l("Texte de la proposition"), minimum=10)
    effect_kind = one_of(
        _l("Si elle est adoptée, elle sert à"),
        radio=True,
        refusal=_l("Choisissez dans la liste."),
        validators=[InputRequired(_l("Dites ce que la proposition change, même si ce n’est aucun texte."))],
        default="none",
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.effect_kind.choices = options((effect.kind, effect.label) for effect in all_effects())


class ProposalEditForm(ProposalForm):
    """The same, over the wording numbered `version`."""

    version = IntegerField(
        widget=HiddenInput(), default=1, validators=[InputRequired(), NumberRange(min=1, max=2**31 - 1)]
    )


class AmendmentForm(Form):
    """Another wording, and why."""

    body = paragraphs(_l("Le texte, comme vous l’écririez"), minimum=10)
    reason = paragraphs(_l("Pourquoi ce changement"), maximum=3_000, minimum=4, render_kw={"rows": 3})
    base = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=1, max=2**31 - 1)])


class DeclineForm(Form):
    """Why an amendment is not taken."""

    answer = paragraphs(_l("Pourquoi"), maximum=3_000, minimum=4, render_kw={"rows": 3})


class ChecklistForm(Form):
    """An answer and a comment for each prohibition: `answer-<code>`, `comment-<code>`; `seen`: which ones."""

    asked = ""
    seen = StringField(widget=HiddenInput())

    def was_about_others(self) -> bool:
        """Whether the blason changed since the form was read; if so it says it, and may be sent again."""
        stale = bool(self.seen.data) and self.seen.data != self.asked
        self.seen.raw_data, self.seen.data = None, self.asked
        if stale:
            self.form_errors.append(
                _l("Les interdits du blason ont changé pendant que vous répondiez : relisez-les ci-dessous.")
            )
        return stale

    def answer(self, code: str) -> tuple[Compliance, str]:
        """What was answered to the prohibition `code`."""
        return Compliance(self[f"answer-{code}"].data), self[f"comment-{code}"].data or ""


def checklist_form(prohibitions: Sequence[tuple[str, str]], values: dict[str, str] | None) -> ChecklistForm:
    """The form for these prohibitions; filled with `values`, or bound to the request when they are None."""
    fields: dict[str, Any] = {}
    for code, prohibition in prohibitions:
        fields[f"answer-{code}"] = one_of(
            prohibition,
            ((key.value, label) for key, (label, _tone) in COMPLIANCES.items()),
            radio=True,
            refusal=_l("Choisissez dans la liste."),
            validators=[InputRequired(_l("Répondez, même « à discuter »."))],
        )
        fields[f"comment-{code}"] = line(_l("Précision"), required=False, maximum=500)
    asked = fingerprint(prohibitions)
    made = type("ChecklistFormOfProhibitions", (ChecklistForm,), {**fields, "asked": asked})
    return cast(ChecklistForm, made() if values is None else made(None, data={**values, "seen": asked}))
