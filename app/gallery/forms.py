"""A form with one field of each kind."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from app.forms import Form, line, options, text


class SampleForm(Form):
    """One field of each kind that the pages use."""

    title = line(_l("Titre"), maximum=60)
    body = text(_l("Texte"), required=False)
    kind = SelectField(
        _l("Nature"),
        choices=options([("value", _l("Valeur")), ("prohibition", _l("Interdit"))]),
    )
    choice = RadioField(
        _l("Votre réponse"),
        choices=options([("consent", _l("Je consens")), ("concern", _l("Je consens, avec une réserve"))]),
        validators=[InputRequired(_l("Choisissez une réponse."))],
    )
    present = BooleanField(_l("Je suis dans la salle"))
