"""The forms of the urn that people fill in: scrutineers, registrations. Devices fill the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.forms import Form, MomentField, one_of, options


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


class WindowForm(Form):
    """From when to when members register, and which scrutineer receives it."""

    opens_at = MomentField(_l("Début des inscriptions"), required=True)
    closes_at = MomentField(_l("Fin des inscriptions"), required=True)
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


def _moment(field: MomentField, zone: str) -> datetime:
    typed = field.moment(zone)
    assert typed is not None  # noqa: S101 - the field is required
    return typed
