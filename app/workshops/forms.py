"""The forms of a session: preparing it, its items, coming in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.forms import Form, MomentField, line, one_of, options
from app.forms import text as paragraphs
from app.members.models import Member
from app.workshops.run_sheets import NAMES, run_sheets
from app.workshops.wording import ITEM_KINDS


class WorkshopForm(Form):
    """What is said of a session."""

    title = line(_l("Titre"), minimum=3)
    starts_at = MomentField(_l("Jour et heure"), required=True)
    place = line(_l("Lieu"), required=False, maximum=200)
    intention = paragraphs(_l("Ce que nous voulons en tirer"), required=False, maximum=2_000)
    welcomes_members = BooleanField(_l("Qui entre devient membre du collectif"))
    convened_on = DateField(_l("Convocation envoyée le"), validators=[Optional()])
    convened_by = line(_l("Par quels moyens"), required=False, maximum=200)
    secretary = one_of(
        _l("Secrétaire de séance"), refusal=_l("Choisissez une personne de la liste."), default=""
    )

    def __init__(self, members: Sequence[Member], *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        known = [(one.id, one.name) for one in members]
        self.secretary.choices = options([("", _l("personne encore")), *known])

    def validate_convened_on(self, field: DateField) -> None:
        """People are convened before they meet."""
        starts_at = self.starts_at.data
        if field.data and starts_at and field.data > starts_at.date():
            raise ValidationError(_l("On convoque avant la séance : donnez une date qui la précède."))

    def moment(self, zone: str) -> datetime:
        """When it begins, in UTC: people type the time of the collective's clock."""
        typed = self.starts_at.moment(zone)
        assert typed is not None  # noqa: S101 - the field is required
        return typed


class NewWorkshopForm(WorkshopForm):
    """The same, and the run-sheet to begin from."""

    template = one_of(
        _l("Déroulé"),
        refusal=_l("Choisissez un déroulé dans la liste."),
        radio=True,
        default=NAMES[0],
    )

    def __init__(self, members: Sequence[Member], *args: Any, **rest: Any) -> None:
        super().__init__(members, *args, **rest)
        ready = [
            (sheet.name, f"{sheet.title} ({sheet.minutes} min) : {sheet.lead}") for sheet in run_sheets()
        ]
        self.template.choices = [*ready, ("", _l("Une page blanche"))]


class ItemForm(Form):
    """An item of the agenda."""

    kind = one_of(_l("On y fait"), ITEM_KINDS.items(), refusal=_l("Choisissez dans la liste."))
    title = line(_l("Titre"), minimum=2)
    minutes = IntegerField(
        _l("Durée, en minutes"),
        default=10,
        validators=[
            InputRequired(_l("Donnez une durée en minutes.")),
            NumberRange(1, 600, _l("Entre une minute et dix heures, s’il vous plaît.")),
        ],
    )
    text = paragraphs(_l("Ce qu’on y dit"), required=False, maximum=4_000)


class NameForm(Form):
    """The name under which one comes in."""

    name = line(_l("Votre prénom, ou un pseudonyme"), maximum=60)


class SomeonesNameForm(NameForm):
    """The name of a person for whom someone else writes it."""

    name = line(_l("Son prénom, ou un pseudonyme"), maximum=60)


class RoomCodeForm(NameForm):
    """The code of a room, and a name."""

    code = line(_l("Code de la séance"), maximum=40)
