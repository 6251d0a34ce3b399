"""A vote by secret ballot that nobody takes on trust: three scrutineers, six voters, their own browsers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.votes.urn.recount import recount
from tests.browser.accessible import is_accessible
from tests.browser.acts import enter, found, invite
from tests.browser.conftest import DESKTOP, PHONE, ROOT, Server, Walker
from tests.browser.urn_acts import (
    KEEPER,
    SCRUTINEERS,
    decrypt,
    draw_code,
    end_registrations,
    fetch,
    find,
    hand_out,
    list_codes,
    make_key,
    make_slips,
    mistype,
    open_secret_decision,
    open_urn,
    open_window,
    paper,
    prepare,
    read_minutes,
    read_opened,
    recount_here,
    vote,
)
from tests.votes.urn.reference import verdict

Arrive = Callable[..., Walker]
PEOPLE = [*SCRUTINEERS, "Dina", "Emma", "Gaël"]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("way", ["slips-from-a-hat", "codes-made-at-home"])
def test_a_secret_vote_from_the_keys_to_the_result(
    empty_instance: Server, walker: Arrive, tmp_path: Path, way: str
) -> None:
    hat = way == "slips-from-a-hat"
    alice = walker(empty_instance, viewport=PHONE if hat else DESKTOP)
    found(alice, "geneve")
    entering = invite(alice, PEOPLE)
    scrutineers = {name: come(empty_instance, walker, entering[name]) for name in SCRUTINEERS}
    decision = open_secret_decision(alice)
    prepare(alice, decision)
    phrases = {name: make_key(person, decision) for name, person in scrutineers.items()}

    if hat:
        codes = make_slips(scrutineers["Chloé"], decision)
        assert len(codes) == len(set(codes)) == 7
        codes.pop()  # nobody drew it
    else:
        open_window(alice, decision)
        dina = come(empty_instance, walker, entering["Dina"], viewport=DESKTOP)
        codes = [draw_code(person, decision) for person in (alice, *scrutineers.values(), dina)]
        end_registrations(empty_instance)
        list_codes(scrutineers[KEEPER], decision, phrases[KEEPER], len(codes))
    voting = open_urn(alice, decision)
    if hat:
        hand_out(alice, decision)
        cannot_encrypt(walker(empty_instance, viewport=PHONE, javascript=False), voting)

    voter = walker(empty_instance, viewport=PHONE)
    mistype(voter, voting, codes[0])
    first = vote(voter, voting, codes[0], "Pour")
    second = vote(
        voter,
        voting,
        codes[0],
        "Contre",
        audits=lambda text: read_opened(walker(empty_instance, viewport=PHONE), voting, text, "Contre"),
    )
    assert first != second
    shared = walker(empty_instance, viewport=DESKTOP)
    shared.go(voting)
    trackers = [second, *(vote(shared, None, code, "Pour") for code in codes[1:])]
    expect(shared.page.locator("#slip")).to_have_value("")
    find(voter, voting, second)
    paper(alice, scrutineers["Farid"], decision)

    alice.go(f"{decision}/urne")
    alice.open("^Clore l’urne")
    alice.press("^Oui, clore l’urne")
    compared = {
        decrypt(scrutineers[name], decision, phrases[name], voters=len(codes)) for name in ("Bob", "Chloé")
    }
    if hat:  # Farid is away: his sealed envelope is opened
        bob = scrutineers["Bob"]
        compared.add(decrypt(bob, decision, phrases["Farid"], voters=len(codes), envelope="Farid"))
    else:
        compared.add(decrypt(scrutineers["Farid"], decision, phrases["Farid"], voters=len(codes)))
    assert len(compared) == 1, "each part that arrives must leave alone what scrutineers compare"
    alice.go(decision)
    alice.reads("Adoptée")
    alice.reads("Comptés en salle")
    is_accessible(alice.page)
    read_minutes(alice, trackers)
    recount_here(voter, voting, f"Pour {len(codes) - 1}, Contre 1, Abstention 0")
    agree_on(fetch(empty_instance, f"{voting}.bel"), voting.rpartition("/")[2], trackers, tmp_path)


def come(server: Server, walker: Arrive, code: str, *, viewport: dict[str, int] = PHONE) -> Walker:
    """One more member, who comes in with a printed slip."""
    person = walker(server, viewport=viewport)
    enter(person, code)
    return person


def cannot_encrypt(without: Walker, voting: str) -> None:
    """A browser without JavaScript is told the other ways to vote."""
    without.go(voting)
    without.reads("Cet appareil ne peut pas chiffrer")
    without.reads("votez sur papier")
    expect(without.page.locator("#slip")).to_be_hidden()


def agree_on(archive: bytes, uuid: str, trackers: list[str], folder: Path) -> None:
    """The reference tool, our recount and its command all say the same of the archive that one downloads."""
    counted = recount(archive)
    assert counted.counts == ((len(trackers) - 1, 1, 0),)
    assert set(counted.trackers) == set(trackers)
    assert verdict(archive, uuid)[0]
    file = folder / f"{uuid}.bel"
    file.write_bytes(archive)
    command = [sys.executable, "-m", "flask", "--app", "app", "recount", str(file)]
    assert subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode == 0
