"""Choosing the name: the list, the vote of all that please, a second round between those that tie."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.db import db
from app.errors import Refused, Unseen
from app.workshops import poll_screens, polls
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Workshop
from app.workshops.name_models import NameIdea
from app.workshops.poll_models import Poll, PollKind, PollState
from app.workshops.screens import Screens, Told, add_screens
from app.workshops.services.polling import Asked

FIRST = "name"
_ROUND = re.compile(r"name(?:-([2-9]))?")


def ideas_of(item: AgendaItem) -> list[NameIdea]:
    """All that was proposed, hidden or not, in order."""
    return list(
        db.session.scalars(
            sa.select(NameIdea)
            .filter_by(item_id=item.id)
            .options(joinedload(NameIdea.author), joinedload(NameIdea.hidden_by))
            .order_by(NameIdea.id)
        )
    )


def find_idea(workshop: Workshop, idea_id: int) -> NameIdea:
    """A name proposed at this session. Raises Unseen."""
    found = db.session.scalar(sa.select(NameIdea).filter_by(id=idea_id, workshop_id=workshop.id))
    if found is None:
        raise Unseen
    return found


def current_round(item: AgendaItem) -> Poll | None:
    """The last round that was opened, or one whose opening was taken back; None before any."""
    rounds = list(polls.polls_of(item).values())
    opened = [poll for poll in rounds if poll.state is not PollState.DRAFT]
    return opened[-1] if opened else next(iter(rounds), None)


def next_round(poll: Poll) -> str:
    """The name of the round after this one."""
    _first, _dash, number = poll.name.partition("-")
    return f"{FIRST}-{int(number or 1) + 1}"


def _asked(item: AgendaItem, name: str) -> Asked:
    found = _ROUND.fullmatch(name)
    if found is None:
        raise Unseen
    if found[1] is not None:
        return _second(item, name, int(found[1]))
    ideas = [idea for idea in ideas_of(item) if idea.hidden_at is None]
    if len(ideas) < 2:
        raise Refused(_("Il faut au moins deux noms pour choisir."))
    options = tuple({"key": str(idea.id), "label": idea.text} for idea in ideas)
    return Asked(FIRST, PollKind.APPROVAL, _("Quels noms vous plaisent ?"), options)


def _second(item: AgendaItem, name: str, number: int) -> Asked:
    before = polls.poll_of(item, FIRST if number == 2 else f"{FIRST}-{number - 1}")
    if before is None or not before.is_closed:
        raise Refused(_("Ce tour vient après le précédent : clôturez-le d’abord."))
    tied = polls.leading_options(before)
    if len(tied) < 2:
        raise Refused(_("Aucune égalité : il n’y a pas de second tour."))
    return Asked(name, PollKind.CHOICE, _("Entre les noms à égalité, lequel préférez-vous ?"), tuple(tied))


def _listed(item: AgendaItem) -> Told:
    ideas = ideas_of(item)
    return {
        "ideas": [idea for idea in ideas if idea.hidden_at is None],
        "hidden": [idea for idea in ideas if idea.hidden_at is not None],
    }


_OF_POLL = poll_screens.screens(current_round)


def _desk(workshop: Workshop, item: AgendaItem) -> Told:
    told = _OF_POLL.desk(workshop, item)
    poll: Poll | None = told["poll"]
    if poll is None or poll.state is PollState.DRAFT:
        return {**told, **_listed(item), "next_round": FIRST}
    return {**told, "ideas": [], "hidden": [], "next_round": next_round(poll)}


def init_app() -> None:
    """Give the choice of a name its screens."""
    add_screens(
        ItemKind.NAME,
        Screens(
            stage=lambda workshop, item: {**_OF_POLL.stage(workshop, item), **_listed(item)},
            wall=lambda workshop, item: {**_OF_POLL.wall(workshop, item), **_listed(item)},
            desk=_desk,
            mine=_OF_POLL.mine,
        ),
    )
    poll_screens.add_asker(ItemKind.NAME, _asked)
