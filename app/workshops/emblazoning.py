"""What the blason would say with the common items of an evening, and how the wall shows it fill up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask import g, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.blason import services as blasons
from app.blason.arms import quarter_titles, shield
from app.blason.document import Blason, InvalidBlason, ItemKind
from app.blason.draw import outline
from app.blason.models import BlasonVersion
from app.db import db
from app.votes.presets import CONSENSUS_OF_ALL, CONSENT_OF_HALF, HALF, IMPORTANT_VOTE
from app.votes.rules import DecisionMode, QuestionKind, Step
from app.workshops import polls
from app.workshops.group_models import CommonItem
from app.workshops.kinds import ItemKind as AgendaKind
from app.workshops.models import AgendaItem, Workshop
from app.workshops.notes import axis_of
from app.workshops.poll_models import Poll, PollState
from app.workshops.rule_poll import RULE

# In which quarter of the shield each kind stands; the fourth is the rules.
QUARTERS = {
    ItemKind.PURPOSE.value: 0,
    ItemKind.OBJECTIVE.value: 0,
    ItemKind.VALUE.value: 1,
    ItemKind.PROHIBITION.value: 2,
}
RULES = 3
# What a mode chosen by the room becomes for every kind of question; each is refined afterwards.
CASCADES: dict[str, tuple[Step, ...]] = {
    DecisionMode.CONSENSUS.value: (CONSENSUS_OF_ALL,),
    DecisionMode.CONSENT.value: (CONSENT_OF_HALF,),
    DecisionMode.OPEN_MAJORITY.value: (IMPORTANT_VOTE,),
    DecisionMode.SECRET_MAJORITY.value: (
        Step(mode=DecisionMode.SECRET_MAJORITY, quorum=HALF, threshold="simple"),
    ),
}


@dataclass(frozen=True)
class Chosen:
    """What the votes of the evening chose; empty where they did not, or where two options tie."""

    name: str = ""
    mode: str = ""


@dataclass(frozen=True)
class Drafted:
    """A blason with tonight's sentences, and the code that each common item has there, by its number.

    `known` are the numbers of those that the blason said already, word for word.
    """

    blason: Blason
    codes: dict[int, str]
    known: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Corner:
    """A quarter as the wall tells it: its title and its sentences, the latest first."""

    title: str
    sentences: list[str] = field(default_factory=list)


def to_write(commons: Sequence[CommonItem]) -> list[CommonItem]:
    """Those that have a kind and are neither in the blason nor in a proposal."""
    return [one for one in commons if one.kind and not one.blason_code and one.proposal_id is None]


def draft(before: Blason, commons: Sequence[CommonItem], name: str = "", mode: str = "") -> Drafted:
    """`before` with the common items to write, another name, another mode for all. Raises InvalidBlason."""
    after, codes = before.renamed(name) if name else before, {}
    said = {(item.kind, item.text): item.code for item in before.items}
    known = frozenset(one.id for one in to_write(commons) if (ItemKind(one.kind), one.text) in said)
    for common in to_write(commons):
        sentence = (ItemKind(common.kind), common.text)
        if sentence not in said:
            after = after.with_item(*sentence)
            said[sentence] = after.items[-1].code
        codes[common.id] = said[sentence]
    for kind in QuestionKind if mode else ():
        after = after.with_cascade(kind, CASCADES[mode])
    return Drafted(after, codes, known)


def chosen(workshop: Workshop) -> Chosen:
    """The name and the rule that the room chose, once their votes are closed. Three statements at most."""
    rows = db.session.execute(
        sa.select(Poll, AgendaItem.kind)
        .join(AgendaItem, AgendaItem.id == Poll.item_id)
        .where(
            Poll.workshop_id == workshop.id,
            Poll.state == PollState.CLOSED,
            sa.or_(Poll.name == RULE, AgendaItem.kind == AgendaKind.NAME),
        )
        .order_by(Poll.closed_at, Poll.id)
    ).all()
    leading = polls.leading_of([poll for poll, _kind in rows])
    name = mode = ""
    for poll, kind in rows:  # a vote opened again between those that tied comes last, and counts
        first = leading[poll.id]
        if kind is AgendaKind.NAME:
            name = str(first[0]["label"]) if len(first) == 1 else ""
        else:
            mode = str(first[0]["key"]) if len(first) == 1 else ""
    return Chosen(name, mode if mode in CASCADES else "")


def drawn(item: AgendaItem) -> tuple[Markup | None, list[Corner]]:
    """The whole shield for a screen one holds: what is in force, and tonight's sentences, to be read beside.

    None and none while none of them has a kind. One statement, once the collective has a blason.
    """
    latest = (
        sa.select(BlasonVersion.document)
        .where(BlasonVersion.collective_id == g.collective.id)
        .order_by(BlasonVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(CommonItem, latest)
        .where(CommonItem.item_id == item.id, CommonItem.kind != "")
        .order_by(CommonItem.position, CommonItem.id)
    ).all()
    if not rows:
        return None, []
    commons = [common for common, _same in rows]
    document = rows[0][1]
    before = Blason.from_document(json.loads(document)) if document else blasons.current_blason(g.collective)
    told = [corner for corner in corners(item, commons) if corner.sentences]
    try:
        return shield(draft(before, commons).blason, "tonight"), told
    except InvalidBlason:  # more than a blason holds: the desk says so when it is to be written
        return shield(before, "tonight"), told


def corners(item: AgendaItem, commons: Sequence[CommonItem], rule: str = "") -> list[Corner]:
    """The four quarters with tonight's sentences; who has no kind yet stands where its axis mostly leads."""
    told = [Corner(title) for title in quarter_titles()]
    for common in reversed(commons):
        axis = axis_of(item, common.axis)
        kinds = (common.kind, *(axis.kinds if axis else ()))
        place = next((QUARTERS[kind] for kind in kinds if kind in QUARTERS), 0)
        told[place].sentences.append(common.text)
    if rule:
        told[RULES].sentences.append(rule)
    return told


def filling(quarters: Sequence[Corner]) -> Markup:
    """The shield of the wall: a quarter is painted once it says something."""
    title = _("Le blason se remplit")
    return Markup(outline([bool(one.sentences) for one in quarters], title))  # noqa: S704 - escaped there


def origins(collective_id: int) -> dict[str, str]:
    """The address that tells which post-its an item of the blason comes from, by its code."""
    rows = db.session.execute(
        sa.select(
            CommonItem.blason_code,
            CommonItem.text,
            CommonItem.proposal_id,
            CommonItem.workshop_id,
            CommonItem.item_id,
        )
        .join(Workshop, Workshop.id == CommonItem.workshop_id)
        .where(
            Workshop.collective_id == collective_id,
            sa.or_(CommonItem.blason_code != "", CommonItem.proposal_id.is_not(None)),
        )
    )
    told: dict[str, str] = {}
    found = list(rows)
    # What a proposal wrote got its code on the day it was adopted: its words tell which it is.
    by_text = {item.text: item.code for item in blasons.current_blason(g.collective).items} if found else {}
    for code, text, _proposal, workshop, item in found:
        if at := code or by_text.get(text):
            told[at] = url_for("workshops.origins", workshop_id=workshop, item_id=item, _anchor=at)
    return told
