"""What all forms share: a key that makes a repeated send harmless, and text that is safe to show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.i18n import get_translations
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)

# Control characters, and the marks that make a text read in another order than it is written.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def tidy(text: Any) -> Any:
    """Normal form C, one kind of line end, no space around; anything but a string is returned as it is."""
    if not isinstance(text, str):
        return text
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def invisible_characters(text: str) -> bool:
    """Whether `text` holds control or bidirectional characters (Unicode TR 36, section 2.10)."""
    return bool(_INVISIBLE.search(text))


class Visible:
    """Refuses control and bidirectional characters, which can make a text read as it is not."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and invisible_characters(field.data):
            raise ValidationError(
                _l(
                    "Ce texte contient des caractères invisibles qui pourraient tromper le lecteur. "
                    "Retapez le passage, ou collez-le sans mise en forme."
                )
            )


def _rules(required: bool, maximum: int, minimum: int) -> list[Any]:
    presence = DataRequired(_l("Ce champ est nécessaire.")) if required else Optional()
    length = Length(
        min=minimum,
        max=maximum,
        message=_l("Entre %(min)d et %(max)d caractères, s’il vous plaît.")
        if minimum
        else _l("Au plus %(max)d caractères, s’il vous plaît."),
    )
    return [presence, length, Visible()]


def line(
    label: Any, *, required: bool = True, maximum: int = 120, minimum: int = 0, **options: Any
) -> StringField:
    """A one-line text field, tidied and checked."""
    return StringField(label, _rules(required, maximum, minimum), filters=[tidy], **options)


def text(
    label: Any, *, required: bool = True, maximum: int = 20_000, minimum: int = 0, **options: Any
) -> TextAreaField:
    """A text of several lines, tidied and checked."""
    return TextAreaField(label, _rules(required, maximum, minimum), filters=[tidy], **options)


class MomentField(DateTimeLocalField):
    """A day and an hour as people type them, on the clock of their collective."""

    def __init__(self, label: Any, *, required: bool = False, **rest: Any) -> None:
        presence = InputRequired(_l("Donnez le jour et l’heure.")) if required else Optional()
        super().__init__(label, [presence], format="%Y-%m-%dT%H:%M", **rest)

    def pre_validate(self, form: Any) -> None:
        """At the ends of the calendar, an hour of somewhere has no hour in UTC."""
        if self.data is not None and not 1900 <= self.data.year < 3000:
            raise StopValidation(_l("Cette année est trop loin d’aujourd’hui."))

    def moment(self, zone: str) -> datetime | None:
        """The same moment in UTC, None when nothing was typed; `zone` is a name of the IANA database."""
        return self.data.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if self.data else None


def options(pairs: Iterable[tuple[str | int, Any]]) -> list[Any]:
    """The choices of a field from (value, label) pairs."""
    # The published stubs of WTForms do not know this class yet.
    from wtforms import SelectChoice  # type: ignore[attr-defined]

    return [SelectChoice(str(value), label) for value, label in pairs]


def one_of(
    label: Any, pairs: Iterable[tuple[str | int, Any]] = (), *, refusal: Any, radio: bool = False, **rest: Any
) -> SelectField:
    """One value among (value, label) pairs, in a list or, when `radio`, on buttons.

    `refusal` is said of any other value; `rest` may hold `validators`, `coerce`, `default`.
    """
    kind: Any = RadioField if radio else SelectField
    field: SelectField = kind(label, choices=options(pairs), invalid_choice_message=refusal, **rest)
    return field


@cache
def _catalogue(language: str) -> NullTranslations:
    """WTForms' own messages in `language`, read from their file once."""
    found: NullTranslations = get_translations([language])
    return found


class _Messages:
    """WTForms' own messages, in the language of whoever reads one; most forms have none to give."""

    def gettext(self, message: str) -> str:
        return _catalogue(get_locale().language).gettext(message)

    def ngettext(self, one: str, several: str, number: int) -> str:
        return _catalogue(get_locale().language).ngettext(one, several, number)


_MESSAGES = _Messages()


class Form(FlaskForm):
    """A form that may be sent twice: its key makes the second send answer like the first."""

    class Meta(FlaskForm.Meta):
        # Every POST is checked before its route is reached (see `extensions.csrf`), whatever its form.
        csrf = False

        def get_translations(self, form: Any) -> Any:
            return _MESSAGES

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Our pages send fields of text: what comes as JSON or as files is no field of theirs."""
            return request.form or None if formdata is not None and form.is_submitted() else None

    # Drawn where the form is shown (`templates/components/forms.html`), not where it is received. Its label,
    # which nobody reads, is given: else one is made of its name, and translated, for each form.
    key = HiddenField("")
