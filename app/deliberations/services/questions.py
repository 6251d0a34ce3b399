"""Ask a question, reword it, close it, reopen it."""

from __future__ import annotations

from app.collectives.models import Collective
from app.db import db, now
from app.deliberations.models import Deliberation, DeliberationState, DeliberationVersion
from app.deliberations.refusals import Stale
from app.deliberations.services.following import follow
from app.deliberations.services.locks import hold, lock_open
from app.members.models import Member
from app.register import search
from app.register.services import record

KIND = "deliberation"


def ask(
    collective: Collective, author: Member, *, question: str, context: str = "", theme: str = ""
) -> Deliberation:
    """Open a deliberation on `question`; its author follows it."""
    deliberation = Deliberation(
        collective_id=collective.id,
        author_id=author.id,
        question=question,
        context=context,
        theme=theme,
    )
    db.session.add(deliberation)
    db.session.flush()
    follow(deliberation, author)
    _record(deliberation, author, "opened")
    _index(deliberation)
    return deliberation


def reword(
    deliberation: Deliberation, actor: Member, *, seen: int, question: str, context: str = "", theme: str = ""
) -> bool:
    """Replace the wording numbered `seen`, which is kept; False when nothing differs.

    Raises Stale when someone else reworded it meanwhile, Closed when it is closed.
    """
    lock_open(deliberation)
    if deliberation.version != seen:
        raise Stale
    if (deliberation.question, deliberation.context, deliberation.theme) == (question, context, theme):
        return False
    db.session.add(
        DeliberationVersion(
            deliberation_id=deliberation.id,
            number=deliberation.version,
            question=deliberation.question,
            context=deliberation.context,
            theme=deliberation.theme,
            replaced_by_id=actor.id,
        )
    )
    deliberation.question, deliberation.context, deliberation.theme = question, context, theme
    deliberation.version += 1
    deliberation.edited_at = now()
    touch(deliberation)
    _record(deliberation, actor, "reworded", version=deliberation.version)
    _index(deliberation)
    return True


def close(deliberation: Deliberation, actor: Member) -> None:
    """Close to new contributions; raises Closed when it already is."""
    lock_open(deliberation)
    deliberation.state, deliberation.closed_at = DeliberationState.CLOSED, now()
    touch(deliberation)
    _record(deliberation, actor, "closed")


def reopen(deliberation: Deliberation, actor: Member) -> None:
    """Open again; nothing happens when it is open."""
    hold(deliberation)
    if deliberation.is_open:
        return
    deliberation.state, deliberation.closed_at = DeliberationState.OPEN, None
    touch(deliberation)
    _record(deliberation, actor, "reopened")


def touch(deliberation: Deliberation) -> None:
    """Say that something happened in `deliberation` now: lists show the latest first."""
    deliberation.active_at = now()
    db.session.flush()


def _record(deliberation: Deliberation, actor: Member, act: str, **payload: int) -> None:
    record(
        deliberation.collective_id,
        f"{KIND}.{act}",
        actor_id=actor.id,
        subject=(KIND, deliberation.id),
        **payload,
    )


def _index(deliberation: Deliberation) -> None:
    text = "\n".join(part for part in (deliberation.theme, deliberation.context) if part)
    search.index(deliberation.collective_id, KIND, deliberation.id, deliberation.question, text)
