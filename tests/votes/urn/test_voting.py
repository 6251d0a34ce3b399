"""Vote in a verifiable urn: what enters it, what does not, and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from app.db import db
from app.votes import services
from app.votes.models import Decision, VoterRoll
from app.votes.urn.ballot import tracker
from app.votes.urn.recount import recount
from app.votes.verifiable.models import UrnBallot, UrnCredential, UrnPhase
from tests.votes.urn.people import SCRUTINEERS, Assembly

FOR, AGAINST, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)
Gather = Callable[..., Assembly]


def test_a_ballot_sent_twice_is_there_once(assembly: Assembly) -> None:
    (text,) = assembly.ballots([(0, FOR)])
    assert assembly.deposit(text) == assembly.deposit(text) == {"tracker": tracker(text.encode())}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UrnBallot)) == 1


def test_an_old_ballot_sent_again_does_not_undo_the_new_one(assembly: Assembly) -> None:
    old, new = assembly.ballots([(0, FOR), (0, AGAINST)])
    assembly.deposit(old)
    assembly.deposit(new)
    assembly.deposit(old)
    assert recount(assembly.archive()).trackers == (tracker(new.encode()),)


def test_what_is_no_ballot_of_this_urn_is_refused(assembly: Assembly, gather: Gather) -> None:
    (text,) = assembly.ballots([(0, FOR)])
    stranger = assembly.devices.do("phrases", number=1)
    said = assembly.devices.do("votes", election=assembly.urn.election, votes=[[stranger[0], [FOR]]])
    for wrong in (
        b"",
        b"null",
        b"\xff",
        text.replace('"alpha":"', '"alpha":"0', 1),
        f"{text}\n",
        said["ballots"][0],
    ):
        assert assembly.deposit(wrong, expected=422)["message"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UrnBallot)) == 0


def test_a_ballot_of_another_urn_is_refused(assembly: Assembly, opened: Callable[..., Decision]) -> None:
    (text,) = assembly.ballots([(0, FOR)])
    other = Assembly(
        assembly.app, opened("secret_majority"), assembly.sign_in, assembly.devices, assembly.member
    )
    other.opened()
    assert "autre élection" in other.deposit(text, expected=422)["message"]


def test_nothing_enters_before_the_opening_nor_after_the_closing(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    client = assembly.app.test_client()
    assert client.post(assembly.public("/bulletins"), data=b"{}").status_code == 404
    assembly.name_scrutineers()
    assembly.make_keys()
    assembly.make_slips()
    assembly.open()
    (text,) = assembly.ballots([(0, FOR)])
    assembly.close()
    assert "close" in assembly.deposit(text, expected=409)["message"]


def test_the_deadline_closes_the_urn_and_scrutineers_still_count(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from app.db import now

    texts = assembly.ballots([(0, FOR), (1, FOR)])
    assembly.deposit(texts[0])
    assembly.decision.closes_at = now() - timedelta(minutes=1)
    db.session.commit()
    assembly.deposit(texts[1], expected=409)
    assert services.close_due() == []
    db.session.commit()
    assert assembly.urn.phase is UrnPhase.COUNTING
    for name in SCRUTINEERS:
        assembly.send_part(name)
    db.session.expire_all()
    assert assembly.decision.result == "adopted"


def test_one_s_own_slip_is_found_among_others(assembly: Assembly) -> None:
    from hashlib import sha256

    digest = sha256(assembly.slips[0][1].encode()).hexdigest()
    found = assembly.app.test_client().get(assembly.public(f"/inscrits/{digest[:2]}")).get_json()
    assert digest in found
    assert all(one.startswith(digest[:2]) for one in found)
    whole = assembly.app.test_client().get(assembly.public(f"/inscrits/{digest}")).get_json()
    assert whole == found
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UrnCredential)) == 14


def test_the_paper_form_of_the_simple_urn_is_refused(assembly: Assembly) -> None:
    bob = assembly.sign_in("Bob")
    page = f"/c/quatorze/decisions/{assembly.decision.id}"
    assert "Voter avec ma fiche" in bob.get(page).text
    answer = bob.post(f"{page}/expression", data={"choice": "for", "code": "abcd-efgh-jkmn-pqrs"})
    assert answer.status_code == 409
    assert not db.session.get_one(VoterRoll, (assembly.decision.id, assembly.member("Bob").id)).has_voted  # type: ignore[attr-defined]
