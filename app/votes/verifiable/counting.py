"""Close an urn, take each scrutineer's part, state the result, and let the decision close by it."""

from __future__ import annotations

import secrets

from flask_babel import gettext as _

from app.db import db
from app.errors import Refused
from app.members.models import Member
from app.register.services import record
from app.votes.models import Decision
from app.votes.services.locks import hold
from app.votes.urn.canonical import fingerprint
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.proofs import drawn
from app.votes.urn.tally import (
    PartialDecryption,
    decrypted,
    partial_decryption,
    read_partial,
    read_result,
    result_text,
    tally_text,
    verify_partial,
)
from app.votes.urn_wording import fault_sentence
from app.votes.verifiable.models import Urn, UrnPhase, UrnScrutineer
from app.votes.verifiable.reading import (
    archive_of,
    election_of,
    election_text,
    keys_of,
    presence_in,
    tally_of,
    urn_of,
)


def end_ballots(decision: Decision, actor: Member | None) -> None:
    """Take no more ballots, and add those that count, still encrypted."""
    urn = _held(decision, UrnPhase.VOTING)
    urn.encrypted_tally = tally_text(tally_of(urn)).decode()
    urn.phase = UrnPhase.COUNTING
    db.session.flush()
    _record(urn, actor, "closed", ballots=presence_in(urn).voters)


def accept_part(decision: Decision, scrutineer: UrnScrutineer, sent: str, sender: Member) -> bool:
    """Keep what a scrutineer takes away from the count, once proven; True when the result is there.

    `sender` is that scrutineer or, when they are away, another one who opened their sealed envelope: the
    proof says that the key was known, whoever typed it.
    """
    urn = _held(decision, UrnPhase.COUNTING)
    if scrutineer.part is not None:
        raise Refused(_("Cette part du dépouillement est déjà là."))
    asked, tally = election_of(election_text(urn)), tally_of(urn)
    try:
        part = read_partial(sent.encode())
        verify_partial(asked, tally, keys_of(urn)[scrutineer.position - 1].public_key, part)
    except (InvalidUrn, UnicodeEncodeError) as fault:
        said = fault_sentence(fault) if isinstance(fault, InvalidUrn) else _("ce n’est pas du texte")
        raise Refused(_("Cette part est refusée : %(fault)s.", fault=said), 422) from fault
    scrutineer.arrival = sum(one.part is not None for one in urn.scrutineers) + 1
    scrutineer.part = part.text().decode()
    db.session.flush()
    _record(urn, sender, "part" if sender.id == scrutineer.member_id else "envelope")
    if any(one.part is None for one in urn.scrutineers):
        return False
    _state_result(urn)
    return True


def counts_in(urn: Urn) -> tuple[int, ...]:
    """The numbers decrypted, for the one question. Raises RuntimeError before the result."""
    if urn.result is None:
        raise RuntimeError("an urn has no count before its scrutineers have all decrypted")
    return read_result(urn.result.encode())[0]


def _state_result(urn: Urn) -> None:
    asked, tally = election_of(election_text(urn)), tally_of(urn)
    mine = partial_decryption(asked, tally, int(urn.server_key), drawn(secrets.token_bytes))
    parts: list[PartialDecryption] = [read_partial((one.part or "").encode()) for one in urn.scrutineers]
    counts = decrypted(tally, [*parts, mine], presence_in(urn).voters)
    urn.server_part, urn.result = mine.text().decode(), result_text(counts).decode()
    urn.phase = UrnPhase.COUNTED
    db.session.flush()
    archive = archive_of(urn)
    _record(urn, None, "counted", archive=fingerprint(archive))


def _held(decision: Decision, phase: UrnPhase) -> Urn:
    decision = hold(decision)
    urn = urn_of(decision)
    if urn is None or not decision.is_open:
        raise Refused(_("Cette décision n’a pas d’urne vérifiable en cours."))
    db.session.refresh(urn)
    if urn.phase is not phase:
        raise Refused(_("L’urne n’en est plus là : rechargez la page."))
    return urn


def _record(urn: Urn, actor: Member | None, act: str, **payload: object) -> None:
    record(
        urn.decision.collective_id,
        f"urn.{act}",
        actor_id=actor.id if actor else None,
        subject=("decision", urn.decision_id),
        **payload,
    )
