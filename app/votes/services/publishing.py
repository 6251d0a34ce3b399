"""The decision file: what anyone needs to recount a closed decision, without anyone's name."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale

from app.db import db
from app.register.chain import canonical
from app.register.search import index
from app.votes.models import Decision, Expression, RoomCount
from app.votes.round_models import Objection
from app.votes.rules import Method
from app.votes.tally import Outcome, choices_of
from app.votes.urn.canonical import fingerprint
from app.votes.wording import outcome_sentence

FORMAT = "blason-decision/1"


def pseudonym(decision: Decision, member_id: int) -> str:
    """The same person's name in this decision, another one in every other; the salt is never published."""
    signs = hashlib.sha256(f"{decision.salt}|{decision.id}|{member_id}".encode()).hexdigest()
    return f"m-{signs[:8]}"


def digest_of(document: str) -> str:
    """The SHA-256 of a decision file, which the register keeps."""
    return hashlib.sha256(document.encode()).hexdigest()


def file_of(decision: Decision, outcome: Outcome, rooms: Iterable[RoomCount]) -> str:
    """The decision file, as canonical JSON. The secret mode has counts and no ballots."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "mode": decision.mode.value,
        "method": decision.method.value,
        "question": decision.question,
        "choices": list(choices_of(decision.mode, decision.method, decision.option_keys)),
        "rules": decision.rules,
        "electorate": {"eligible": decision.eligible, "present": decision.present},
        "room_counts": [_room(decision, room) for room in rooms],
        "outcome": {**outcome.to_document(), "because": _because(decision, outcome)},
    }
    if decision.method is not Method.ADOPT:
        document["options"] = dict(zip(decision.option_keys, decision.options, strict=True))
    if decision.is_secret:
        document["counts"] = _of_the_urn(outcome, rooms)  # the whole urn, and nothing else
        if (archive := archive_facts(decision)) is not None:
            document["urn"] = archive
    else:
        document["ballots"] = _ballots(decision)
    return canonical(document)


def archive_facts(decision: Decision) -> dict[str, str] | None:
    """Which archive the counts come from; None for the simple urn, which has none."""
    from app.votes.verifiable.reading import archive_of, election_text, urn_of

    urn = urn_of(decision)
    if urn is None:
        return None
    facts = {"election": election_text(urn).encode(), "archive": archive_of(urn)}
    return {"uuid": urn.uuid, **{name: fingerprint(text) for name, text in facts.items()}}


def _of_the_urn(outcome: Outcome, rooms: Iterable[RoomCount]) -> dict[str, int]:
    """The counts without the papers of the room, which have lines of their own."""
    counts = Counter(outcome.counts)
    for room in rooms:
        counts.subtract(room.counts)
    return dict(counts)


def make_findable(decision: Decision) -> None:
    """Let a closed decision be found by its outcome's words and by the reasons given, too."""
    document = json.loads(decision.document or "{}")
    reasons = [ballot["reason"] for ballot in document.get("ballots", ()) if "reason" in ballot]
    text = "\n".join([decision.text, document["outcome"]["because"], *decision.options, *reasons])
    index(decision.collective_id, "decision", decision.id, decision.question, text)


def _because(decision: Decision, outcome: Outcome) -> str:
    """The sentence of the outcome, in French whoever closes: the file is the same for all."""
    options = dict(zip(decision.option_keys, decision.options, strict=True))
    with force_locale("fr"):
        return outcome_sentence(outcome, options)


def _room(decision: Decision, room: RoomCount) -> dict[str, Any]:
    return {
        "counts": room.counts,
        "by": pseudonym(decision, room.typed_by_id),
        "confirmed_by": pseudonym(decision, room.confirmed_by_id or 0),
        **{name: number for name in ("blank", "spoiled") if (number := getattr(room, name))},
    }


def _ballots(decision: Decision) -> list[dict[str, Any]]:
    rows = db.session.execute(
        sa.select(
            Expression.voter_id, Expression.choice, Expression.weight, Expression.reason, Objection.state
        )
        .outerjoin(
            Objection,
            sa.and_(
                Objection.decision_id == Expression.decision_id,
                Objection.author_id == Expression.voter_id,
                Expression.choice == "objection",
            ),
        )
        .where(Expression.decision_id == decision.id)
    )
    ballots = []
    for voter, choice, weight, reason, state in rows:
        ballot = {"voter": pseudonym(decision, voter), "choice": choice, "weight": weight}
        if reason:
            ballot["reason"] = reason
        if state is not None:
            ballot["status"] = state.value
        ballots.append(ballot)
    return sorted(ballots, key=lambda ballot: str(ballot["voter"]))
