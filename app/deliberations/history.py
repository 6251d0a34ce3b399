"""The wordings of a question or of a contribution, each compared with the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db
from app.deliberations.compare import Piece, compare
from app.deliberations.models import Contribution, ContributionVersion, Deliberation, DeliberationVersion


@dataclass(frozen=True)
class Wording:
    """A wording: its number, who wrote it when, and its text as pieces that tell what changed.

    `pieces` is None for a text that is shown no more.
    """

    number: int
    writer: str
    written_at: datetime
    pieces: list[Piece] | None


def of_deliberation(deliberation: Deliberation) -> list[Wording]:
    """The wordings of a question, the latest first: one statement."""
    kept = db.session.scalars(
        sa.select(DeliberationVersion)
        .filter_by(deliberation_id=deliberation.id)
        .options(joinedload(DeliberationVersion.replaced_by))
        .order_by(DeliberationVersion.number)
    ).all()
    texts = [*(_whole(wording) for wording in kept), _whole(deliberation)]
    replaced = [(wording.replaced_by.name, wording.replaced_at) for wording in kept]
    return _wordings(texts, (deliberation.author.name, deliberation.created_at), replaced)


def _whole(wording: Deliberation | DeliberationVersion) -> str:
    return "\n\n".join(part for part in (wording.question, wording.theme, wording.context) if part)


def of_contribution(contribution: Contribution) -> list[Wording]:
    """The wordings of a contribution, the latest first: one statement."""
    kept = db.session.scalars(
        sa.select(ContributionVersion)
        .filter_by(contribution_id=contribution.id)
        .options(joinedload(ContributionVersion.replaced_by))
        .order_by(ContributionVersion.number)
    ).all()
    last = None if contribution.is_removed else contribution.text
    replaced = [(wording.replaced_by.name, wording.replaced_at) for wording in kept]
    return _wordings(
        [*(wording.text for wording in kept), last],
        (contribution.author.name, contribution.created_at),
        replaced,
    )


def _wordings(
    texts: list[str | None] | list[str], first: tuple[str, datetime], replaced: list[tuple[str, datetime]]
) -> list[Wording]:
    """Each text with who wrote it: the author of the first, then whoever replaced the one before."""
    wordings: list[Wording] = []
    before: str | None = None
    for number, (text, (writer, written_at)) in enumerate(zip(texts, [first, *replaced], strict=True), 1):
        pieces = None if text is None else compare(text if before is None else before, text)
        wordings.append(Wording(number, writer, written_at, pieces))
        before = text
    return wordings[::-1]
