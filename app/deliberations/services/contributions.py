"""Contribute, reword, withdraw, remove for a reason, put back."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db, now
from app.deliberations.models import (
    ArgumentKind,
    Contribution,
    ContributionVersion,
    Deliberation,
    Removal,
    Side,
)
from app.deliberations.paths import path
from app.deliberations.refusals import Removed
from app.deliberations.services.following import follow
from app.deliberations.services.locks import hold, lock_open, lock_wording
from app.deliberations.services.questions import touch
from app.members.models import Member
from app.register import search
from app.register.services import record

KIND = "contribution"


def contribute(
    deliberation: Deliberation,
    author: Member,
    *,
    text: str,
    kind: ArgumentKind | None,
    side: Side | None = None,
    parent: Contribution | None = None,
    assisted_by: Member | None = None,
) -> Contribution:
    """Add a contribution, or an answer to `parent`; its author then follows the deliberation.

    Raises Closed when the deliberation is closed, Removed when `parent` was removed meanwhile.
    """
    lock_open(deliberation)
    if parent is not None and parent.is_removed:
        raise Removed
    added = Contribution(
        deliberation=deliberation,
        author_id=author.id,
        assisted_by_id=assisted_by.id if assisted_by else None,
        parent_id=parent.id if parent else None,
        root_id=(parent.root_id or parent.id) if parent else None,
        text=text,
        kind=kind,
        side=side,
    )
    db.session.add(added)
    db.session.flush()
    added.path = path(added.id, parent.path if parent else "")
    follow(deliberation, author)
    touch(deliberation)
    _index(added)
    if assisted_by is not None:
        _record(added, assisted_by, "assisted", author=author.id)
    return added


def reword(
    contribution: Contribution,
    actor: Member,
    *,
    seen: int,
    text: str,
    kind: ArgumentKind | None,
    side: Side | None = None,
) -> bool:
    """Replace the wording numbered `seen`, which is kept; False when nothing differs.

    Raises Closed, Removed, or Stale when someone else reworded it meanwhile.
    """
    lock_wording(contribution, seen)
    if (contribution.text, contribution.kind, contribution.side) == (text, kind, side):
        return False
    _keep(contribution, actor)
    contribution.text, contribution.kind, contribution.side = text, kind, side
    contribution.edited_at = now()
    touch(contribution.deliberation)
    _index(contribution)
    return True


def remove(contribution: Contribution, actor: Member, removal: Removal, note: str = "") -> None:
    """Show the text no longer; what answers it stays. Raises Closed (a withdrawal only) or Removed.

    A closed deliberation can still be moderated; it cannot be withdrawn from.
    """
    if removal is Removal.WITHDRAWN:
        lock_wording(contribution)
    else:
        hold(contribution)
        if contribution.is_removed:
            raise Removed
    _keep(contribution, actor)
    contribution.text, contribution.removal, contribution.removal_note = "", removal, note
    contribution.removed_at, contribution.removed_by_id = now(), actor.id
    db.session.flush()
    search.unindex(contribution.deliberation.collective_id, KIND, contribution.id)
    if removal is not Removal.WITHDRAWN:
        _record(contribution, actor, "moderated", reason=removal.value)


def restore(contribution: Contribution, actor: Member) -> None:
    """Show again the text that was removed last; nothing happens when it is shown. Raises Closed."""
    lock_open(contribution.deliberation)
    hold(contribution)
    if contribution.removal is None:
        return
    was_moderated = contribution.removal is not Removal.WITHDRAWN
    shown_last = db.session.scalars(
        sa.select(ContributionVersion)
        .filter_by(contribution_id=contribution.id)
        .order_by(ContributionVersion.number.desc())
        .limit(1)
    ).one()
    contribution.text, contribution.version = shown_last.text, shown_last.number
    db.session.delete(shown_last)
    contribution.removal = contribution.removed_at = contribution.removed_by_id = None
    contribution.removal_note = ""
    db.session.flush()
    _index(contribution)
    if was_moderated:
        _record(contribution, actor, "restored")


def _keep(contribution: Contribution, actor: Member) -> None:
    """Keep the present wording among the earlier ones."""
    db.session.add(
        ContributionVersion(
            contribution_id=contribution.id,
            number=contribution.version,
            text=contribution.text,
            kind=contribution.kind,
            side=contribution.side,
            replaced_by_id=actor.id,
        )
    )
    contribution.version += 1


def _record(contribution: Contribution, actor: Member, act: str, **payload: int | str) -> None:
    record(
        contribution.deliberation.collective_id,
        f"{KIND}.{act}",
        actor_id=actor.id,
        subject=(KIND, contribution.id),
        deliberation=contribution.deliberation_id,
        **payload,
    )


def _index(contribution: Contribution) -> None:
    # Found by its own words only: the question it stands under may be reworded.
    search.index(contribution.deliberation.collective_id, KIND, contribution.id, "", contribution.text)
