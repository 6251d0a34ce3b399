"""The forms of post-its: one's own, those of a group, a batch from paper, a reason, a common sentence."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from app.blason.document import LONGEST_NAME
from app.forms import Form, line, one_of
from app.forms import text as paragraphs
from app.votes.rules_wording import MODES
from app.workshops.pasting import LONGEST_NOTE
from app.workshops.wording import BLASON_KINDS


class NoteForm(Form):
    """A post-it."""

    text = paragraphs(_l("Votre post-it"), maximum=LONGEST_NOTE)


class EditedNoteForm(NoteForm):
    """The same, changed from the version `seen`."""

    seen = IntegerField(validators=[InputRequired(_l("Cette page n’est plus à jour : rechargez-la."))])


class HideForm(Form):
    """Why a post-it leaves the wall: said to everyone."""

    reason = line(_l("Motif, dit à tout le monde"), maximum=200, minimum=3)


class PasteForm(Form):
    """Post-its from paper: where they come from, one a line."""

    axis = one_of(_l("Axe"), refusal=_l("Choisissez un axe dans la liste."))
    group = one_of(_l("Groupe"), refusal=_l("Choisissez un groupe dans la liste."))
    provenance = line(_l("D’où vient ce papier"), maximum=120, minimum=2)
    notes = paragraphs(_l("Les post-it, un par ligne"), maximum=200_000)


class CommonForm(Form):
    """A common sentence, and what it becomes in the blason."""

    text = paragraphs(_l("La phrase commune"), maximum=LONGEST_NOTE)
    kind = one_of(
        _l("Dans le blason"),
        [("", _l("à décider plus tard")), *BLASON_KINDS.items()],
        refusal=_l("Choisissez dans la liste."),
    )


class InscriptionForm(Form):
    """What goes to the blason with the common sentences; `understood` that the room decided so."""

    name = line(_l("Nom du collectif"), required=False, maximum=LONGEST_NAME)
    mode = one_of(
        _l("Règle de décision, pour toutes les questions"),
        [("", _l("garder celles d’aujourd’hui")), *MODES.items()],
        refusal=_l("Choisissez dans la liste."),
    )
    understood = BooleanField(_l("C’est ce que la salle a décidé"))


class GroupWorkForm(Form):
    """How the groups of an item work."""

    group_size = IntegerField(
        _l("Personnes par groupe, à peu près"),
        validators=[
            InputRequired(_l("Donnez un nombre.")),
            NumberRange(2, 50, _l("Entre deux et cinquante, s’il vous plaît.")),
        ],
    )
    notes_per_axis = IntegerField(
        _l("Post-it par groupe et par axe"),
        validators=[
            InputRequired(_l("Donnez un nombre.")),
            NumberRange(1, 20, _l("Entre un et vingt, s’il vous plaît.")),
        ],
    )
    hidden = BooleanField(_l("Cacher les post-it au mur, jusqu’à ce qu’on les retourne ensemble"))
    axes = paragraphs(_l("Les axes, un par ligne"), maximum=1_000)
