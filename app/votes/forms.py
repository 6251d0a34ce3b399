"""The forms of decisions: open one, express oneself, count a room, meet an objection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.forms import Form, MomentField, line, text
from app.members.attendance import local_day
from app.votes.rules import Method, QuestionKind


def stepping_aside(**rest: Any) -> SelectMultipleField:
    """The field that names who does not take part."""
    return SelectMultipleField(
        _l("Se mettent en déport"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=[],
        **rest,
    )


class _QuestionForm(Form):
    """What is asked: a text to adopt, or options among which to choose."""

    question = line(_l("Question"), maximum=300, minimum=5)
    body = text(_l("Texte soumis à la décision"), required=False)
    kind = SelectField(_l("Type de question"), choices=[], default=QuestionKind.ORDINARY.value)
    method = RadioField(_l("On demande"), choices=[], default=Method.ADOPT.value)
    options = text(_l("Options, une par ligne"), required=False, maximum=4_000)

    def validate(self, extra_validators: Any = None) -> bool:
        """Adopting needs a text, choosing needs options; an empty field stops its own validators."""
        sound = super().validate(extra_validators)
        field = self.body if self.method.data == Method.ADOPT.value else self.options
        error = self._text_missing() if field is self.body else self._bad_options()
        if error:
            field.errors = [*field.errors, error]
        return sound and not error

    def _text_missing(self) -> str | None:
        return None if self.body.data else _("Écrivez le texte que le collectif adopterait.")

    def _bad_options(self) -> str | None:
        given = self.option_list
        if not 2 <= len(given) <= 20 or len(set(given)) < len(given):
            return _("De deux à vingt options, une par ligne, toutes différentes.")
        if any(len(option) > 120 for option in given):
            return _("Une option tient en 120 caractères.")
        return None

    @property
    def option_list(self) -> list[str]:
        return [option.strip() for option in (self.options.data or "").splitlines() if option.strip()]


class TermsForm(Form):
    """When a decision ends, when it will be reviewed, who steps aside."""

    closes_at = MomentField(_l("Échéance"))
    review_on = DateField(_l("À revoir le"), validators=[Optional()])
    recused = stepping_aside()

    def validate_review_on(self, field: DateField) -> None:
        """A day to come."""
        if field.data is not None and field.data < local_day(g.collective.timezone):
            raise ValidationError(_l("Choisissez un jour à venir."))

    def deadline(self, timezone: str) -> datetime | None:
        """The deadline, UTC; what was typed is the hour of the collective."""
        return self.closes_at.moment(timezone)


class OpeningForm(_QuestionForm, TermsForm):
    """Open a decision that no proposal carries."""

    def offer(self, kinds: Any, methods: Any, members: Sequence[tuple[int, str]]) -> None:
        """Fill the lists of choices, as value-label pairs."""
        self.kind.choices = [*kinds]
        self.method.choices = [*methods]
        self.recused.choices = [*members]

    def asked(self) -> dict[str, Any]:
        """What is put to the decision, as `services.open_decision` takes it."""
        method = Method(self.method.data)
        return {
            "question": self.question.data or "",
            "text": self.body.data or "",
            "kind": QuestionKind(self.kind.data),
            "method": method,
            "options": () if method is Method.ADOPT else self.option_list,
            "review_on": self.review_on.data,
            "recused": self.recused.data or (),
        }


class BallotForm(Form):
    """What someone expresses; the choice itself is read and checked by the mode."""

    choice = StringField(_l("Votre choix"))
    reason = text(_l("Pourquoi"), required=False, maximum=5_000)
    code = StringField(_l("Code de bulletin"))
    voter_id = StringField(_l("Au nom de"))


class TextForm(Form):
    """A text of some lines: a note, an amendment, what the group found."""

    body = text(_l("Votre texte"), maximum=5_000)


class CommentForm(Form):
    """A text one may leave empty."""

    body = text(_l("Un mot d’explication"), required=False, maximum=2_000)


def room_numbers(sent: Mapping[str, str], choices: Sequence[str]) -> dict[str, int]:
    """The numbers typed for each choice. Raises ValueError when one is not a whole number."""
    numbers = {}
    for choice in choices:
        typed = sent.get(f"count-{choice}", "").strip()
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 6):
            raise ValueError(typed)
        numbers[choice] = int(typed or 0)
    return numbers
