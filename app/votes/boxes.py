"""Ballot boxes: where the papers of a secret decision lie until it closes.

A box knows nothing of people. What casts is checked before (roll, deadline) by `services.casting`; the box
takes papers, lets the holder of a code read or change theirs, counts once at closing, and is sealed.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import Counter
from typing import Protocol

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import Base, db
from app.errors import Refused
from app.votes.models import Decision, SecretBallot, VoterRoll
from app.votes.urn.tally import read_result
from app.votes.verifiable.asking import marks_of
from app.votes.verifiable.models import Urn, UrnBallot, UrnCredential

# Without the letters and digits that are read for one another.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE = re.compile(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}")


class BallotBox(Protocol):
    """What any urn can do. `papers` is how many votes the voter carries (1 plus proxies held)."""

    name: str

    def put(self, decision: Decision, code: str, choice: str, papers: int) -> None:
        """Put new papers in. Raises Refused (409) when the code is already that of papers in the urn."""

    def change(self, decision: Decision, code: str, choice: str, papers: int) -> None:
        """Replace the papers of `code`. Raises Refused (409) when the urn has none under it."""

    def read(self, decision: Decision, code: str) -> str | None:
        """The choice the holder of `code` made, None when the urn has no such paper."""

    def counts(self, decision: Decision) -> Counter[str]:
        """The papers by choice. Called by the closing alone."""

    def seal(self, decision: Decision) -> None:
        """After the count: keep nothing of the order in which papers came."""

    def refuse_early(self, decision: Decision) -> None:
        """Raise Refused (409) as long as the papers cannot be counted."""


def new_code() -> str:
    """A code of 79 bits for a paper, four groups of four signs; made before voting, never stored."""
    groups = ("".join(secrets.choice(_ALPHABET) for _sign in range(4)) for _group in range(4))
    return "-".join(groups)


def tidy_code(typed: str) -> str:
    """The code as it was given, whatever the capitals and spaces. Raises Refused (422) when it is none."""
    signs = re.sub(r"[^a-z0-9]", "", typed.lower())
    code = "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))
    if not _CODE.fullmatch(code):
        raise Refused(_("Ce code de bulletin n’a pas la bonne forme : quatre groupes de quatre signes."), 422)
    return code


def _key(decision: Decision, code: str, paper: int) -> str:
    return hashlib.sha256(f"{decision.salt}|{code}|{paper}".encode()).hexdigest()


class SimpleBallotBox:
    """The simple urn of an anonymous consultation: protects from the curious, not from the server."""

    name = "simple"

    def put(self, decision: Decision, code: str, choice: str, papers: int) -> None:
        if self.read(decision, code) is not None:
            raise Refused(_("Ce code a déjà servi. Rechargez la page : elle vous en donnera un autre."))
        db.session.execute(
            sa.insert(SecretBallot),
            [
                {"decision_id": decision.id, "key_hash": _key(decision, code, paper), "choice": choice}
                for paper in range(papers)
            ],
        )

    def change(self, decision: Decision, code: str, choice: str, papers: int) -> None:
        keys = [_key(decision, code, paper) for paper in range(papers)]
        changed = db.session.execute(
            sa.update(SecretBallot)
            .where(SecretBallot.decision_id == decision.id, SecretBallot.key_hash.in_(keys))
            .values(choice=choice)
            .returning(SecretBallot.key_hash)
        ).all()
        if len(changed) != papers:
            raise Refused(
                _(
                    "Vous avez déjà voté, et ce code n’est pas celui de votre bulletin. "
                    "Sans lui, personne ne peut changer ce bulletin : il reste tel quel dans l’urne."
                )
            )

    def read(self, decision: Decision, code: str) -> str | None:
        ballot = db.session.get(SecretBallot, (decision.id, _key(decision, code, 0)))
        return None if ballot is None else ballot.choice

    def counts(self, decision: Decision) -> Counter[str]:
        rows = db.session.execute(
            sa.select(SecretBallot.choice, sa.func.count())
            .where(SecretBallot.decision_id == decision.id)
            .group_by(SecretBallot.choice)
        )
        return Counter({choice: int(number) for choice, number in rows})

    def seal(self, decision: Decision) -> None:
        _rewrite_all(decision, SecretBallot, VoterRoll)

    def refuse_early(self, decision: Decision) -> None:
        """A paper is counted as soon as one wants."""


class VerifiableBallotBox:
    """The verifiable urn, as the closing sees it. Ballots enter it without a name: see `verifiable`."""

    name = "verifiable"

    def __init__(self, urn: Urn) -> None:
        self._urn = urn

    def put(self, decision: Decision, code: str, choice: str, papers: int) -> None:
        raise Refused(_("Cette décision a une urne vérifiable : on y vote avec une fiche, sans se nommer."))

    change = put

    def read(self, decision: Decision, code: str) -> str | None:
        return None

    def counts(self, decision: Decision) -> Counter[str]:
        """The counts of marks, once every scrutineer has decrypted."""
        self.refuse_early(decision)
        (numbers,) = read_result((self._urn.result or "").encode())
        voters = sa.select(sa.func.count(UrnBallot.credential.distinct())).filter_by(decision_id=decision.id)
        ballots = db.session.scalar(voters) or 0
        return Counter(marks_of(decision.method, decision.option_keys, numbers, ballots))

    def seal(self, decision: Decision) -> None:
        _rewrite_all(decision, UrnBallot, UrnCredential, VoterRoll)

    def refuse_early(self, decision: Decision) -> None:
        if self._urn.result is None:
            raise Refused(
                _(
                    "L’urne vérifiable n’est pas dépouillée : il faut la clore, "
                    "puis la part de chaque scrutateur."
                )
            )


def _rewrite_all(decision: Decision, *tables: type[Base]) -> None:
    """PostgreSQL keeps rows where they were written, and fills freed places as it likes.

    Tables are rewritten in an order drawn at random: whatever places they get say nothing of who came when.
    """
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        _rewrite(table.__table__, decision.id)  # type: ignore[arg-type]  # a Table, declared as FromClause


def _rewrite(table: sa.Table, decision_id: int) -> None:
    rows = db.session.execute(sa.select(table).where(table.c.decision_id == decision_id))
    values = [dict(row) for row in rows.mappings()]
    secrets.SystemRandom().shuffle(values)
    db.session.execute(sa.delete(table).where(table.c.decision_id == decision_id))
    if values:
        db.session.execute(sa.insert(table), values)


def box_of(decision: Decision) -> BallotBox:
    """The urn this decision's papers lie in."""
    urn = db.session.get(Urn, decision.id)
    return SimpleBallotBox() if urn is None else VerifiableBallotBox(urn)
