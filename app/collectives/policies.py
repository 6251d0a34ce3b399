"""Who may found, and who may settle what a collective shows of itself."""

from __future__ import annotations

from flask_babel import gettext as _

from app.collectives.founding import is_empty_instance
from app.members.models import Member


def can_found(actor: Member | None) -> bool:
    """Anyone on an empty instance; afterwards, an administrator of a collective that is already here."""
    return (actor is not None and actor.is_administrator) or is_empty_instance()


def already_founded() -> str:
    """Why a stranger who wants to found a collective is refused."""
    return _(
        "Il y a déjà un collectif ici : c’est un·e de ses administrateur·rices qui peut en fonder un autre. "
        "Si vous étiez plusieurs à le fonder en même temps, voyez d’abord s’il s’agit du vôtre."
    )


can_found.refusal = already_founded  # type: ignore[attr-defined]  # read by the guard of every page


def can_settle(actor: Member | None) -> bool:
    """Change the presentation, the territory, the time zone, what the public sees."""
    return actor is not None and actor.is_administrator
