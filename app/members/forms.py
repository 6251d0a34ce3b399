"""The forms of people and of ways in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired

from app.forms import Form, line, one_of, text
from app.members.models import Member, Role
from app.members.roster import LONGEST_EMAIL, LONGEST_NAME, Person, email_fault, name_fault, tidy_name
from app.members.wording import FAULTS, ROLES_EXPLAINED
from app.register.words import fold


class PersonForm(Form):
    """A name, and an address for those who have one."""

    name = line(_l("Nom ou pseudonyme"), maximum=LONGEST_NAME)
    email = line(_l("Adresse e-mail"), required=False, maximum=LONGEST_EMAIL)

    def person(self, names: dict[str, str], emails: set[str]) -> Person | None:
        """The person typed; None, with the reason next to its field, when they cannot be so named.

        `names` and `emails` are those of `people.taken`.
        """
        if not self.validate():
            return None
        name, email = tidy_name(self.name.data or ""), (self.email.data or "").lower()
        self.refuse(self.name, name_fault(name) or names.get(fold(name)))
        if email:
            self.refuse(self.email, email_fault(email) or ("email_taken" if email in emails else None))
        return None if self.errors else Person(name, email or None)

    @staticmethod
    def refuse(field: StringField, code: str | None) -> None:
        """Say next to `field` what is wrong, in the words of FAULTS."""
        if code:
            field.errors = [*field.errors, FAULTS[code]]


def of(member: Member) -> PersonForm:
    """The form filled with what is known of `member`."""
    return PersonForm(name=member.name, email=member.email or "")


class ManyForm(Form):
    """A list of people, one a line; `confirmed` once it was read back."""

    people = text(_l("Une personne par ligne"))
    confirmed = HiddenField()


class LinkForm(Form):
    """Where to send a link."""

    email = line(_l("Votre adresse e-mail"), maximum=LONGEST_EMAIL)

    def validate_email(self, field: StringField) -> None:
        """An address to which a letter can go."""
        if code := email_fault(field.data or ""):
            from wtforms.validators import ValidationError

            raise ValidationError(FAULTS[code])


class CodeForm(Form):
    """The code of a slip; what is not a code is refused by what it opens."""

    code = line(_l("Code du billet"), maximum=40)
    shared = BooleanField(_l("Cet appareil n’est pas à moi : me faire sortir quand on ferme le navigateur"))


class ConfirmForm(Form):
    """Nothing but the button that scanners of letters do not press."""

    shared = BooleanField(_l("Cet appareil n’est pas à moi : me faire sortir quand on ferme le navigateur"))


class RoleForm(Form):
    """The role to give."""

    role = one_of(
        _l("Rôle"),
        [(role.value, explained) for role, explained in ROLES_EXPLAINED.items()],
        refusal=_l("Choisissez un des trois rôles."),
        radio=True,
        validators=[InputRequired(_l("Choisissez un des trois rôles."))],
    )

    def chosen(self) -> Role:
        """The role, once the form is valid."""
        return Role(self.role.data)


class ErasureForm(Form):
    """An act that nothing undoes."""

    understood = BooleanField(
        _l("J’ai compris que le nom ne reviendra pas"),
        [DataRequired(_l("Cochez cette case : l’effacement est définitif."))],
    )
