"""The ballots of the paper kit that choose among options: blank ones, and those of known questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db
from app.votes.models import Decision, DecisionState
from app.votes.rules import Method
from app.votes.tally.majority_judgment import MENTIONS as SCALE
from app.votes.wording import MENTIONS, METHODS
from app.workshops.decision_models import WorkshopDecision
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Workshop
from app.workshops.rule_poll import MODES, RULE

# As many lines as a ballot has room for, when nobody knows the options yet.
EMPTY_OPTIONS = 5


@dataclass(frozen=True)
class OptionBallot:
    """A sheet of ballots: `question` and `options` are empty where people write; `mentions` head a grid.

    `signs` stands before the line to sign on; it is empty for a secret vote.
    """

    head: str
    how: str
    question: str = ""
    options: list[str] = field(default_factory=lambda: [""] * EMPTY_OPTIONS)
    mentions: list[str] = field(default_factory=list)
    signs: str = ""


def option_ballots(workshop: Workshop, items: Iterable[AgendaItem]) -> list[dict[str, Any]]:
    """Those of the questions that this evening asks, then one of each method with lines to fill in.

    One statement.
    """
    known = [*_planned(items), *_opened(workshop)]
    blank = [_ballot(method) for method in (Method.CHOOSE_ONE, Method.APPROVAL, Method.MAJORITY_JUDGMENT)]
    return [asdict(ballot) for ballot in [*known, *blank]]


def _planned(items: Iterable[AgendaItem]) -> Iterator[OptionBallot]:
    for item in items:
        if item.settings.get("poll") == RULE:
            names = [str(name) for name, _what, _how in MODES.values()]
            yield _ballot(Method.CHOOSE_ONE, _("Quelle règle de décision pour notre collectif ?"), names)
        if item.kind is ItemKind.NAME:
            yield _ballot(Method.APPROVAL, _("Quel nom pour notre collectif ?"))


def _opened(workshop: Workshop) -> list[OptionBallot]:
    """Questions open in the room now, for whoever votes on paper."""
    found = db.session.scalars(
        sa.select(Decision)
        .join(WorkshopDecision, WorkshopDecision.decision_id == Decision.id)
        .where(
            WorkshopDecision.workshop_id == workshop.id,
            Decision.state == DecisionState.OPEN,
            Decision.method != Method.ADOPT,
        )
        .order_by(Decision.id)
    )
    return [
        _ballot(one.method, one.question, list(one.options), signs="" if one.is_secret else _("Nom :"))
        for one in found
    ]


def _ballot(
    method: Method, question: str = "", options: list[str] | None = None, *, signs: str | None = None
) -> OptionBallot:
    how = {
        Method.CHOOSE_ONE: _("Cochez une seule case."),
        Method.APPROVAL: _("Cochez toutes les cases qui vous conviennent."),
        Method.MAJORITY_JUDGMENT: _("Une croix par ligne : ce que vous pensez de chaque option."),
    }[method]
    return OptionBallot(
        head=str(METHODS[method.value]),
        how=how,
        question=question,
        options=options or [""] * EMPTY_OPTIONS,
        mentions=[str(MENTIONS[one]) for one in SCALE] if method is Method.MAJORITY_JUDGMENT else [],
        signs=_("Nom, si le vote n’est pas secret :") if signs is None else signs,
    )
