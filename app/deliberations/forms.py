"""The forms of deliberations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from app.deliberations.models import ArgumentKind, Contribution, Removal, Side
from app.deliberations.wording import CHOICES, REASONS, choice_of
from app.forms import Form, line, one_of, options
from app.forms import text as paragraphs


def _version() -> IntegerField:
    """The number of the wording that the person began from."""
    return IntegerField(
        widget=HiddenInput(), default=1, validators=[InputRequired(), NumberRange(min=1, max=2**31 - 1)]
    )


def begin_again(form: Any, version: int) -> None:
    """Let what was typed be sent once more, over the wording numbered `version`."""
    form.version.raw_data, form.version.data = None, version


class DeliberationForm(Form):
    """A question and what is needed to understand it."""

    question = line(_l("La question"), maximum=300, minimum=8)
    context = paragraphs(_l("Le contexte"), required=False)
    theme = line(_l("Thème"), required=False, maximum=80)


class DeliberationEditForm(DeliberationForm):
    """The same, over a known wording."""

    version = _version()


class ContributionForm(Form):
    """A contribution; `choice` says what it is, `author` for whom a facilitator types it."""

    choice = one_of(
        _l("C’est plutôt…"),
        validators=[InputRequired(_l("Dites ce que vous apportez : cela aide à vous lire."))],
        refusal=_l("Choisissez dans la liste."),
        radio=True,
    )
    text = paragraphs(_l("Votre contribution"))

    def __init__(self, *args: Any, is_answer: bool = False, **rest: Any) -> None:
        super().__init__(*args, **rest)
        codes = [code for code in CHOICES if is_answer or code != "answer"]
        if is_answer:
            codes.insert(0, codes.pop())
            self.choice.data = self.choice.data or "answer"
            self.text.label.text = _l("Votre réponse")
        self.choice.choices = options((code, CHOICES[code][2]) for code in codes)

    @property
    def kind(self) -> ArgumentKind | None:
        """The kind chosen, None for a simple answer; the form was validated."""
        return CHOICES[self.choice.data][0]

    @property
    def side(self) -> Side | None:
        """The side chosen, of an argument."""
        return CHOICES[self.choice.data][1]


class AssistedForm(ContributionForm):
    """A contribution typed by a facilitator for someone among `people`, (id, name) pairs."""

    author = one_of(
        _l("Au nom de"),
        validators=[InputRequired(_l("Choisissez la personne qui parle."))],
        coerce=int,
        refusal=_l("Choisissez une personne de la liste."),
    )

    def __init__(self, people: list[tuple[int, str]], **rest: Any) -> None:
        super().__init__(**rest)
        self.author.choices = options(people)


class ContributionEditForm(ContributionForm):
    """A contribution's new wording, over a known one."""

    version = _version()

    @classmethod
    def of(cls, contribution: Contribution, *, filled: bool = False) -> ContributionEditForm:
        """The form for `contribution`; `filled` with its present wording, else with what was sent."""
        present = {
            "choice": choice_of(contribution),
            "text": contribution.text,
            "version": contribution.version,
        }
        return cls(data=present if filled else None, is_answer=contribution.root_id is not None)


class ModerationForm(Form):
    """Why a contribution is removed; its author and the others read it."""

    reason = one_of(
        _l("Motif"),
        ((reason.value, name) for reason, name in REASONS.items()),
        validators=[InputRequired(_l("Choisissez un motif : il sera affiché à la place du texte."))],
        refusal=_l("Choisissez un motif de la liste."),
        radio=True,
    )
    note = line(_l("Précision"), required=False, maximum=500)

    @property
    def removal(self) -> Removal:
        """The reason chosen; the form was validated."""
        return Removal(self.reason.data)
