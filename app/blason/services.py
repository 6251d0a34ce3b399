"""The blason in force, and who changes it: its founders before the first decision, then decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import defer

from app.blason.document import Blason, InvalidBlason, ItemKind
from app.blason.models import BlasonVersion, read
from app.collectives.models import Collective
from app.db import db, rows
from app.members.models import Member
from app.register import search
from app.register.chain import Link, breaks, canonical, link
from app.register.models import GENESIS
from app.register.services import record
from app.votes.models import Decision
from app.votes.rulebook import adopt_rulebook, current_rulebook


class AlreadyAdopted(Exception):
    """The collective decided on its blason: only another decision changes it."""


class Moved(Exception):
    """The item is gone, or was reworded by someone else meanwhile; `current` is its text, None when gone."""

    def __init__(self, current: str | None) -> None:
        super().__init__(current)
        self.current = current


_LATEST = (
    sa.select(BlasonVersion)
    .where(BlasonVersion.collective_id == sa.bindparam("collective_id"))
    .order_by(BlasonVersion.number.desc())
    .limit(1)
)


_LATEST_DOCUMENT = _LATEST.with_only_columns(BlasonVersion.document)


def current_version(collective_id: int) -> BlasonVersion | None:
    """The latest version, None for a collective founded without one."""
    latest: BlasonVersion | None = db.session.scalar(_LATEST, {"collective_id": collective_id})
    return latest


def current_blason(collective: Collective) -> Blason:
    """What the blason says now; a bare one, with the rules in force, while nothing is written."""
    latest = rows(_LATEST_DOCUMENT, {"collective_id": collective.id})
    if latest:
        return read(latest[0][0])
    return Blason(name=collective.name, rules=current_rulebook(collective.id))


def version(collective_id: int, number: int) -> BlasonVersion | None:
    """One version by its number."""
    return db.session.scalar(_versions(collective_id).filter_by(number=number))


@dataclass(frozen=True)
class Listed:
    """A version and the question that adopted it; None for a founders' draft."""

    version: BlasonVersion
    question: str | None


def versions(collective_id: int) -> list[Listed]:
    """Every version, latest first, with its decision; a document is read when asked for."""
    rows = db.session.execute(
        sa.select(BlasonVersion, Decision.question)
        .outerjoin(Decision, Decision.id == BlasonVersion.decision_id)
        .filter(BlasonVersion.collective_id == collective_id)
        .order_by(BlasonVersion.number.desc())
        # A long draft is rewritten a hundred times: only the text that is shown is read.
        .options(defer(BlasonVersion.document))
    )
    return [Listed(version, question) for version, question in rows]


def _versions(collective_id: int) -> sa.Select[BlasonVersion]:
    return (
        sa.select(BlasonVersion).filter_by(collective_id=collective_id).order_by(BlasonVersion.number.desc())
    )


def is_adopted(collective_id: int) -> bool:
    """Whether a decision adopted the blason once: founders no longer edit it by hand."""
    found = sa.select(BlasonVersion.id).where(
        BlasonVersion.collective_id == collective_id, BlasonVersion.decision_id.is_not(None)
    )
    return db.session.scalar(found.limit(1)) is not None


def prohibitions(collective: Collective) -> list[tuple[str, str]]:
    """`(code, text)` of each prohibition in force: what a proposal answers to."""
    return [(item.code, item.text) for item in current_blason(collective).of_kind(ItemKind.PROHIBITION)]


def found(collective: Collective, founder: Member, preset: str) -> None:
    """At founding: the first version, with the name and the chosen rules, and nothing written yet."""
    blason = Blason(name=collective.name, rules=current_rulebook(collective.id))
    _append(collective, blason, None, decision_id=None, actor_id=founder.id)


def edit(collective: Collective, actor: Member, change: Callable[[Blason], Blason]) -> BlasonVersion | None:
    """Apply a founder's `change`; None when it changes nothing.

    Raises AlreadyAdopted after the first decision, and what `change` raises: InvalidBlason, InvalidRules.
    """
    hold(collective)
    if is_adopted(collective.id):
        raise AlreadyAdopted
    return write(collective, change(current_blason(collective)), decision_id=None, actor_id=actor.id)


def reword(code: str, text: str, *, seen: str) -> Callable[[Blason], Blason]:
    """The change of one item's text, for `edit`; `seen` is the text its author started from. Raises Moved."""

    def change(blason: Blason) -> Blason:
        if (current := _text(blason, code)) != seen:
            raise Moved(current)
        return blason.with_text(code, text)

    return change


def remove(code: str) -> Callable[[Blason], Blason]:
    """The removal of one item, for `edit`; removing it twice is removing it once."""
    return lambda blason: blason if _text(blason, code) is None else blason.without(code)


def _text(blason: Blason, code: str) -> str | None:
    try:
        return blason.item(code).text
    except InvalidBlason:
        return None


def write(
    collective: Collective, blason: Blason, *, decision_id: int | None, actor_id: int | None
) -> BlasonVersion | None:
    """Append `blason` as the version in force and put its rules in force; None when an edit changed nothing.

    A decision always leaves a version, even when it adopts the founders' draft word for word.
    """
    latest = current_version(collective.id)
    if decision_id is None and latest is not None and latest.document == canonical(blason.to_document()):
        return None
    if blason.rules != current_rulebook(collective.id):
        adopt_rulebook(collective.id, blason.rules, decision_id=decision_id, actor_id=actor_id)
    if collective.name != blason.name:
        collective.name = blason.name
    return _append(collective, blason, latest, decision_id=decision_id, actor_id=actor_id)


def _append(
    collective: Collective,
    blason: Blason,
    latest: BlasonVersion | None,
    *,
    decision_id: int | None,
    actor_id: int | None,
) -> BlasonVersion:
    document = canonical(blason.to_document())
    previous = latest.hash if latest else GENESIS
    added = BlasonVersion(
        collective_id=collective.id,
        number=latest.number + 1 if latest else 1,
        document=document,
        prev_hash=previous,
        hash=link(previous, document),
        decision_id=decision_id,
        author_id=actor_id,
    )
    db.session.add(added)
    db.session.flush()
    record(
        collective.id,
        "blason.revised" if decision_id else "blason.drafted",
        actor_id=actor_id,
        subject=("blason", added.id),
        number=added.number,
        hash=added.hash,
        decision=decision_id,
    )
    words = "\n".join(item.text for item in blason.items)
    search.index(collective.id, "blason", collective.id, blason.name, words)
    return added


def hold(collective: Collective) -> None:
    """One editor at a time: the second reads what the first wrote."""
    db.session.execute(sa.select(Collective.id).filter_by(id=collective.id).with_for_update())


def check_chain(collective_id: int) -> Iterator[str]:
    """For the register's verification: a line for each version that is missing or was altered."""
    stored = db.session.scalars(
        sa.select(BlasonVersion).filter_by(collective_id=collective_id).order_by(BlasonVersion.number)
    )
    links = (Link(row.number, row.document, row.prev_hash, row.hash) for row in stored)
    yield from (f"version {found.position}: {found.code}" for found in breaks(links, GENESIS))
