"""The forms of minutes."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from app.forms import Form, line, one_of, options
from app.forms import text as paragraphs
from app.votes.models import Decision
from app.workshops.models import Workshop


class SectionForm(Form):
    """A section, over the wording that the person began from."""

    version = IntegerField(
        widget=HiddenInput(), default=1, validators=[InputRequired(), NumberRange(min=1, max=2**31 - 1)]
    )
    text = paragraphs(_l("Texte de la section"), required=False, maximum=40_000)

    def begin_again(self, version: int) -> None:
        """Let what was typed be sent once more, over the wording numbered `version`."""
        self.version.raw_data, self.version.data = None, version


class ApprovalForm(Form):
    """Where minutes are approved; `read` is the fingerprint of the text that was read."""

    read = HiddenField()
    session = one_of(_l("À quelle séance ?"), refusal=_l("Choisissez une séance de la liste."), default="")
    decision = one_of(
        _l("Par une décision ?"), refusal=_l("Choisissez une décision de la liste."), default=""
    )
    remarks = line(_l("Remarques faites alors"), required=False, maximum=500)

    def __init__(self, sessions: Sequence[Workshop], decisions: Sequence[Decision], read: str) -> None:
        super().__init__()
        self.read.data = self.read.data or read
        told = [(one.id, f"{one.title}, {format_date(one.starts_at, 'long')}") for one in sessions]
        self.session.choices = options([("", _l("aucune")), *told])
        self.decision.choices = options([("", _l("aucune")), *((one.id, one.question) for one in decisions)])
        if not self.is_submitted() and sessions:
            self.session.data = str(sessions[0].id)


class CorrectionForm(Form):
    """Why approved minutes are corrected."""

    reason = line(_l("Ce qu’il faut corriger"), minimum=5, maximum=300)
