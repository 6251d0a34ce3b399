"""The minutes of an election: on one page, to print and sign, once it is counted and not before."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from app.db import db
from app.votes.rules import Method
from app.votes.urn.canonical import fingerprint, hexadecimal
from app.votes.verifiable import minutes
from tests.votes.urn.people import SCRUTINEERS, Assembly

FOR, AGAINST, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)


def words(page: str) -> str:
    """What is read of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def papers(assembly: Assembly) -> None:
    page = f"/c/quatorze/decisions/{assembly.decision.id}"
    typed = {"count-for": "2", "count-against": "1", "count-abstain": "0"}
    assert assembly.sign_in("Farid").post(f"{page}/comptage", data=typed).status_code == 303
    found = re.search(rf"{page}/comptage/(\d+)/confirmation", assembly.sign_in("Bob").get(page).text)
    assert found
    assert assembly.sign_in("Bob").post(found[0], data={}).status_code == 303


def test_there_are_no_minutes_before_the_last_part(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, FOR))
    address = assembly.public("/proces-verbal")
    farid = assembly.sign_in("Farid")
    assert farid.get(address).status_code == 404
    assembly.close()
    assembly.send_part("Bob")
    assembly.send_part("Chloé")
    assert farid.get(address).status_code == 404
    assembly.send_part("Farid")
    assert farid.get(address).status_code == 200
    assert assembly.app.test_client().get(address).status_code == 200


def test_they_say_all_there_is_to_check(assembly: Assembly) -> None:
    first, *kept = assembly.vote((0, FOR), (1, FOR), (2, AGAINST), (0, ABSTAIN))
    papers(assembly)
    bob = assembly.member("Bob").id  # type: ignore[attr-defined]
    for person in (bob, bob + 1, bob + 2, bob + 3):
        assembly.sign_in("Farid").post(assembly.at("/emargement"), data={"member_id": person})
    decision = assembly.count()
    page = assembly.sign_in("Bob").get(assembly.public("/proces-verbal")).text
    said = words(page)

    assert re.search(r"Pour 1 2 3 .*Contre 1 1 2 .*Abstention 1 0 1 ", said)
    assert "Voix sur la liste 14" in said
    assert "Fiches inscrites 14" in said
    assert "Fiches remises contre signature 4" in said
    assert "Bulletins reçus, changements d’avis compris 4" in said
    assert "Bulletins qui comptent 3" in said
    assert all(tracker in page for tracker in kept)
    assert first not in page
    urn, archive = assembly.urn, assembly.archive()
    for text in (urn.election, urn.trustees, urn.credentials, *(one.part for one in urn.scrutineers)):
        assert fingerprint((text or "").encode()) in page
    assert {fingerprint(archive), hexadecimal(archive), decision.digest} <= set(
        re.findall(r"[\w+/]{43,64}", page)
    )
    assert f"flask --app app recount {urn.uuid}.bel" in said
    assert "belenios-tool election verify --dir ." in said
    assert all(name in said for name in SCRUTINEERS)
    assert "Papier, lot 1" in said


def test_the_public_reads_no_name(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, FOR))
    papers(assembly)
    assembly.count()
    said = words(assembly.app.test_client().get(assembly.public("/proces-verbal")).text)
    assert not [name for name in SCRUTINEERS if name in said]
    assert "Scrutateur n° 1" in said


def test_more_ballots_than_signatures_is_said(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, FOR))
    assembly.count()
    address = assembly.public("/proces-verbal")
    assert "plus de bulletins que de signatures\u00a0: demandez" in assembly.sign_in("Bob").get(address).text


@pytest.mark.parametrize("method", [Method.CHOOSE_ONE, Method.APPROVAL])
def test_options_are_named(gather: Callable[..., Assembly], method: Method) -> None:
    assembly = gather(method=method, options=["Grange", "École"], text="").opened()
    ticks = (
        [(0, 1, 0), (0, 1, 0), (0, 0, 1)] if method is Method.APPROVAL else [(1, 0, 0), (1, 0, 0), (0, 1, 0)]
    )
    assembly.vote(*enumerate(ticks))
    assembly.count()
    said = words(assembly.sign_in("Bob").get(assembly.public("/proces-verbal")).text)
    assert re.search("Grange 2 .*École 1 ", said)
    assert "expressed" not in said


def test_the_archive_has_the_trackers_that_a_sheet_has_not(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch
) -> None:
    trackers = assembly.vote((0, FOR), (1, FOR), (2, FOR), (0, FOR))
    assembly.count()
    monkeypatch.setattr(minutes, "MOST_TRACKERS", 2)
    sheet = minutes.minutes_of(assembly.urn)
    assert (sheet.trackers, sheet.left_out) == (sorted(trackers[1:])[:2], 1)


def test_no_page_of_the_urn_sends_more_than_ten_statements(
    assembly: Assembly, count_queries: list[str]
) -> None:
    assembly.vote((0, FOR), (1, FOR), (2, AGAINST))
    papers(assembly)
    at, public = assembly.at, assembly.public
    private = [at(), at("/scrutateur"), f"/c/quatorze/decisions/{assembly.decision.id}"]
    shown = [public(), public("/bulletins"), public(".bel")]
    minutes, sent = public("/proces-verbal"), {}

    def look(addresses: list[str], who: str | None, when: str) -> None:
        client = assembly.sign_in(who)
        db.session.commit()
        for address in addresses:
            db.session.expire_all()  # each page finds for itself what it shows
            count_queries.clear()
            assert client.get(address).status_code == 200, address
            sent[address, who, when] = len(count_queries)

    look(private, "Farid", "open")
    look(shown, "Bob", "open")
    look(shown, None, "open")
    assembly.count()
    look(private, "Farid", "counted")
    look([*shown, minutes], "Bob", "counted")
    look([*shown, minutes], None, "counted")
    assert max(sent.values()) <= 10, sent
