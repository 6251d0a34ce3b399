"""Slips are handed out against a signature; anyone finds their ballot in the public urn."""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa

from app.db import db
from app.votes.models import VoterRoll
from tests.votes.urn.people import Assembly

FOR, AGAINST, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)
Gather = Callable[..., Assembly]


def test_slips_are_handed_out_against_a_signature(assembly: Assembly) -> None:
    bob = assembly.member("Bob").id  # type: ignore[attr-defined]
    farid = assembly.sign_in("Farid")
    for handed in (True, False):
        sent = {"member_id": bob, "handed": "yes" if handed else "no"}
        assert farid.post(assembly.at("/emargement"), data=sent).status_code == 303
        db.session.expire_all()
        assert db.session.get_one(VoterRoll, (assembly.decision.id, bob)).has_voted is handed
        assert ("fiche remise" in farid.get(assembly.at()).text) is handed
    assert farid.post(assembly.at("/emargement"), data={"member_id": 10**6}).status_code == 422
    assert farid.post(assembly.at("/emargement"), data={"member_id": 10**20}).status_code == 404


def test_everyone_finds_their_ballot_in_the_public_urn(assembly: Assembly) -> None:
    first, second, changed = assembly.vote((0, FOR), (1, FOR), (0, AGAINST))
    stranger = assembly.app.test_client()
    page = stranger.get(assembly.public("/bulletins")).text
    assert second in page
    assert changed in page
    assert first not in page
    found = stranger.get(assembly.public("/bulletins"), query_string={"suivi": second}).text
    assert "1 bulletin trouvé" in found
    lost = stranger.get(assembly.public("/bulletins"), query_string={"suivi": first}).text
    assert "Aucun bulletin" in lost


def test_a_stranger_sees_an_urn_that_is_open_and_none_before(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    stranger = assembly.app.test_client()
    for act in ("", "/bulletins", ".bel", "/election.json", "/inscrits/ab"):
        assert stranger.get(assembly.public(act)).status_code == 404
    assembly.name_scrutineers()
    assembly.make_keys()
    assembly.make_slips()
    assembly.open()
    for act in ("", "/bulletins", ".bel", "/election.json", "/inscrits/ab"):
        assert stranger.get(assembly.public(act)).status_code == 200
    assert stranger.get(assembly.public("/election.json")).text == assembly.urn.election


def test_a_slip_is_not_a_vote_and_no_page_says_so(assembly: Assembly) -> None:
    people = [line.member_id for line in db.session.scalars(sa.select(VoterRoll).limit(3))]
    for member_id in people:
        sent = {"member_id": str(member_id)}
        assert assembly.sign_in("Farid").post(assembly.at("/emargement"), data=sent).status_code == 303
    assembly.vote((0, (1, 0, 0)), (0, (0, 1, 0)))
    page = f"/c/quatorze/decisions/{assembly.decision.id}"
    shown = assembly.sign_in("Bob").get(page).text
    assert re.search(r"Se sont exprimées</dt><dd>1\s+voix", shown)
    roll = assembly.sign_in("Bob").get(f"{page}/liste").text
    assert roll.count("<td>a son code</td>") == 3
    assert "s’est exprimé·e" not in roll
