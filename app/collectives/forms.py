"""The forms of founding and of settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.collectives.wording import PRESETS, TIMEZONES
from app.forms import Form, Visible, line, one_of, text, tidy


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
                message=_l("Cette adresse ne semble pas complète : prenom@exemple.fr."),
            ),
            Visible(),
        ],
        filters=[tidy],
    )
    preset = one_of(
        _l("Comment déciderez-vous, pour commencer ?"),
        [(code, name) for code, (name, _explained) in PRESETS.items()],
        refusal=_l("Choisissez une des trois règles."),
        radio=True,
        validators=[InputRequired(_l("Choisissez une des trois règles."))],
        default="couserans",
    )


class SettingsForm(Form):
    """What an administrator may change alone; the name belongs to the blason."""

    territory = line(_l("Territoire"), required=False)
    presentation = text(_l("Présentation"), required=False, maximum=5000)
    timezone = one_of(
        _l("Fuseau horaire"), TIMEZONES.items(), refusal=_l("Choisissez un fuseau de la liste.")
    )
    show_open_points = BooleanField(_l("Montrer au public les points encore en débat"))
