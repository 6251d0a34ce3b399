"""The forms of a decision taken in the room: a new question, a proposal that is ready, a proxy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange, ValidationError

from app.db import now
from app.forms import Form, MomentField, one_of, options
from app.votes.forms import OpeningForm, stepping_aside
from app.workshops.openings import Person


def _held_field(**rest: Any) -> MomentField:
    """The field of the true time of what was decided on paper."""
    return MomentField(_l("Décidé sur papier, le"), **rest)


class _HeldForm(Form):
    """What was decided on paper keeps its own time."""

    held_at = _held_field()

    def validate_held_at(self, field: MomentField) -> None:
        """A moment of the past, on the collective's clock; a day of grace for zones."""
        if field.data is not None and field.data.replace(tzinfo=UTC) > now().replace(hour=23, minute=59):
            raise ValidationError(_l("Ce moment n’est pas encore passé."))

    def held(self, zone: str) -> datetime | None:
        """When the room decided, in UTC."""
        return self.held_at.moment(zone)


class QuestionForm(OpeningForm, _HeldForm):
    """A new question, put to the room: it is closed by hand."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        del self.closes_at


class ProposalForm(_HeldForm):
    """A proposal that is ready, put to the room."""

    proposal = one_of(_l("La proposition"), refusal=_l("Choisissez une proposition de la liste."), coerce=int)
    recused = stepping_aside(id="proposal-recused")  # the question beside it has such fields too
    held_at = _held_field(id="proposal-held_at")

    def offer(self, ready: Sequence[tuple[int, str]], members: Sequence[tuple[int, str]]) -> None:
        """Fill the lists."""
        self.proposal.choices = options(ready)
        self.recused.choices = [*members]


class RoomProxyForm(Form):
    """Whose vote, to whom: both are asked to someone who leads the session."""

    principal = one_of(
        _l("Qui donne son pouvoir ?"),
        refusal=_l("Choisissez une personne de la liste."),
        validators=[NumberRange(min=1, message=_l("Choisissez une personne."))],
        coerce=int,
    )
    holder = one_of(
        _l("À qui ?"),
        refusal=_l("Choisissez une personne de la liste."),
        validators=[NumberRange(min=1, message=_l("Choisissez une personne."))],
        coerce=int,
    )

    def offer(self, people: Sequence[Person], giver_id: int | None = None) -> None:
        """Fill the lists: a member gives, to one who is here. Who gives is not asked of `giver_id`."""
        members = [one for one in people if one.id and one.id != giver_id]
        if giver_id is None:
            self.principal.choices = _choices(members)
        else:
            del self.principal
        self.holder.choices = _choices([one for one in members if one.is_here])


def _choices(people: Sequence[Person]) -> list[tuple[int | None, str]]:
    return [(0, _("Choisir…")), *((one.id, one.name) for one in people)]
