"""A throw-away instance: the demonstration, and beside it a collective of many with a decision under way."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench.load import BROWSER

# On the roll of the decision; as many of them as there are connections vote, each again and again.
VOTERS = 400
VOTING = 40


@dataclass(frozen=True)
class Voter:
    """A member who is signed in: number, cookie, and the token their forms carry."""

    number: int
    cookie: str
    token: str


@dataclass(frozen=True)
class Instance:
    """Addresses to ask for, and who asks."""

    brief: str
    charter: str
    proposal: str
    readers: tuple[Voter, ...]
    vote: str
    decision: int
    voters: tuple[Voter, ...]


def environment(folder: Path) -> Mapping[str, str]:
    """What a served instance reads from its environment, all of it inside `folder`."""
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'blason.sqlite3'}",
        "BLASON_DEMO": "1",
        "BLASON_SECRET_KEY": "a key that signs nothing but this bench",
        "BLASON_OUTBOX": str(folder / "outbox"),
        "BENCH_BARE_DATABASE": str(folder / "bare.sqlite3"),
    }


def prepare(folder: Path) -> Instance:
    """Migrate, load the demonstration, open the decision, sign people in."""
    os.environ.update(environment(folder))
    from app import create_app
    from app.db import db
    from app.serve import prepare as migrate_and_load

    migrate_and_load()
    application = create_app()
    with application.app_context():
        brief, proposal, readers = _demonstration()
        vote, decision, people = _decision()
        db.session.commit()
        db.session.remove()
    found = Instance(
        brief=brief,
        charter=f"{brief}/texte",
        proposal=proposal,
        readers=tuple(signed_in(application, person) for person in readers),
        vote=vote,
        decision=decision,
        voters=tuple(signed_in(application, person) for person in people),
    )
    with application.app_context():
        db.engine.dispose()
    return found


def _demonstration() -> tuple[str, str, list[int]]:
    """Its charter in brief, its proposal with most said about it, and who reads it."""
    import sqlalchemy as sa

    from app.collectives.models import Collective
    from app.db import db
    from app.members.models import Member
    from app.proposals.models import Amendment, Proposal

    slug = db.session.scalars(sa.select(Collective.slug)).one()
    readers = list(db.session.scalars(sa.select(Member.id).order_by(Member.id.desc()).limit(VOTING)))
    proposal = db.session.scalars(
        sa.select(Proposal.id)
        .outerjoin(Amendment, Amendment.proposal_id == Proposal.id)
        .group_by(Proposal.id)
        .order_by(sa.func.count(Amendment.id).desc(), Proposal.id.desc())
    ).first()
    return f"/c/{slug}/charte", f"/c/{slug}/propositions/{proposal}", readers


def _decision() -> tuple[str, int, list[int]]:
    """A show of hands in a collective of VOTERS."""
    import sqlalchemy as sa

    from app.collectives.founding import found
    from app.db import db
    from app.members.models import Member
    from app.votes import services
    from app.votes.rules import DecisionMode, QuestionKind

    collective, founder = found(
        name="Bench",
        territory="",
        presentation="",
        founder="Voix 0",
        email=None,
        preset="simple_majority",
        first=False,
    )
    people = [
        {"collective_id": collective.id, "name": f"Voix {n}", "folded_name": f"voix {n}"}
        for n in range(1, VOTERS)
    ]
    db.session.execute(sa.insert(Member), people)
    decision = services.open_decision(
        collective,
        question="Ouvrir le samedi ?",
        text="Le magasin ouvre le samedi matin.",
        kind=QuestionKind.ORDINARY,
        actor=founder,
    )
    if decision.mode is not DecisionMode.OPEN_MAJORITY:
        raise RuntimeError(f"the preset decides by {decision.mode}")
    voters = sa.select(Member.id).filter_by(collective_id=collective.id).order_by(Member.id).limit(VOTING)
    address = f"/c/{collective.slug}/decisions/{decision.id}/expression"
    return address, decision.id, list(db.session.scalars(voters))


def signed_in(application: Flask, number: int) -> Voter:
    """Sign someone in as the door does, and keep the cookie it would have set."""
    from flask import session
    from flask.sessions import SecureCookieSessionInterface
    from flask_wtf.csrf import generate_csrf

    from app.db import db
    from app.members.access import begin_session
    from app.members.models import Member

    # Address and browser are part of what the cookie is bound to.
    with application.test_request_context(
        environ_base={"REMOTE_ADDR": "127.0.0.1"}, headers={"User-Agent": BROWSER}
    ):
        begin_session(db.session.get_one(Member, number))
        token = generate_csrf()
        db.session.commit()
        interface = SecureCookieSessionInterface()
        signer = interface.get_signing_serializer(application)
        if signer is None:
            raise RuntimeError("the instance has no key")
        cookie = f"{application.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}"
        return Voter(number, cookie, token)
