"""A proposal's page is rendered once for all who only read it: never for someone who may act, never stale."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app import kept
from app.db import db
from app.members.models import Member
from app.proposals.models import Proposal
from app.proposals.services import amending, composing

Named = Callable[[str], Member]
Submitted = Callable[..., Proposal]
SignIn = Callable[[str | None], FlaskClient]


@pytest.fixture(autouse=True)
def pieces(monkeypatch: pytest.MonkeyPatch) -> dict[object, object]:
    """What is kept, nothing at first."""
    empty: dict[object, object] = {}
    monkeypatch.setattr(kept, "_pieces", empty)
    return empty


def bodies(pieces: dict[object, object]) -> list[str]:
    return [str(piece) for key, piece in pieces.items() if key[0] == "proposal"]  # type: ignore[index]


def read(client: FlaskClient, proposal: Proposal) -> str:
    answer = client.get(f"/c/quatorze/propositions/{proposal.id}")
    assert answer.status_code == 200
    return answer.text


def test_who_only_reads_shares_it_and_who_may_act_does_not(
    submitted: Submitted, member: Named, sign_in: SignIn, pieces: dict[object, object]
) -> None:
    proposal = submitted()
    amending.suggest(proposal, member("Chloé"), base=1, body="Autrement.", reason="Plus clair.")
    db.session.commit()
    pages = {name: read(sign_in(name), proposal) for name in ("Bob", "Chloé", "Farid")}
    assert bodies(pieces) == []  # the proposer, who answers; the author, who takes back; who facilitates
    assert "Accepter" in pages["Bob"]
    assert "Retirer mon amendement" in pages["Chloé"]
    assert "Soumettre à la décision" in pages["Farid"]


def test_the_readers_page_follows_every_change(
    submitted: Submitted, member: Named, sign_in: SignIn, pieces: dict[object, object]
) -> None:
    proposal, chloe = submitted(), sign_in("Chloé")
    first = read(chloe, proposal)
    assert "portée par Bob" in read(chloe, proposal)
    assert len(bodies(pieces)) == 1
    composing.reword(
        proposal,
        member("Bob"),
        seen=proposal.version,
        title=proposal.title,
        body="Un tout autre texte.",
        effect_kind=proposal.effect_kind,
    )
    db.session.commit()
    assert "Un tout autre texte." not in first
    assert "Un tout autre texte." in read(chloe, proposal)
    member("Bob").name = "Robert"
    db.session.commit()
    assert "portée par Robert" in read(chloe, proposal)
    assert len(bodies(pieces)) == 3


def test_each_language_has_its_own(submitted: Submitted, sign_in: SignIn) -> None:
    proposal, chloe = submitted(), sign_in("Chloé")
    assert "Le texte" in read(chloe, proposal)
    chloe.set_cookie("langue", "en")
    assert "Le texte" not in read(chloe, proposal)
