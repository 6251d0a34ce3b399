"""A venue applies, without an account, and follows its application with a code shown once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accreditation.follow_codes import new_code, read_code
from app.accreditation.models import Application, Venue, VenueAnswer, VenueKind
from app.accreditation.states import VenueState
from app.collectives.models import Collective
from app.db import db
from app.errors import Refused
from app.members.models import Member
from app.register import search
from app.register.search import fold
from app.register.services import record

KIND = "venue"
SETTLED = (VenueState.REVOKED, VenueState.DECLINED)


@dataclass(frozen=True)
class Asked:
    """What an application form says."""

    name: str
    kind: VenueKind
    place: str = ""
    address: str = ""
    presentation: str = ""
    website: str = ""
    products: Sequence[str] = ()
    applicant: str = ""
    contact: str = ""
    motivation: str = ""


class NameTaken(Refused):
    """Another venue of the collective has this name."""

    def __init__(self) -> None:
        super().__init__(_("Un lieu de ce nom est déjà connu ici. Est-ce le même ?"), 422)


def apply(collective: Collective, asked: Asked) -> tuple[Venue, str]:
    """Add a venue that applies; returns it with the code, kept hashed, that lets its applicant follow.

    Raises NameTaken.
    """
    if find_by_name(collective.id, asked.name) is not None:
        raise NameTaken
    venue = Venue(
        collective_id=collective.id,
        name=asked.name,
        folded_name=fold(asked.name)[:120],
        kind=asked.kind,
        place=asked.place,
        address=asked.address,
        presentation=asked.presentation,
        website=asked.website,
        products=list(asked.products),
        state=VenueState.APPLIED,
    )
    db.session.add(venue)
    db.session.flush()
    code = new_code()
    db.session.add(
        Application(
            venue_id=venue.id,
            applicant=asked.applicant,
            contact=asked.contact,
            motivation=asked.motivation,
            token_hash=hashed(code),
        )
    )
    db.session.flush()
    record(collective.id, "venue.applied", subject=(KIND, venue.id))
    index(venue)
    return venue, code


def index(venue: Venue) -> None:
    """Make a venue findable by its name, place and presentation."""
    words = f"{venue.place}\n{venue.address}\n{venue.presentation}"
    search.index(venue.collective_id, KIND, venue.id, venue.name, words)


def find_by_name(collective_id: int, name: str) -> Venue | None:
    """The venue of that name, whatever its capitals and accents."""
    return db.session.scalar(
        sa.select(Venue).filter_by(collective_id=collective_id, folded_name=fold(name)[:120])
    )


def hashed(code: str) -> str:
    """What is stored of a follow-up code of 80 bits."""
    return hashlib.sha256(f"venue|{read_code(code)}".encode()).hexdigest()


def application_of(collective: Collective, code: str) -> Application | None:
    """The application that this code follows, with its venue; None when it opens nothing."""
    return db.session.scalar(
        sa.select(Application)
        .join(Application.venue)
        .where(Application.token_hash == hashed(code), Venue.collective_id == collective.id)
        .options(sa.orm.contains_eager(Application.venue))
    )


def renew_code(venue: Venue, actor: Member) -> str:
    """Another code for the applicant of `venue`; the one before is forgotten. Raises Refused without one."""
    application = venue.application
    if application is None:
        raise Refused(_("Ce lieu a été ajouté par le collectif : personne n’en suit la candidature."))
    code = new_code()
    application.token_hash = hashed(code)
    record(venue.collective_id, "venue.code_renewed", actor_id=actor.id, subject=(KIND, venue.id))
    return code


def answer(venue: Venue, body: str, by: Member | None) -> VenueAnswer:
    """What the venue answers before it is decided; `by` types it for them. Raises Refused once settled."""
    if venue.state in SETTLED:
        raise Refused(
            _("La décision est prise. Écrivez au collectif, ou présentez une nouvelle candidature.")
        )
    given = VenueAnswer(venue_id=venue.id, body=body, by_member_id=by.id if by else None)
    db.session.add(given)
    db.session.flush()
    actor_id = by.id if by else None
    record(venue.collective_id, "venue.answered", actor_id=actor_id, subject=(KIND, venue.id))
    return given
