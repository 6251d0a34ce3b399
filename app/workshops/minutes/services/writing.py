"""Write minutes: draft them from what happened, tell it again, edit a section."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.collectives.models import Collective
from app.db import db, now
from app.errors import Refused
from app.members.models import Member
from app.register.services import record
from app.workshops.minutes import document
from app.workshops.minutes.facts import facts_of
from app.workshops.minutes.models import Minutes, MinutesSection
from app.workshops.minutes.reading import last_edition
from app.workshops.minutes.telling import sections_of
from app.workshops.minutes.wording import NOT_A_DRAFT
from app.workshops.models import Workshop
from app.workshops.services.moves import hold as hold_session


class Stale(Exception):
    """Someone else wrote in the section after this person began to."""


def draft(workshop: Workshop, actor: Member) -> Minutes:
    """The draft of a session's minutes, made or told again from what happened; what people wrote in it stays.

    Minutes that are put to approval or approved are left as they are. Two people at once make one draft.
    """
    hold_session(workshop)
    found = last_edition(workshop)
    if found is not None and not found.is_draft:
        return found
    if found is None:
        found = Minutes(workshop_id=workshop.id, written_by_id=actor.id)
        db.session.add(found)
        db.session.flush()
        record(
            workshop.collective_id,
            "minutes.drafted",
            actor_id=actor.id,
            subject=("minutes", found.id),
            workshop=workshop.id,
            number=found.number,
        )
    collective = db.session.get_one(Collective, workshop.collective_id)
    fresh = sections_of(facts_of(workshop), collective, found.written_by.name)
    _set(found, document.renewed(found.document, fresh))
    return found


def _set(minutes: Minutes, sections: Sequence[document.Section]) -> None:
    """Have the draft hold `sections`; a text that changes is a further wording."""
    known = {section.key: section for section in minutes.sections}
    for position, told in enumerate(sections, 1):
        kept = known.pop(told.key, None)
        if kept is None:
            kept = MinutesSection(minutes_id=minutes.id, key=told.key, version=0, text="")
            minutes.sections.append(kept)
        if kept.version == 0 or (kept.title, kept.text) != (told.title, told.text):
            kept.title, kept.text, kept.version = told.title, told.text, kept.version + 1
        kept.position = position
    for gone in known.values():
        minutes.sections.remove(gone)
    db.session.flush()
    db.session.expire(minutes, ["sections"])


def edit(minutes: Minutes, key: str, actor: Member, *, text: str, seen: int) -> bool:
    """Write a section over its wording numbered `seen`; False when nothing differs.

    Raises Stale when someone wrote in it meanwhile, Refused when the minutes are no draft any more.
    """
    hold(minutes)
    if not minutes.is_draft:
        raise Refused(str(NOT_A_DRAFT))
    section = db.session.scalars(
        sa.select(MinutesSection)
        .filter_by(minutes_id=minutes.id, key=key)
        .execution_options(populate_existing=True)
    ).one()
    if section.version != seen:
        raise Stale
    if section.text == text:
        return False
    section.text, section.version = text, section.version + 1
    section.edited_by_id, section.edited_at = actor.id, now()
    db.session.flush()
    return True


def hold(minutes: Minutes) -> None:
    """From here on, nobody else writes in these minutes until the end of the transaction."""
    db.session.refresh(minutes, with_for_update={"of": Minutes})
