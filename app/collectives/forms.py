"""The forms of founding and of settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.collectives.wording import PRESETS, TIMEZONES
from app.forms import Form, Visible, line, text, tidy


class FoundingForm(Form):
    """Everything a collective needs to exist."""

    name = line(_l("Nom du collectif"), minimum=3)
    territory = line(_l("Territoire"), required=False)
    presentation = text(_l("Présentation"), required=False, maximum=5000)
    founder = line(_l("Votre nom ou pseudonyme"), maximum=80)
    email = StringField(
        _l("Adresse e-mail"),
        [
            Optional(),
            Length(max=254, message=_l("Au plus %(max)d caractères, s’il vous plaît.")),
            Regexp(
                r"[^@\s]+@[^@\s]+\.[^@\s]+\Z",
                message=_l("Cette adresse ne semble pas complète : prenom@exemple.fr."),
            ),
            Visible(),
        ],
        filters=[tidy],
    )
    preset = RadioField(
        _l("Comment déciderez-vous, pour commencer ?"),
        [InputRequired(_l("Choisissez une des trois règles ; vous pourrez en changer ensemble."))],
        choices=[SelectChoice(code, name) for code, (name, _explained) in PRESETS.items()],
        invalid_choice_message=_l("Choisissez une des trois règles."),
        default="couserans",
    )


class SettingsForm(Form):
    """What an administrator may change alone; the name belongs to the blason."""

    territory = line(_l("Territoire"), required=False)
    presentation = text(_l("Présentation"), required=False, maximum=5000)
    timezone = SelectField(
        _l("Fuseau horaire"),
        choices=[SelectChoice(zone, place) for zone, place in TIMEZONES.items()],
        invalid_choice_message=_l("Choisissez un fuseau de la liste."),
    )
    show_open_points = BooleanField(_l("Montrer au public les points encore en débat"))
