"""The one form of the urn that people fill in: who the scrutineers are. Devices fill the others."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.forms import Form, options


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
