"""Prepare a verifiable urn: scrutineers and their keys, slips; then all is checked, and the urn opens."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from hashlib import sha256

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db, now
from app.errors import Forbidden, Refused
from app.members.models import Member
from app.register.services import record
from app.votes.models import Decision, SecretBallot, VoterRoll
from app.votes.services.locks import hold
from app.votes.urn import election, trustees
from app.votes.urn.canonical import dumps, fingerprint, loads
from app.votes.urn.credentials import ALPHABET
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.group import decimal, is_member
from app.votes.urn.proofs import drawn
from app.votes.urn.recount import credentials_text
from app.votes.urn.trustees import TrusteeKey
from app.votes.urn_wording import fault_sentence
from app.votes.verifiable.asking import METHODS, question_of
from app.votes.verifiable.handing import take_back
from app.votes.verifiable.models import (
    SCRUTINEERS,
    Urn,
    UrnCredential,
    UrnPhase,
    UrnRegistration,
    UrnScrutineer,
)

# 22 signs, as the slips: nobody finds the address of an urn by trying.
_UUID_LENGTH = 22


def prepare(decision: Decision, actor: Member) -> Urn:
    """Give a secret decision a verifiable urn, to be prepared. Raises Refused once someone has voted."""
    decision = hold(decision)
    if not decision.is_secret or not decision.takes_expressions:
        raise Refused(_("Une urne vérifiable sert à une décision à bulletin secret, encore ouverte."))
    if decision.method not in METHODS:
        raise Refused(
            _(
                "Le jugement majoritaire ne se compte pas dans une urne vérifiable : "
                "choisissez l’approbation, ou l’urne simple."
            )
        )
    if db.session.get(Urn, decision.id) is not None:
        raise Refused(_("Cette décision a déjà son urne vérifiable."))
    if _anyone_voted(decision):
        raise Refused(_("Quelqu’un a déjà voté dans l’urne simple : on ne change pas d’urne en route."))
    private, public = _server_key()
    urn = Urn(
        decision_id=decision.id,
        uuid="".join(secrets.choice(ALPHABET) for _sign in range(_UUID_LENGTH)),
        phase=UrnPhase.PREPARING,
        server_key=str(private),
        server_public=dumps(public.document()),
        scrutineers=[],
    )
    db.session.add(urn)
    db.session.flush()
    db.session.refresh(decision)
    note(urn, actor, "prepared")
    return urn


def give_up(decision: Decision, actor: Member) -> None:
    """Go back to the simple urn, while nothing is open."""
    urn = preparing(decision)
    note(urn, actor, "given_up")
    take_back(urn)
    db.session.delete(urn)
    db.session.flush()
    db.session.refresh(decision)


def choose_scrutineers(decision: Decision, people: Sequence[Member], actor: Member) -> None:
    """Name the three who will each hold a part of the key; what others had made is forgotten."""
    urn = preparing(decision)
    if len({person.id for person in people}) != SCRUTINEERS or len(people) != SCRUTINEERS:
        raise Refused(_("Il faut trois scrutateurs, trois personnes différentes."), 422)
    for person in people:
        if person.is_administrator:
            raise Refused(
                _(
                    "%(name)s administre le serveur : cette personne ne peut pas être scrutateur.",
                    name=person.name,
                ),
                422,
            )
        if not person.is_active or person.collective_id != decision.collective_id:
            raise Refused(_("Un scrutateur est une personne active du collectif."), 422)
    urn.scrutineers.clear()
    urn.credentials = urn.slips_by_id = urn.window = None
    take_back(urn)
    db.session.flush()
    urn.scrutineers.extend(
        UrnScrutineer(position=number, member_id=person.id) for number, person in enumerate(people, start=1)
    )
    db.session.flush()
    note(urn, actor, "scrutineers", members=[person.id for person in people])


def accept_key(decision: Decision, scrutineer: UrnScrutineer, sent: str, seal_key: str) -> None:
    """Keep the public half of a scrutineer's key, once its proof holds, and that of their sealing key."""
    urn = preparing(decision)
    if urn.window is not None and urn.window.keeper == scrutineer.position and any_registered(urn):
        raise Refused(_("Des personnes se sont inscrites sous votre clé : elle ne peut plus changer."))
    try:
        key = trustees.read_key(loads(sent.encode()))
        if not is_member(decimal(seal_key)):
            raise InvalidUrn("not_in_group", "seal_key")
    except (InvalidUrn, UnicodeEncodeError) as fault:
        raise Refused(_said(fault), 422) from fault
    text = dumps(key.document())
    if text in {one.public_key for one in urn.scrutineers if one.position != scrutineer.position}:
        raise Refused(_("Cette clé est déjà celle d’un autre scrutateur : faites-en une à vous."), 422)
    scrutineer.public_key, scrutineer.seal_key = text, seal_key
    db.session.flush()


def accept_credentials(decision: Decision, scrutineer: UrnScrutineer, sent: str) -> None:
    """Keep the list of public credentials: as many as there are votes, all different, in no one's order."""
    urn = preparing(decision)
    if urn.window is not None:
        raise Refused(_("Chaque personne fait sa fiche elle-même : il n’y en a pas à imprimer."))
    listed = read_credentials(sent)
    if len(set(listed)) != len(listed) or len(listed) != decision.eligible:
        raise Refused(
            _(
                "Il faut exactement %(expected)d fiches différentes, une par voix : il y en a %(found)d.",
                expected=decision.eligible,
                found=len(set(listed)),
            ),
            422,
        )
    urn.credentials = credentials_text(listed).decode()
    urn.slips_by_id = scrutineer.member_id
    db.session.flush()


def read_credentials(sent: str) -> list[int]:
    """Public credentials, one a line, each of the group. Raises Refused."""
    try:
        listed = [decimal(one) for one in sent.split()]
        if not all(map(is_member, listed)):
            raise InvalidUrn("not_in_group")
    except InvalidUrn as fault:
        raise Refused(_said(fault), 422) from fault
    return listed


def any_registered(urn: Urn) -> bool:
    """Whether someone registered a credential of their own."""
    found = sa.select(UrnRegistration.digest).filter_by(decision_id=urn.decision_id).limit(1)
    return db.session.scalar(found) is not None


def missing(urn: Urn) -> list[str]:
    """What is still to be done before the urn opens, as codes."""
    lacks = []
    if len(urn.scrutineers) != SCRUTINEERS:
        lacks.append("scrutineers")
    if any(one.public_key is None for one in urn.scrutineers):
        lacks.append("keys")
    if urn.credentials is None:
        lacks.append("slips")
    return lacks


def open_urn(decision: Decision, actor: Member) -> Urn:
    """Check everything, freeze what is published, and take ballots from now on."""
    urn = preparing(decision)
    if missing(urn):
        raise Refused(_("L’urne n’est pas prête : il reste des étapes ci-dessus."))
    if any(one.member.is_administrator or not one.member.is_active for one in urn.scrutineers):
        raise Refused(_("Un scrutateur ne peut plus tenir ce rôle : choisissez-les à nouveau."))
    keys = [_key(one.public_key) for one in urn.scrutineers] + [_key(urn.server_public)]
    asked = question_of(decision.question, decision.method, decision.options)
    text = election.write(urn.uuid, decision.question, "", trustees.joined(keys), (asked,))
    urn.election, urn.trustees = text.decode(), trustees.write(keys).decode()
    urn.began_at, urn.phase = int(now().timestamp()), UrnPhase.VOTING
    listed: list[str] = loads((urn.credentials or "[]").encode())
    db.session.execute(
        sa.insert(UrnCredential),
        [{"decision_id": urn.decision_id, "digest": digest_of(one)} for one in listed],
    )
    db.session.flush()
    note(urn, actor, "opened", uuid=urn.uuid, fingerprint=fingerprint(text))
    return urn


def preparing(decision: Decision) -> Urn:
    """The urn, held, while it may still be prepared. Raises Refused otherwise."""
    decision = hold(decision)
    urn = db.session.get(Urn, decision.id, populate_existing=True)
    if urn is None or urn.phase is not UrnPhase.PREPARING or not decision.is_open:
        raise Refused(_("Cette urne n’est plus en préparation : rechargez la page."))
    return urn


def digest_of(public: str) -> str:
    """What the server knows a slip by."""
    return sha256(public.encode()).hexdigest()


def refuse_others(scrutineer: UrnScrutineer, actor: Member) -> None:
    """A part of the key is nobody else's. An administrator has no role, even promoted since."""
    if scrutineer.member_id != actor.id or actor.is_administrator:
        raise Forbidden(_("Cette page est celle d’un scrutateur qui n’administre pas le serveur."))


def _server_key() -> tuple[int, TrusteeKey]:
    draw = drawn(secrets.token_bytes)
    private = draw()
    return private, trustees.public_half(private, draw)


def _key(text: str | None) -> TrusteeKey:
    return trustees.read_key(loads((text or "").encode()))


def _said(fault: Exception) -> str:
    sentence = fault_sentence(fault) if isinstance(fault, InvalidUrn) else _("ce n’est pas du texte")
    return _("Votre appareil a envoyé quelque chose qui ne tient pas : %(fault)s.", fault=sentence)


def _anyone_voted(decision: Decision) -> bool:
    papers = sa.select(SecretBallot.key_hash).filter_by(decision_id=decision.id).limit(1)
    voted = sa.select(VoterRoll.member_id).filter_by(decision_id=decision.id, has_voted=True).limit(1)
    return db.session.scalar(papers) is not None or db.session.scalar(voted) is not None


def note(urn: Urn, actor: Member, act: str, **payload: object) -> None:
    """Write an act in the register."""
    decision = db.session.get_one(Decision, urn.decision_id)
    record(
        decision.collective_id,
        f"urn.{act}",
        actor_id=actor.id,
        subject=("decision", decision.id),
        **payload,
    )
