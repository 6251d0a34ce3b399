"""What leaves neither note nor vote, for the minutes: pairs, the portrait of the room, tables that spoke."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from app.db import db
from app.workshops import icebreaker, quiz, restitution
from app.workshops.composition_models import Composition, CompositionPhase
from app.workshops.kinds import ItemKind
from app.workshops.minutes.document import bullets, paragraphs, quoted
from app.workshops.models import AgendaItem
from app.workshops.polls import polls_of
from app.workshops.quiz_wording import PORTRAITS, figure, guess_said


def told_of(item: AgendaItem) -> str:
    """What the item did, in words; empty when there is nothing more to say than what was noted."""
    telling = _TELLING.get(item.kind)
    return telling(item) if telling else ""


def _pairs(item: AgendaItem) -> str:
    """The common points, without names: who has one with whom is the room's."""
    points = [pair.common_point for pair in icebreaker.game_of(item).pairs]
    head = ngettext(
        "%(num)d binôme s’est trouvé un point commun\u00a0:",
        "%(num)d binômes se sont trouvé un point commun\u00a0:",
        len(points),
    )
    return paragraphs(head, bullets(map(quoted, points))) if points else ""


def _portrait(item: AgendaItem) -> str:
    """The figures that the room saw, and only once it saw them."""
    phase = db.session.scalar(sa.select(Composition.phase).filter_by(item_id=item.id))
    if phase is not CompositionPhase.REVEAL:
        return ""
    return bullets(_figure(one) for one in quiz.revealed(item, list(polls_of(item).values())))


def _figure(one: quiz.Revealed) -> str:
    name = PORTRAITS[one.question]
    if one.portrait.figure is None:
        return _("%(what)s\u00a0: trop peu de réponses pour le dire.", what=name)
    if one.guessed is None:
        return _("%(what)s\u00a0: %(figure)s.", what=name, figure=figure(one.portrait))
    return _(
        "%(what)s\u00a0: %(figure)s. La salle pariait, en moyenne, %(guess)s.",
        what=name,
        figure=figure(one.portrait),
        guess=guess_said(one.question, float(one.guessed)),
    )


def _tables(item: AgendaItem) -> str:
    """The tables that had the floor, in the order in which they spoke."""
    spoke = set(item.settings.get("told", []))
    names = [group.name for group in restitution.told_by(item)[1] if group.number in spoke]
    return paragraphs(_("Ont rapporté leurs échanges\u00a0:"), bullets(map(quoted, names))) if names else ""


_TELLING: dict[ItemKind, Callable[[AgendaItem], str]] = {
    ItemKind.ICEBREAKER: _pairs,
    ItemKind.COMPOSITION_QUIZ: _portrait,
    ItemKind.RESTITUTION: _tables,
}
