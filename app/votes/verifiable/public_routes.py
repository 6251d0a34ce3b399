"""The public side of an urn: vote with a slip and no name, find one's ballot, take the archive, recount."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Response, g, jsonify, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from app.db import db, reading, writing
from app.errors import Refused, Unseen
from app.extensions import csrf
from app.votes.routes import Answer, bp
from app.votes.screen import choice_words, decision_sentence
from app.votes.urn.canonical import fingerprint, hexadecimal
from app.votes.verifiable import depositing
from app.votes.verifiable.asking import keys_of
from app.votes.verifiable.minutes import minutes_of
from app.votes.verifiable.reading import (
    PAGE,
    archive_of,
    digests_like,
    election_text,
    find_urn,
    presence_in,
    slips_in,
    trackers_in,
)
from app.web import everyone, render, requires

# What anyone types to recount: with the tool of others, then with ours, also from one day to the next.
COMMANDS = {
    "reference": "belenios-tool election verify --dir .",
    "ours": "flask --app app recount {uuid}.bel\nflask --app app verify-diff hier.bel {uuid}.bel",
}


@bp.get("/urne/<uuid>")
@requires(everyone)
def vote_in_urn(uuid: str) -> Answer:
    """Vote in three steps: the slip, the choice, the deposit."""
    urn = find_urn(g.collective.id, uuid)
    decision = urn.decision
    keys = keys_of(decision.method, decision.option_keys)
    answer = Response(
        render(
            "votes/urn/vote.html",
            urn=urn,
            decision=decision,
            fingerprint=fingerprint(election_text(urn).encode()),
            keys=keys,
            names={key: choice_words(decision, key) for key in keys},
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/urne/<uuid>/election.json")
@requires(everyone)
def election_file(uuid: str) -> Response:
    """The election, to the byte: the fingerprint of every ballot is that of this text."""
    return Response(election_text(find_urn(g.collective.id, uuid)), mimetype="application/json")


@bp.get("/urne/<uuid>/inscrits/<beginning>")
@requires(everyone)
def listed(uuid: str, beginning: str) -> Response:
    """The digests of the slips that begin so: a device finds its own among others, and names none."""
    return jsonify(digests_like(find_urn(g.collective.id, uuid), beginning[:2]))


@bp.post("/urne/<uuid>/bulletins")
@requires(everyone)
@csrf.exempt  # there is no cookie: a ballot is signed by its slip, whoever sends it
def deposit(uuid: str) -> tuple[Response, int]:
    """Put a ballot in. Asked without a cookie; nothing of who asks is read, kept, or told in an error."""
    collective_id = g.collective.id
    try:
        reading()
        ballot = depositing.checked(find_urn(collective_id, uuid), request.get_data())
        writing()
        tracker = depositing.deposit(find_urn(collective_id, uuid), ballot)
        db.session.commit()
    except Unseen:  # there is no such urn: a page says so
        raise
    except Refused as refusal:
        db.session.rollback()
        return jsonify(message=refusal.message), refusal.status
    except SQLAlchemyError:  # the disk is full, the database is away: not a word in any log
        db.session.rollback()
        return jsonify(message=""), HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify(tracker=tracker), HTTPStatus.CREATED


@bp.get("/urne/<uuid>/bulletins")
@requires(everyone)
def public_urn(uuid: str) -> Answer:
    """The public urn: every numéro de suivi, the archive, and how anyone recounts."""
    urn = find_urn(g.collective.id, uuid)
    sought, page = request.args.get("suivi", "").strip()[:43], request.args.get("page", 1, type=int)
    trackers, total = trackers_in(urn, sought, page)
    data = archive_of(urn)
    return render(
        "votes/urn/public.html",
        urn=urn,
        decision=urn.decision,
        trackers=trackers,
        total=total,
        page=page,
        pages=-(-total // PAGE),
        page_url=lambda number: url_for("votes.public_urn", uuid=uuid, suivi=sought or None, page=number),
        sought=sought,
        presence=presence_in(urn),
        slips=slips_in(urn),
        commands=_commands(uuid),
        arrived=sum(one.part is not None for one in urn.scrutineers),
        result=decision_sentence(urn.decision) if urn.decision.is_closed else None,
        size=len(data),
        archive_digest=hexadecimal(data),
        fingerprint=fingerprint(election_text(urn).encode()),
    )


@bp.get("/urne/<uuid>/proces-verbal")
@requires(everyone)
def minutes(uuid: str) -> Answer:
    """The minutes of the count, to print and sign: public once it is done."""
    urn = find_urn(g.collective.id, uuid)
    return render(
        "votes/urn/minutes.html",
        urn=urn,
        decision=urn.decision,
        minutes=minutes_of(urn),
        began_at=datetime.fromtimestamp(urn.began_at or 0, UTC),
        result=decision_sentence(urn.decision),
        choice_words=choice_words,
        commands=_commands(uuid),
    )


def _commands(uuid: str) -> dict[str, str]:
    return {name: command.format(uuid=uuid) for name, command in COMMANDS.items()}


@bp.get("/urne/<uuid>.bel")
@requires(everyone)
def archive(uuid: str) -> Response:
    """The archive, that the reference tool and our recount read."""
    answer = Response(archive_of(find_urn(g.collective.id, uuid)), mimetype="application/x-tar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{uuid}.bel"'
    return answer
