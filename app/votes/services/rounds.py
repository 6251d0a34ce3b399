"""Lead a consent round through its phases, and keep what is said in them."""

from __future__ import annotations

from flask_babel import gettext as _

from app.db import db
from app.errors import Refused
from app.members.models import Member
from app.register.services import record
from app.votes.expressing import Heard, expressed
from app.votes.models import Decision, Phase
from app.votes.round_models import PhaseChange, RoundNote
from app.votes.services.locks import hold, share

PHASES = tuple(Phase)
NOTED = (Phase.CLARIFY, Phase.REACT, Phase.AMEND)


def advance(decision: Decision, actor: Member, phase: Phase | None = None) -> Phase:
    """Move the round to `phase`, the next one when None; going back is allowed, and recorded too.

    Raises Refused (409) when the decision has no phases, is closed, or has no next phase.
    """
    decision = hold(decision)
    if decision.phase is None or not decision.is_open:
        raise Refused(_("Cette décision n’a pas de tour de parole en cours."))
    if phase is None:
        following = PHASES.index(decision.phase) + 1
        if following == len(PHASES):
            raise Refused(_("C’est la dernière phase : il reste à clore la décision."))
        phase = PHASES[following]
    if phase is decision.phase:
        return phase
    decision.phase = phase
    db.session.add(PhaseChange(decision_id=decision.id, phase=phase, actor_id=actor.id))
    record(
        decision.collective_id,
        "decision.phase_changed",
        actor_id=actor.id,
        subject=("decision", decision.id),
        phase=phase.value,
    )
    expressed(decision, Heard.PHASE)
    return phase


def note(decision: Decision, author: Member, body: str) -> RoundNote:
    """Keep a question, a reaction or a suggestion, in the phase where it is said."""
    facts = share(decision)
    if not facts.is_open or facts.phase not in NOTED:
        raise Refused(_("Cette phase du tour ne prend pas de note."))
    written = RoundNote(decision_id=facts.id, phase=facts.phase, author_id=author.id, body=body)
    db.session.add(written)
    db.session.flush()
    return written
