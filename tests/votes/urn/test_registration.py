"""A vote whose members made their own credentials: whole, shown to everyone, in few statements."""

from __future__ import annotations

import re

import sqlalchemy as sa

from app.db import db
from app.register.models import RegisterEntry
from app.votes.urn.recount import recount
from app.votes.verifiable.models import UrnPhase
from tests.votes.urn.reference import verdict
from tests.votes.urn.registering import EVERYONE, KEEPER, Window, marked, registered

FOR, AGAINST = (1, 0, 0), (0, 1, 0)


def test_a_whole_vote_by_registration_is_counted_and_the_tool_accepts_it(window: Window) -> None:
    assembly = window.assembly
    window.register(*EVERYONE[:6])
    assert marked(window) == set(EVERYONE[:6])
    window.end()
    window.publish()
    assert (
        assembly.urn.credentials
        == "["
        + ",".join(f'"{public}"' for public in sorted((public for _slip, public in assembly.slips), key=int))
        + "]"
    )
    assert registered() == 0
    assembly.open()
    assembly.vote((0, FOR), (1, FOR), (2, AGAINST), (2, FOR))
    outcome = assembly.count().outcome
    assert outcome is not None
    assert outcome["counts"] == {"for": 3, "against": 0, "abstain": 0}
    archive = assembly.archive()
    assert recount(archive).counts == ((3, 0, 0),)
    assert verdict(archive, assembly.urn.uuid)[0]


def test_everyone_is_shown_what_this_way_changes(window: Window) -> None:
    assembly = window.assembly
    farid = assembly.sign_in("Farid").get(assembly.at()).text
    assert "Qui s’est inscrit" in farid
    assert "tirée d’un chapeau" not in farid
    window.register(*EVERYONE[:6])
    shown = assembly.sign_in("Farid").get(assembly.at()).text
    assert len(re.findall(r"badge good\">inscrit·e", shown)) == 6
    window.end()
    window.publish()
    assembly.open()
    assert assembly.urn.phase is UrnPhase.VOTING
    stranger = assembly.app.test_client()
    voting = stranger.get(assembly.public()).text
    assert "inscrit sous scellé" in voting
    assert "chapeau" not in voting
    assert "Codes de vote inscrits" in stranger.get(assembly.public("/bulletins")).text
    kinds = set(db.session.scalars(sa.select(RegisterEntry.kind)))
    assert {"urn.window", "urn.listed"} <= kinds
    register = assembly.sign_in("Farid").get("/c/quatorze/registre").text
    assert "publie 6 codes de vote pour 6 inscriptions" in register


def test_the_pages_of_registration_send_ten_statements_at_most(
    window: Window, count_queries: list[str]
) -> None:
    window.register(*EVERYONE[:5])
    pages = [("/inscription", "Membre 000"), ("/inscription", "Bob"), ("/scrutateur", KEEPER), ("", "Farid")]
    sent = {}

    def look(when: str) -> None:
        for act, name in pages:
            client, address = window.assembly.sign_in(name), window.assembly.at(act)
            db.session.commit()
            db.session.expire_all()
            count_queries.clear()
            assert client.get(address).status_code == 200
            sent[act, name, when] = len(count_queries)

    look("open")
    window.end()
    look("over")
    window.publish()
    look("listed")
    assert max(sent.values()) <= 10, sent
