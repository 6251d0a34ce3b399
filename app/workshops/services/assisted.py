"""Answers of those who have no device: typed for them one by one, or hands counted in the room.

A count of hands is typed by one person and confirmed by another. Nobody weighs twice: hands and answers typed
one by one never add up to more than the people without a device.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from app.db import db, now
from app.errors import Forbidden, Refused
from app.live.services import emit
from app.members.models import Member
from app.workshops.models import Participant, Workshop
from app.workshops.poll_models import Poll, PollAnswer, PollCount, PollKind
from app.workshops.polls import is_counted, raised, standing_hands, without_device
from app.workshops.services.polling import answer, hold, refuse_when_over, tell_answers


def answer_for(
    workshop: Workshop, poll: Poll, participant: Participant, given: Sequence[str], actor: Member
) -> PollAnswer:
    """Type what someone says aloud. Raises Refused when hands that were counted are theirs already."""
    if participant.has_device or not participant.is_here:
        raise Refused(_("%(name)s répond avec son téléphone.", name=participant.name), 422)
    hold(poll)
    if is_counted(workshop, poll, participant):
        raise Refused(
            _(
                "Les mains comptées sont déjà celles de toutes les personnes sans appareil : "
                "retirez ce comptage avant de saisir une réponse à part."
            )
        )
    return answer(workshop, poll, participant, given, typed_by=actor)


def type_hands(workshop: Workshop, poll: Poll, actor: Member, counts: Mapping[str, int]) -> PollCount:
    """Type what was counted; it weighs nothing until someone else confirms it. Raises Refused."""
    _open(workshop, poll)
    kept = {key: number for key, number in counts.items() if number}
    if not set(kept) <= {option["key"] for option in poll.options}:
        raise Refused(_("Cette réponse n’est plus proposée. Rechargez la page, puis choisissez."), 422)
    if any(number < 0 for number in kept.values()) or not kept:
        raise Refused(_("Indiquez combien de mains se sont levées, au moins une."), 422)
    if standing_hands(poll):
        raise Refused(_("Un comptage en salle est déjà saisi : confirmez-le, ou retirez-le."))
    _refuse_too_many(workshop, poll, kept)
    count = PollCount(poll_id=poll.id, counts=kept, typed_by_id=actor.id)
    db.session.add(count)
    db.session.flush()
    emit(workshop.topic, "desk", "mine")  # whoever else is a member may confirm from their phone
    return count


def confirm_hands(workshop: Workshop, count: PollCount, actor: Member) -> None:
    """A second person stands by the count: it weighs from now on. Raises Refused, Forbidden."""
    poll = db.session.get_one(Poll, count.poll_id)
    _open(workshop, poll)
    db.session.refresh(count)
    if count.withdrawn_at is not None or count.confirmed_by_id is not None:
        raise Refused(_("Ce comptage vient d’être confirmé ou retiré. Rechargez la page."))
    if count.typed_by_id == actor.id:
        raise Forbidden(_("Vous avez saisi ce comptage : une autre personne doit le confirmer."))
    _refuse_too_many(workshop, poll, count.counts)
    count.confirmed_by_id, count.confirmed_at = actor.id, now()
    emit(workshop.topic, "mine")
    tell_answers(workshop, poll)


def withdraw_hands(workshop: Workshop, count: PollCount) -> None:
    """Take a count away, to count again. Raises Refused once the poll is closed."""
    poll = db.session.get_one(Poll, count.poll_id)
    _open(workshop, poll)
    db.session.refresh(count)
    if count.withdrawn_at is None:
        count.withdrawn_at = now()
        emit(workshop.topic, "mine")
        tell_answers(workshop, poll)


def _open(workshop: Workshop, poll: Poll) -> None:
    refuse_when_over(workshop)
    hold(poll)
    if not poll.is_open:
        raise Refused(_("Ce vote n’est pas ouvert : on n’y compte pas de mains."))
    if poll.kind is PollKind.NUMBER:
        raise Refused(_("On ne compte pas de mains pour un nombre : saisissez la réponse de chacun·e."), 422)


def _refuse_too_many(workshop: Workshop, poll: Poll, counts: Mapping[str, int]) -> None:
    """Hands are those of people without a device who have not answered; one each, or one for each option."""
    silent = sum(given is None for _one, given in without_device(workshop, poll))
    hands = raised(poll, counts)
    if hands > silent:
        raise Refused(
            _(
                "%(raised)d mains, pour %(silent)d personnes sans appareil qui n’ont pas encore répondu : "
                "recomptez, ou ajoutez d’abord les personnes à « Qui est là ».",
                raised=hands,
                silent=silent,
            ),
            422,
        )
