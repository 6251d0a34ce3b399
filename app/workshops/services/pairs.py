"""Find who one has something in common with: two people say so, and the first pairs win."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db, now
from app.errors import Refused
from app.live.services import emit
from app.members.models import Member
from app.register.search import fold
from app.workshops.handfuls import handful
from app.workshops.models import AgendaItem, Channel, Participant, Workshop
from app.workshops.pair_models import Pair
from app.workshops.pairing import FIRST_CODE, rank_of
from app.workshops.services.moves import hold, make, register_undo
from app.workshops.services.polling import refuse_when_over
from app.workshops.services.typed import short_text

LONGEST_POINT = 140


@dataclass(frozen=True)
class Met:
    """Who was found under what was typed; `by_code` when their number proves that they were met."""

    person: Participant
    by_code: bool


def find_met(workshop: Workshop, typed: str) -> Met:
    """Who bears that first name or that number in the room. Raises Refused."""
    typed = " ".join(typed.split())[:80]
    here = sa.select(Participant).filter_by(workshop_id=workshop.id)
    if typed.isascii() and typed.isdigit() and len(typed) <= 4 and int(typed) >= FIRST_CODE:
        by_rank = here.order_by(Participant.id).offset(rank_of(int(typed))).limit(1)
        if (found := db.session.scalar(by_rank)) is not None:
            return Met(found, by_code=True)
    named = db.session.scalar(here.where(Participant.folded_name == fold(typed))) if typed else None
    if named is None:
        raise Refused(
            _("Personne ici ne porte ce prénom ou ce numéro : regardez-le sur l’autre téléphone.")
            if typed
            else _("Écrivez le prénom ou le numéro de l’autre personne."),
            422,
        )
    return Met(named, by_code=False)


def say(workshop: Workshop, item: AgendaItem, me: Participant, met: Met, point: str) -> Pair:
    """Say what one has in common with someone.

    The pair is formed at once when their number was typed, or when they had said so too; else they are
    awaited. Raises Refused.
    """
    _open(workshop, item, me, met.person)
    pair = _between(item, me, met.person) or _new(workshop, item, me, met.person)
    _refuse_formed(pair)
    agrees = pair.said_by_id not in (None, me.id)
    pair.common_point = _point(point or (pair.common_point if agrees else ""))
    pair.said_by_id = pair.said_by_id if agrees else me.id
    db.session.add(pair)
    db.session.flush()
    if agrees or met.by_code:
        _form(workshop, item, pair)
    else:
        emit(workshop.topic, handful(met.person.id))
    return pair


def agree(workshop: Workshop, item: AgendaItem, me: Participant, pair: Pair) -> None:
    """« C’est vrai »: the other one of the two agrees. Raises Refused."""
    _open(workshop, item, pair.low, pair.high)
    db.session.refresh(pair)
    _refuse_formed(pair)
    if me.id not in (pair.low_id, pair.high_id) or me.id == pair.said_by_id:
        raise Refused(_("C’est à l’autre personne de confirmer."), 422)
    _form(workshop, item, pair)


def pair_for(
    workshop: Workshop, item: AgendaItem, people: tuple[Participant, Participant], point: str, actor: Member
) -> Pair:
    """Type a pair for people who have no device, or who say so aloud: it is formed. Raises Refused."""
    _open(workshop, item, *people)
    pair = _between(item, *people) or _new(workshop, item, *people)
    _refuse_formed(pair)
    pair.common_point, pair.channel, pair.typed_by_id = _point(point), Channel.SCRIBE, actor.id
    db.session.add(pair)
    db.session.flush()
    _form(workshop, item, pair)
    return pair


def withdraw(workshop: Workshop, actor: Member, pair: Pair) -> None:
    """Take a pair out; the next ones move up. A move, that can be taken back."""
    hold(workshop)
    db.session.refresh(pair)
    if pair.withdrawn_at is None:
        pair.withdrawn_at = now()
        make(workshop, "pair", actor, before={"pair": pair.id})


def _put_back(workshop: Workshop, before: dict[str, int]) -> None:
    pair = db.session.get(Pair, before["pair"])
    if pair is not None:
        pair.withdrawn_at = None


register_undo("pair", _put_back)


def _open(workshop: Workshop, item: AgendaItem, one: Participant, other: Participant) -> None:
    """Nobody forms another pair meanwhile; these two may."""
    refuse_when_over(workshop)
    hold(workshop)
    db.session.refresh(item)
    if not item.is_current:
        raise Refused(_("Le jeu est fini : la salle est passée à la suite."))
    if one.id == other.id:
        raise Refused(_("C’est vous-même ! Allez rencontrer quelqu’un d’autre."), 422)
    if not (one.is_here and other.is_here):
        raise Refused(_("Cette personne est repartie."), 422)


def _between(item: AgendaItem, one: Participant, other: Participant) -> Pair | None:
    low, high = sorted((one.id, other.id))
    return db.session.scalar(sa.select(Pair).filter_by(item_id=item.id, low_id=low, high_id=high))


def _new(workshop: Workshop, item: AgendaItem, one: Participant, other: Participant) -> Pair:
    low, high = sorted((one.id, other.id))
    return Pair(workshop_id=workshop.id, item_id=item.id, low_id=low, high_id=high)


def _refuse_formed(pair: Pair) -> None:
    if pair.withdrawn_at is not None:
        raise Refused(_("Ce binôme a été retiré par qui anime. Parlez-en ensemble."))
    if pair.number is not None:
        raise Refused(_("Vous formez déjà un binôme : trouvez quelqu’un d’autre !"))


def _point(typed: str) -> str:
    return short_text(typed, LONGEST_POINT, _("Dites votre point commun en quelques mots."))


def _form(workshop: Workshop, item: AgendaItem, pair: Pair) -> None:
    last = db.session.scalar(sa.select(sa.func.max(Pair.number)).filter_by(item_id=item.id))
    pair.number = (last or 0) + 1
    db.session.flush()
    emit(workshop.topic, "stage", "wall", "desk", *{handful(pair.low_id), handful(pair.high_id)})
