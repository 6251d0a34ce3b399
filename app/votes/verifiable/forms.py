"""The forms of the urn that people fill in: scrutineers, registrations. Devices fill the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, SelectField
from wtforms.validators import InputRequired, ValidationError

from app.forms import Form, one_of, options


class ScrutineersForm(Form):
    """Three people, each in a list of their own."""

    first = SelectField(_l("Première personne"), choices=[], coerce=int)
    second = SelectField(_l("Deuxième personne"), choices=[], coerce=int)
    third = SelectField(_l("Troisième personne"), choices=[], coerce=int)

    def offer(self, people: Sequence[tuple[int, str]]) -> None:
        """Fill the three lists."""
        for field in self._lists:
            field.choices = options([(0, _l("Choisir…")), *people])

    def prefill(self, chosen: Sequence[int]) -> None:
        """Show who is named already."""
        for field, member in zip(self._lists, chosen, strict=False):
            field.data = member

    @property
    def chosen(self) -> list[int]:
        """The three, as chosen."""
        return [field.data for field in self._lists]

    @property
    def _lists(self) -> tuple[SelectField, SelectField, SelectField]:
        return self.first, self.second, self.third


def _in_our_time(form: Form, field: DateTimeLocalField) -> None:
    """At the ends of the calendar, an hour of the collective has no hour in UTC."""
    if field.data is not None and not 2000 <= field.data.year < 2100:
        raise ValidationError(_l("Cette année est trop loin d’aujourd’hui."))


class WindowForm(Form):
    """From when to when members register, and which scrutineer receives it."""

    opens_at = DateTimeLocalField(
        _l("Début des inscriptions"),
        format="%Y-%m-%dT%H:%M",
        validators=[InputRequired(_l("Donnez le jour et l’heure.")), _in_our_time],
    )
    closes_at = DateTimeLocalField(
        _l("Fin des inscriptions"),
        format="%Y-%m-%dT%H:%M",
        validators=[InputRequired(_l("Donnez le jour et l’heure.")), _in_our_time],
    )
    keeper = one_of(
        _l("Qui les reçoit ?"), refusal=_l("Choisissez l’un des trois scrutateurs."), coerce=int, radio=True
    )

    def offer(self, people: Sequence[tuple[int, str]]) -> None:
        """Fill the list of scrutineers."""
        self.keeper.choices = options(people)

    def prefill(self, opens_at: datetime, closes_at: datetime, keeper: int, zone: str) -> None:
        """Show the hours of the collective."""
        self.opens_at.data = opens_at.astimezone(ZoneInfo(zone))
        self.closes_at.data = closes_at.astimezone(ZoneInfo(zone))
        self.keeper.data = keeper

    def hours(self, zone: str) -> tuple[datetime, datetime]:
        """The beginning and the end, in UTC; what was typed is the hour of the collective."""
        return _moment(self.opens_at, zone), _moment(self.closes_at, zone)


def _moment(field: DateTimeLocalField, zone: str) -> datetime:
    typed: datetime = field.data  # type: ignore[assignment]  # the field is required
    return typed.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
