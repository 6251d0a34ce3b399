"""What the blason would say with the common items of an evening, and how the wall shows it fill up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import g
from flask_babel import gettext as _
from markupsafe import Markup

from app.blason import services as blasons
from app.blason.arms import arms, shield
from app.blason.document import Blason, InvalidBlason, ItemKind
from app.blason.draw import outline
from app.votes.rules import QuestionKind, Step
from app.workshops.group_models import CommonItem
from app.workshops.models import AgendaItem
from app.workshops.notes import Gathered, axis_of

# In which quarter of the shield each kind stands; the fourth is the rules.
QUARTERS = {
    ItemKind.PURPOSE.value: 0,
    ItemKind.OBJECTIVE.value: 0,
    ItemKind.VALUE.value: 1,
    ItemKind.PROHIBITION.value: 2,
}
RULES = 3


@dataclass(frozen=True)
class Corner:
    """A quarter as the wall tells it: its title and its sentences, the latest first."""

    title: str
    sentences: list[str] = field(default_factory=list)


def drafted(
    before: Blason,
    commons: Sequence[CommonItem],
    name: str | None = None,
    cascade: tuple[Step, ...] = (),
) -> Blason:
    """`before` with the common items that have a kind and are not in it yet, a name, a cascade for all.

    Raises InvalidBlason.
    """
    after = before.renamed(name) if name else before
    for common in commons:
        if common.kind and not common.blason_code:
            after = after.with_item(ItemKind(common.kind), common.text)
    for kind in QuestionKind if cascade else ():
        after = after.with_cascade(kind, cascade)
    return after


def drawn(commons: Sequence[CommonItem]) -> Markup:
    """The whole shield with its words, for a screen one holds: what is in force, and tonight's sentences."""
    before = blasons.current_blason(g.collective)
    try:
        return shield(drafted(before, commons), "tonight")
    except InvalidBlason:  # more than a blason holds: the desk says so when it is to be written
        return shield(before, "tonight")


def corners(item: AgendaItem, gathered: Sequence[Gathered], rule: str = "") -> list[Corner]:
    """The four quarters with tonight's sentences; who has no kind yet stands where its axis mostly leads."""
    titles = [quarter.title for quarter in arms(blasons.current_blason(g.collective)).quarters]
    told = [Corner(title) for title in titles]
    for one in reversed(gathered):
        axis = axis_of(item, one.common.axis)
        kinds = (one.common.kind, *(axis.kinds if axis else ()))
        place = next((QUARTERS[kind] for kind in kinds if kind in QUARTERS), 0)
        told[place].sentences.append(one.common.text)
    if rule:
        told[RULES].sentences.append(rule)
    return told


def filling(quarters: Sequence[Corner]) -> Markup:
    """The shield of the wall: a quarter is painted once it says something."""
    title = _("Le blason se remplit")
    return Markup(outline([bool(one.sentences) for one in quarters], title))  # noqa: S704 - escaped there
