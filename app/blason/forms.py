"""The forms of the blason: a name, one sentence, one cascade."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField, SelectField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import Length, Optional

from app.blason.document import LONGEST_NAME, LONGEST_TEXT
from app.forms import Form, line, options, text, tidy
from app.votes.rules import MAJORITY_MODES, MOST_PROXIES, DecisionMode, InvalidRules, Step
from app.votes.rules_wording import MODES

LONGEST_CASCADE = 4
_SHARE = _l("Une fraction comme 1/2 ou 2/3 ; 0 pour aucun, 1 pour tout le monde.")


class NameForm(Form):
    """The name on the ribbon."""

    name = line(_l("Nom du collectif"), maximum=LONGEST_NAME)


class ItemForm(Form):
    """One sentence of the blason; `seen` is the text its author started from."""

    text = text(_l("Phrase"), maximum=LONGEST_TEXT, render_kw={"rows": 2})
    seen = HiddenField()


def _share(label: Any, default: str, description: Any = _SHARE) -> StringField:
    return StringField(
        label,
        [Length(max=20)],
        filters=[tidy],
        default=default,
        description=description,
        render_kw={"inputmode": "text", "size": 6},
    )


class StepForm(PlainForm):
    """One step of a cascade. What a mode does not use is left aside."""

    mode = SelectField(
        _l("Mode"), choices=options([("", _l("Aucun : la cascade s’arrête avant")), *MODES.items()])
    )
    quorum = _share(_l("Quorum"), "1/2")
    quorum_of = SelectField(
        _l("Quorum compté sur"),
        default="eligible",
        choices=options(
            [("eligible", _l("les personnes inscrites")), ("present", _l("les personnes présentes"))]
        ),
    )
    electorate = SelectField(
        _l("Qui décide"),
        default="members",
        choices=options([("members", _l("tous les membres")), ("present", _l("les membres présents"))]),
    )
    max_proxies = IntegerField(
        _l("Pouvoirs par personne"),
        [Optional()],
        default=2,
        render_kw={"min": 0, "max": MOST_PROXIES, "inputmode": "numeric"},
    )
    threshold = SelectField(
        _l("Majorité (pour un vote)"),
        default="simple",
        choices=options(
            [
                ("simple", _l("simple : plus de pour que de contre")),
                ("absolute", _l("absolue : plus de la moitié")),
                ("qualified", _l("qualifiée : la part ci-contre")),
            ]
        ),
    )
    share = _share(_l("Part pour une majorité qualifiée"), "2/3", None)
    threshold_of = SelectField(
        _l("Majorité comptée sur"),
        default="expressed",
        choices=options(
            [
                ("expressed", _l("les suffrages exprimés")),
                ("participants", _l("les participants, abstentions comprises")),
                ("eligible", _l("les personnes inscrites")),
            ]
        ),
    )
    tie = SelectField(
        _l("En cas d’égalité (main levée)"),
        default="reject",
        choices=options(
            [("reject", _l("la proposition est rejetée")), ("reopen", _l("le vote peut être rouvert"))]
        ),
    )
    stand_asides_max = _share(
        _l("Part de retraits admise (pour un consensus)"), "0", _l("0 : le consensus est strict.")
    )
    show_results = SelectField(
        _l("Les résultats s’affichent"),
        default="closing",
        choices=options([("closing", _l("à la clôture")), ("live", _l("au fil du vote"))]),
    )
    close_when_all = BooleanField(_l("Clore dès que tout le monde s’est exprimé"))

    def to_step(self) -> Step | None:
        """The step, None when no mode is chosen. Raises InvalidRules."""
        if not self.mode.data:
            return None
        document: dict[str, Any] = {
            name: self[name].data
            for name in ("mode", "quorum", "quorum_of", "electorate", "max_proxies", "threshold_of", "tie")
        }
        document["show_results"] = self.show_results.data
        document["close_when_all"] = bool(self.close_when_all.data)
        if self.mode.data == DecisionMode.CONSENSUS:
            document["stand_asides_max"] = self.stand_asides_max.data
        if self.mode.data in MAJORITY_MODES:
            document["threshold"] = (
                self.share.data if self.threshold.data == "qualified" else self.threshold.data
            )
        if self.mode.data == DecisionMode.SECRET_MAJORITY:
            document["tie"], document["show_results"] = "reject", "closing"
        return Step.from_document(document)


class RulesForm(Form):
    """The cascade for one kind of question: up to four steps, the empty ones left out."""

    steps = FieldList(
        FormField(StepForm), _l("Les étapes de la cascade"), min_entries=1, max_entries=LONGEST_CASCADE
    )

    def to_cascade(self) -> tuple[Step, ...] | None:
        """The steps; None, with an error at its field, when one of them cannot be."""
        from app.blason.wording import refusal

        steps, sound = [], True
        for entry in self.steps:
            try:
                step = entry.form.to_step()
            except InvalidRules as error:
                at = entry.form[_field_of(error)]
                at.errors = [*at.errors, refusal(error)]
                sound = False
            else:
                steps += [step] if step else []
        if sound and not steps:
            at = self.steps[0].form.mode
            at.errors = [*at.errors, refusal(InvalidRules("empty_cascade"))]
            sound = False
        self.steps.errors = () if sound else [self.steps.label.text]
        return tuple(steps) if sound else None


_FIELD_OF = {
    "quorum_out_of_range": "quorum",
    "threshold_out_of_range": "share",
    "stand_asides_out_of_range": "stand_asides_max",
    "bad_number": "max_proxies",
    "live_secret": "show_results",
}


def _field_of(error: InvalidRules) -> str:
    field = _FIELD_OF.get(error.code) or error.params.get("field", "mode")
    return "share" if field == "threshold" else field


def shown_steps(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """A cascade as the data of a RulesForm, with an empty step at the end while there is room."""
    filled = []
    for step in steps:
        shown: dict[str, Any] = step.to_document()
        if isinstance(step.threshold, Fraction):
            shown["threshold"], shown["share"] = "qualified", str(step.threshold)
        filled.append({name: value for name, value in shown.items() if value is not None})
    return [*filled, {"mode": ""}] if len(filled) < LONGEST_CASCADE else filled
