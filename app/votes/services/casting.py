"""Express oneself: once per person on the roll, the last word counts, and nothing after the closing."""

from __future__ import annotations

from typing import cast as cast_type

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db, execute, now, rows
from app.errors import Forbidden, Refused
from app.forms import invisible_characters, tidy
from app.members.models import Member
from app.votes.boxes import box_of, tidy_code
from app.votes.expressing import Heard, expressed
from app.votes.models import Decision, DecisionFacts, Expression, VoterRoll
from app.votes.rules import Method
from app.votes.services.closure import close
from app.votes.services.counting import everyone_has_spoken
from app.votes.services.locks import Place, RollLine, take_place
from app.votes.services.objections import follow_expression
from app.votes.tally import METHODS, MODES, InvalidTally, choices_of

REASON_MAXIMUM = 5_000
_EXPRESSIONS, _ROLLS = cast_type(sa.Table, Expression.__table__), cast_type(sa.Table, VoterRoll.__table__)
_THEIRS = (
    Expression.decision_id == sa.bindparam("decision"),
    Expression.voter_id == sa.bindparam("voter"),
)
_SAID_BY = sa.select(Expression.assisted_by_id).where(*_THEIRS)
_AGAIN = (
    sa.update(_EXPRESSIONS)
    .where(*_THEIRS)
    .values(
        choice=sa.bindparam("said"),
        reason=sa.bindparam("why"),
        weight=sa.bindparam("voices"),
        expressed_at=sa.bindparam("at"),
        assisted_by_id=sa.bindparam("helper"),
        changes=Expression.changes + 1,
    )
)
_FIRST = sa.insert(_EXPRESSIONS).values(
    decision_id=sa.bindparam("decision"),
    voter_id=sa.bindparam("voter"),
    choice=sa.bindparam("said"),
    reason=sa.bindparam("why"),
    weight=sa.bindparam("voices"),
    expressed_at=sa.bindparam("at"),
    assisted_by_id=sa.bindparam("helper"),
    changes=0,
)
_TICK = (
    sa.update(_ROLLS)
    .where(VoterRoll.decision_id == sa.bindparam("decision"), VoterRoll.member_id == sa.bindparam("voter"))
    .values(has_voted=True, is_assisted=sa.bindparam("helped"))
)


def cast(
    decision: Decision,
    voter: Member,
    choice: str,
    reason: str | None = None,
    *,
    assisted_by: Member | None = None,
    code: str | None = None,
) -> None:
    """Note what `voter` expresses, in place of what they expressed before: `express`, at their place."""
    place = take_place(decision.collective_id, decision.id, voter.id)
    express(place, choice, reason, assisted_by=assisted_by, code=code)


def express(
    place: Place,
    choice: str,
    reason: str | None = None,
    *,
    assisted_by: Member | None = None,
    code: str | None = None,
) -> None:
    """Note what the person of this place expresses, in place of what they expressed before.

    `choice` is a stored choice of the mode (`for`, `objection`, `o2`, `o1+o3`, `o1:good+o2:reject`, …).
    `assisted_by` is the facilitator who types for someone. A secret decision needs the `code` of the
    voter's paper (see `boxes.new_code`) and keeps no reason. Raises Refused: 403 for someone who has no
    vote here, 409 when the decision takes no expression, 422 for a choice or a reason that is not one.
    """
    decision = place.decision
    _refuse_late(decision)
    line = _own(place.line)
    _check_choice(decision, choice)
    if decision.is_secret:
        _cast_paper(decision, line, choice, code, assisted_by)
    else:
        _cast_openly(decision, line, choice, _checked_reason(decision, choice, reason), assisted_by)
    expressed(decision, Heard.VOICE)
    if isinstance(decision, Decision) and everyone_has_spoken(decision):
        close(decision, None, because="everyone")


def _refuse_late(decision: Decision | DecisionFacts) -> None:
    if not decision.is_open:
        raise Refused(_("Cette décision est close : votre expression n’a pas été prise en compte."))
    if decision.is_overdue:
        raise Refused(
            _("L’échéance de cette décision est passée : votre expression n’a pas été prise en compte.")
        )


def _own(line: RollLine | None) -> RollLine:
    if line is None:
        raise Forbidden(_("La liste des votant·es a été arrêtée à l’ouverture, et ce nom n’y figure pas."))
    if line.is_recused:
        raise Forbidden(_("Une personne en déport ne participe pas à cette décision."))
    if line.holder_id is not None:
        raise Forbidden(_("Cette personne a donné pouvoir : son mandataire s’exprime pour elle."))
    if line.in_room:
        raise Refused(_("Ce vote a déjà été compté en salle, à main levée."))
    return line


def _check_choice(decision: Decision | DecisionFacts, choice: str) -> None:
    try:
        if decision.method is Method.ADOPT:
            valid = choice in choices_of(decision.mode)
        else:
            METHODS[decision.method].spread({choice: 1}, decision.option_keys)
            valid = len(choice) <= 400
    except InvalidTally:
        valid = False
    if not valid:
        raise Refused(
            _("Ce choix n’est pas proposé par cette décision. Rechargez la page et choisissez."), 422
        )


def _checked_reason(decision: Decision | DecisionFacts, choice: str, reason: str | None) -> str | None:
    reason = tidy(reason or "") or None
    if reason is None and decision.method is Method.ADOPT and choice in MODES[decision.mode].REASON_REQUIRED:
        raise Refused(
            _("Ce choix arrête la décision : dites pourquoi, pour que le groupe puisse y répondre."), 422
        )
    if reason and len(reason) > REASON_MAXIMUM:
        raise Refused(
            _("Cette raison est trop longue : %(maximum)d caractères au plus.", maximum=REASON_MAXIMUM), 422
        )
    if reason and invisible_characters(reason):
        raise Refused(
            _("Ce texte contient des caractères invisibles qui pourraient tromper le lecteur."), 422
        )
    return reason


def _cast_paper(
    decision: Decision | DecisionFacts,
    line: RollLine,
    choice: str,
    code: str | None,
    assisted_by: Member | None,
) -> None:
    if assisted_by is not None:
        raise Forbidden(_("Personne ne vote à la place d’un autre à bulletin secret, même pour l’aider."))
    paper = tidy_code(code or "")
    whole = db.session.get_one(Decision, decision.id)
    box = box_of(whole)
    (box.change if line.has_voted else box.put)(whole, paper, choice, line.weight)
    _tick(decision, line, helped=False)


def _cast_openly(
    decision: Decision | DecisionFacts,
    line: RollLine,
    choice: str,
    reason: str | None,
    assisted_by: Member | None,
) -> None:
    theirs = {"decision": decision.id, "voter": line.member_id}
    if assisted_by is not None:
        if not assisted_by.is_facilitator:
            raise Forbidden(_("Seule une personne qui facilite peut saisir pour quelqu’un d’autre."))
        said_by = rows(_SAID_BY, theirs)
        if said_by and said_by[0][0] is None:
            raise Refused(_("Cette personne s’est déjà exprimée elle-même : on ne parle pas à sa place."))
    helper = assisted_by.id if assisted_by else None
    said = {"said": choice, "why": reason, "voices": line.weight, "at": now(), "helper": helper}
    # The line is held: nobody writes the same person's word in between.
    if not execute(_AGAIN, theirs | said).rowcount:
        execute(_FIRST, theirs | said)
    _tick(decision, line, helped=helper is not None)
    follow_expression(decision, line.member_id, choice, reason, helper or line.member_id)


def _tick(decision: Decision | DecisionFacts, line: RollLine, *, helped: bool) -> None:
    """Mark the line of someone who expressed themselves, unless it already says so."""
    if (line.has_voted, line.is_assisted) != (True, helped):
        execute(_TICK, {"decision": decision.id, "voter": line.member_id, "helped": helped})
