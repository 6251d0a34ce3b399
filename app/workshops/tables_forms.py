"""The forms of the tables: a line of a worksheet, why one is hidden."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from app.forms import Form, one_of, options
from app.forms import line as one_line
from app.forms import text as paragraphs
from app.workshops.group_models import Finding
from app.workshops.models import Channel
from app.workshops.tables import COLUMNS, Line
from app.workshops.tables_screens import COLUMN_NAMES, FINDING_NAMES

LONGEST_LINE = 1_000
_FINDINGS = [(finding.value, name) for finding, (name, _tone) in FINDING_NAMES.items()]


class WordingForm(Form):
    """What a line says, and what it tells."""

    text = paragraphs(_l("Ce que dit la table"), maximum=LONGEST_LINE)
    finding = one_of(
        _l("C’est…"),
        [("", _l("une note, simplement")), *_FINDINGS],
        refusal=_l("Choisissez dans la liste."),
        radio=True,
        default="",
    )

    @property
    def marked(self) -> Finding | None:
        """What it is marked as; the form was validated."""
        return Finding(self.finding.data) if self.finding.data else None


class RewordingForm(WordingForm):
    """The same, over the wording that the person began from."""

    version = IntegerField(
        widget=HiddenInput(), default=1, validators=[InputRequired(), NumberRange(min=1, max=2**31 - 1)]
    )

    def begin_again(self, version: int) -> None:
        """Let what was typed be sent once more, over the wording numbered `version`."""
        self.version.raw_data, self.version.data = None, version


class LineForm(WordingForm):
    """One more line, in a cell of the worksheet."""

    row = one_of(_l("Ligne de la feuille"), refusal=_l("Choisissez une ligne de la feuille."))
    column = one_of(
        _l("Colonne"),
        [(column, COLUMN_NAMES[column][1]) for column in COLUMNS],
        refusal=_l("Choisissez une colonne de la feuille."),
        radio=True,
        default=COLUMNS[0],
    )

    def __init__(self, rows: Sequence[str], *args: object, **rest: object) -> None:
        super().__init__(*args, **rest)
        self.row.choices = options([(row, row or _l("Toute la feuille")) for row in rows])

    @property
    def line(self) -> Line:
        """The line typed; the form was validated."""
        return Line(self.row.data or "", self.column.data, self.text.data or "", self.marked)


class TypedLineForm(LineForm):
    """The same, typed for a table by whoever facilitates."""

    channel = one_of(
        _l("D’où vient-elle ?"),
        [(Channel.SCRIBE.value, _l("dite à voix haute")), (Channel.PAPER.value, _l("lue sur la feuille"))],
        refusal=_l("Choisissez dans la liste."),
        default=Channel.SCRIBE.value,
    )


class HidingForm(Form):
    """Why a line is hidden; everyone reads it."""

    reason = one_line(_l("Pourquoi la masquer ?"), minimum=3, maximum=200)


class NewTableForm(Form):
    """One more table."""

    name = one_line(_l("Thème de la table"), minimum=2, maximum=80)


class TableForm(NewTableForm):
    """A table, over the wording that the person began from."""

    version = IntegerField(
        widget=HiddenInput(), default=1, validators=[InputRequired(), NumberRange(min=1, max=2**31 - 1)]
    )
    rows = paragraphs(_l("Lignes de sa feuille, une par ligne"), required=False, maximum=2_000)
    sheet = paragraphs(_l("Fiche de repères, posée sur la table"), required=False, maximum=8_000)

    def begin_again(self, version: int) -> None:
        """Let what was typed be sent once more, over the wording numbered `version`."""
        self.version.raw_data, self.version.data = None, version
