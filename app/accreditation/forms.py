"""The forms of venues: an application without account, a follow-up code, an interest, an answer, an act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectMultipleField
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accreditation.csv_import import LONGEST_TABLE
from app.accreditation.models import VenueKind
from app.accreditation.services.applying import Asked
from app.accreditation.states import LONGEST_TERM, WITH_TERM, AccreditationAct
from app.accreditation.wording import ACTS, VENUE_KINDS
from app.forms import Form, line, one_of, options, text
from app.members.attendance import local_day


def _today() -> date:
    return local_day(g.collective.timezone)


class VenueForm(Form):
    """What is said of a venue."""

    name = line(_l("Nom du lieu"), maximum=120)
    kind = one_of(
        _l("Genre de lieu"),
        [(kind.value, label) for kind, label in VENUE_KINDS.items()],
        refusal=_l("Choisissez un genre de lieu dans la liste."),
    )
    place = line(_l("Quartier ou commune"), maximum=120)
    address = line(_l("Adresse"), required=False, maximum=300)
    website = line(_l("Site"), required=False, maximum=300)
    presentation = text(_l("En quelques phrases, ce qu’on y trouve et d’où cela vient"), maximum=3_000)
    products = SelectMultipleField(
        _l("Types de produits vendus"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=True,
    )

    def __init__(self, products: Mapping[str, str], **rest: Any) -> None:
        super().__init__(**rest)
        self.products.choices = options(products.items())
        if not products:
            del self.products

    def validate_website(self, field: Any) -> None:
        """An address that a link may safely hold."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(_l("Une adresse de site commence par https:// ou http://."))

    def asked(self) -> Asked:
        """What was said, once valid."""
        return Asked(
            name=self.name.data or "",
            kind=VenueKind(self.kind.data),
            place=self.place.data or "",
            address=self.address.data or "",
            presentation=self.presentation.data or "",
            website=self.website.data or "",
            products=list(self.products.data or ()) if "products" in self else [],
        )


class ApplicationForm(VenueForm):
    """What a venue says of itself, and who asks."""

    motivation = text(_l("Pourquoi être conventionné"), required=False, maximum=3_000)
    applicant = line(_l("Votre nom"), maximum=120)
    contact = line(_l("Téléphone ou adresse e-mail"), maximum=200)

    def asked(self) -> Asked:
        """The application, once valid."""
        return replace(
            super().asked(),
            applicant=self.applicant.data or "",
            contact=self.contact.data or "",
            motivation=self.motivation.data or "",
        )


class CorrectionForm(VenueForm):
    """What is said of a venue already known, and the market whose seller it is."""

    market = one_of(
        _l("Sur quel marché"),
        refusal=_l("Choisissez un marché dans la liste."),
        coerce=lambda value: int(value) if value else None,
        default=None,
    )

    def __init__(self, products: Mapping[str, str], markets: Mapping[int, str], **rest: Any) -> None:
        super().__init__(products, **rest)
        self.market.choices = options([("", _l("Aucun : un lieu à lui seul")), *markets.items()])


class ImportForm(Form):
    """A table of venues, pasted or read from a file, and kept in the page until it is good."""

    table = text(_l("Le tableau"), required=False, maximum=LONGEST_TABLE, render_kw={"rows": 12})


class CodeForm(Form):
    """The code that follows an application."""

    code = line(_l("Code de suivi"), maximum=60)


class AnswerForm(Form):
    """What the venue answers before the decision."""

    body = text(_l("Votre réponse"), maximum=5_000)


class InterestForm(Form):
    """What ties a member to a venue."""

    nature = line(_l("Ce qui vous lie à ce lieu"), maximum=200)


class DecideForm(Form):
    """What a decision would do to a venue."""

    act = one_of(
        _l("La décision proposée"),
        refusal=_l("Cette décision n’est pas possible aujourd’hui pour ce lieu."),
        radio=True,
        validators=[InputRequired(_l("Choisissez une décision."))],
    )
    starts_on = DateField(_l("À partir du"), validators=[Optional()])
    ends_on = DateField(_l("Jusqu’au"), validators=[Optional()])
    reasons = text(_l("Les raisons"), maximum=3_000)

    def offer(self, acts: list[AccreditationAct]) -> None:
        """Offer these acts."""
        self.act.choices = options((act.value, ACTS[act][0]) for act in acts)

    def validate_starts_on(self, field: DateField) -> None:
        """Today or a day to come."""
        if field.data is not None and field.data < _today():
            raise ValidationError(_l("Ce jour est passé : une convention commence au plus tôt aujourd’hui."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Also that the term comes after the start, within five years; what gives rights needs one."""
        # Both are asked: whoever reads the page again reads every fault at once.
        return all([super().validate(extra_validators), self._has_a_term()])

    def _has_a_term(self) -> bool:
        start, end = self.starts_on.data or _today(), self.ends_on.data
        if self.act.data not in {act.value for act in WITH_TERM}:
            return True
        if end is None:
            self.ends_on.errors = [_l("Jusqu’à quand ? Une convention a un terme.")]
        elif end <= start:
            self.ends_on.errors = [_l("Le terme vient après le début, et après aujourd’hui.")]
        elif end - start > LONGEST_TERM:
            self.ends_on.errors = [_l("Cinq ans au plus : la charte aura changé d’ici là.")]
        return not self.ends_on.errors

    def term(self) -> tuple[date, date | None]:
        """The first and last day; what gives no right has no term."""
        gives = self.act.data in {act.value for act in WITH_TERM}
        return self.starts_on.data or _today(), self.ends_on.data if gives else None
