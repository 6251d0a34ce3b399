"""Propose names for the collective, hide one, and have the room choose among them."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.db import db, now
from app.errors import Refused
from app.live.services import emit
from app.members.models import Member
from app.register.search import fold
from app.register.services import record
from app.workshops.models import AgendaItem, Channel, Participant, Workshop
from app.workshops.name_models import NameIdea
from app.workshops.poll_models import PollState
from app.workshops.polls import polls_of
from app.workshops.services.moves import hold as hold_session
from app.workshops.services.moves import make, register_undo
from app.workshops.services.polling import refuse_when_over
from app.workshops.services.typed import short_text

LONGEST, MOST_EACH, MOST = 60, 5, 45


def folded(name: str) -> str:
    """A name without its capitals, accents and punctuation: written so, two of them are the same."""
    return " ".join(re.findall(r"\w+", fold(name)))


def propose(
    workshop: Workshop,
    item: AgendaItem,
    typed: str,
    *,
    author: Participant | None,
    typed_by: Member | None = None,
) -> tuple[NameIdea, bool]:
    """A name, and whether it is new: proposed twice, it is there once. Raises Refused."""
    refuse_when_over(workshop)
    if not takes_ideas(item):
        raise Refused(
            _(
                "Le vote a commencé : on ne propose plus de nom. Ce que vous aviez tapé : « %(name)s ».",
                name=typed[:LONGEST],
            )
        )
    text = short_text(typed, LONGEST, _("Écrivez un nom."))
    key = folded(text)
    if len(key) < 2:
        raise Refused(_("Un nom a au moins deux lettres."), 422)
    known = _known(item, key)
    if known is not None:
        return known, False
    _refuse_too_many(item, author)
    idea = NameIdea(
        workshop_id=workshop.id,
        item_id=item.id,
        text=text,
        folded=key,
        author_id=author.id if author else None,
        channel=Channel.SCRIBE if typed_by else Channel.PHONE,
        typed_by_id=typed_by.id if typed_by else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(idea)
    except IntegrityError:  # two phones at once
        same = _known(item, key)
        assert same is not None  # noqa: S101 - it is what the insertion met
        return same, False
    emit(workshop.topic, "stage", "wall", "desk")
    return idea, True


def takes_ideas(item: AgendaItem) -> bool:
    """Whether names are still proposed: until the vote opens, and again if its opening is taken back."""
    return all(poll.state is PollState.DRAFT for poll in polls_of(item).values())


def _known(item: AgendaItem, key: str) -> NameIdea | None:
    known = db.session.scalar(sa.select(NameIdea).filter_by(item_id=item.id, folded=key))
    if known is not None and known.hidden_at is not None:
        raise Refused(_("Ce nom a été masqué : il ne sera pas soumis au vote."))
    return known


def _refuse_too_many(item: AgendaItem, author: Participant | None) -> None:
    visible = sa.select(
        sa.func.count(), sa.func.count().filter(NameIdea.author_id == (author.id if author else None))
    )
    total, theirs = db.session.execute(
        visible.where(NameIdea.item_id == item.id, NameIdea.hidden_at.is_(None))
    ).one()
    if total >= MOST:
        raise Refused(_("La liste est pleine : %(most)d noms. Soutenez ceux qui y sont.", most=MOST))
    if author is not None and theirs >= MOST_EACH:
        raise Refused(_("Cinq noms par personne : laissez-en aux autres !"))


def hide(workshop: Workshop, idea: NameIdea, actor: Member, reason: str) -> None:
    """Take a name out of the list: who did it, and why, stays to be read. A move, that can be taken back."""
    hold_session(workshop)
    db.session.refresh(idea)
    if idea.hidden_at is not None:
        return
    if not takes_ideas(idea_item(idea)):
        raise Refused(_("Le vote a commencé : la liste ne change plus. Annulez d’abord son ouverture."))
    idea.hidden_reason = short_text(
        reason, 200, _("Dites pourquoi, en quelques mots : tout le monde le lira.")
    )
    idea.hidden_at, idea.hidden_by_id = now(), actor.id
    record(
        workshop.collective_id,
        "workshop.name_hidden",
        actor_id=actor.id,
        subject=("workshop", workshop.id),
        idea=idea.id,
        reason=idea.hidden_reason,
    )
    make(workshop, "name", actor, before={"idea": idea.id})


def idea_item(idea: NameIdea) -> AgendaItem:
    """The item at which it was proposed."""
    return db.session.get_one(AgendaItem, idea.item_id)


def _show_again(workshop: Workshop, before: dict[str, int]) -> None:
    idea = db.session.get(NameIdea, before["idea"])
    if idea is not None:
        idea.hidden_at = idea.hidden_by_id = None
        idea.hidden_reason = ""


register_undo("name", _show_again)
