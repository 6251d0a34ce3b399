"""A vote by secret ballot that nobody takes on trust: three scrutineers, six voters, their own browsers."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.votes.urn.recount import recount
from tests.browser.accessible import is_accessible
from tests.browser.acts import HOME, address, enter, found, invite
from tests.browser.conftest import DESKTOP, PHONE, Server, Walker
from tests.votes.urn.reference import verdict

Arrive = Callable[..., Walker]
PEOPLE = ["Bob", "Chloé", "Farid", "Dina", "Emma", "Gaël"]
SCRUTINEERS = PEOPLE[:3]
SLOW = 30_000  # milliseconds: sums on a machine that does much else


@pytest.mark.timeout(400)
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_secret_vote_from_the_keys_to_the_result(
    empty_instance: Server, walker: Arrive, viewport: dict[str, int]
) -> None:
    alice = walker(empty_instance, viewport=viewport, javascript=True)
    found(alice, "geneve")
    codes = invite(alice, PEOPLE)
    scrutineers = {name: walker(empty_instance, viewport=viewport, javascript=True) for name in SCRUTINEERS}
    for name, person in scrutineers.items():
        enter(person, codes[name])

    decision = open_secret_decision(alice)
    prepare(alice, decision)
    phrases = {name: make_key(person, decision) for name, person in scrutineers.items()}
    slips = make_slips(scrutineers["Chloé"], decision)
    assert len(slips) == len(set(slips)) == 7
    voting = open_urn(alice, decision)

    without = walker(empty_instance, viewport=viewport, javascript=False)
    without.go(voting)
    without.reads("Cet appareil ne peut pas chiffrer")
    without.reads("votez sur papier")
    expect(without.page.locator("#slip")).to_be_hidden()

    voter = walker(empty_instance, viewport=viewport, javascript=True)
    mistype(voter, voting, slips[0])
    first = vote(voter, voting, slips[0], "Pour")
    second = vote(voter, voting, slips[0], "Contre", audits=True)
    assert first != second
    shared = walker(empty_instance, viewport=viewport, javascript=True)
    shared.go(voting)
    trackers = [
        vote(shared, None, slip, choice) for slip, choice in zip(slips[1:6], ["Pour"] * 5, strict=True)
    ]
    expect(shared.page.locator("#slip")).to_have_value("")
    find(voter, voting, second)
    paper(alice, scrutineers["Farid"], decision)

    alice.go(f"{decision}/urne")
    alice.open("^Clore l’urne")
    alice.press("^Oui, clore l’urne")
    for name in SCRUTINEERS[:2]:
        decrypt(scrutineers[name], decision, phrases[name])
    if viewport == PHONE:
        decrypt(scrutineers["Bob"], decision, phrases["Farid"], envelope="Farid")
    else:
        decrypt(scrutineers["Farid"], decision, phrases["Farid"])
    alice.go(decision)
    alice.reads("Adoptée")
    alice.reads("Comptés en salle")
    is_accessible(alice.page)
    read_minutes(alice, [second, *trackers])
    archive = fetch(empty_instance, f"{voting}.bel")
    counted = recount(archive)
    assert counted.counts == ((5, 1, 0),)
    assert {second, *trackers} == set(counted.trackers)
    assert verdict(archive, voting.rpartition("/")[2])[0]


def open_secret_decision(alice: Walker) -> str:
    """Under the rules of Geneva one votes in secret once consent has stayed out of reach."""
    alice.go(f"{HOME}/decisions/nouvelle")
    alice.fill("^Question", "Ouvrir la caisse à tout le quartier ?")
    alice.select("^Type de question", "La charte")
    alice.fill("^Texte soumis", "Oui, dès septembre.")
    alice.press("^Ouvrir la décision")
    alice.open("^Clore la décision")
    alice.press("^Oui, clore la décision")
    alice.open("^Passer au mode suivant")
    alice.press("^Oui, passer au mode suivant")
    alice.reads("Consultation anonyme")
    alice.press("^Préparer une urne vérifiable")
    return address(alice).removesuffix("/urne")


def prepare(alice: Walker, decision: str) -> None:
    alice.go(f"{decision}/urne")
    is_accessible(alice.page)
    for label, name in zip(("^Première", "^Deuxième", "^Troisième"), SCRUTINEERS, strict=True):
        alice.select(label, name)
    alice.press("^Nommer ces trois personnes")
    alice.reads("clé attendue")
    is_accessible(alice.page)


def make_key(person: Walker, decision: str) -> str:
    person.go(f"{decision}/urne/scrutateur")
    is_accessible(person.page)
    key = person.page.locator("[data-make-key]")
    key.get_by_role("button", name="Faire une clé").click()
    shown = key.locator("[data-fill=phrase]")
    expect(shown).to_have_text(re.compile(r"^\w{5}-\w{6}-\w{5}-\w{6}$"), timeout=SLOW)
    phrase = shown.inner_text()
    is_accessible(person.page)
    key.get_by_role("button", name="C’est fait").click()
    person.fill("^Retapez la phrase", f"{phrase[:-1]}{'1' if phrase[-1] != '1' else '2'}")
    key.get_by_role("button", name=re.compile("^Prouver")).click()
    person.reads("Ce n’est pas la phrase de votre clé")
    is_accessible(person.page)
    person.fill("^Retapez la phrase", phrase.replace("-", " "))
    with person.page.expect_navigation(timeout=SLOW):
        key.get_by_role("button", name=re.compile("^Prouver")).click()
    person.reads("Votre clé est enregistrée")
    return phrase


def make_slips(person: Walker, decision: str) -> list[str]:
    person.go(f"{decision}/urne/scrutateur")
    part = person.page.locator("[data-make-slips]")
    part.get_by_role("button", name="Faire les fiches").click()
    expect(part.locator(".slip-code")).to_have_count(7, timeout=SLOW)
    slips = part.locator(".slip-code").all_inner_texts()
    expect(part.locator("svg.qr")).to_have_count(7)
    is_accessible(person.page)
    with person.page.expect_navigation(timeout=SLOW):
        part.get_by_role("button", name=re.compile("inscrire les fiches")).click()
    person.reads("Les fiches sont inscrites")
    return slips


def open_urn(alice: Walker, decision: str) -> str:
    alice.go(f"{decision}/urne")
    alice.open("^Ouvrir l’urne")
    alice.press("^Oui, ouvrir l’urne")
    alice.press("^A tiré sa fiche")
    alice.reads("fiche remise")
    is_accessible(alice.page)
    alice.go(decision)
    alice.reads("urne vérifiable")
    is_accessible(alice.page)
    alice.follow("^Voter avec ma fiche")
    return address(alice)


def mistype(voter: Walker, voting: str, slip: str) -> None:
    voter.go(voting)
    for typed, said in (
        (slip[:-3], "vingt-deux signes"),
        (f"{slip[:-1]}{'a' if slip[-1] != 'a' else 'b'}", "faute de frappe"),
    ):
        voter.fill("^Le code de votre fiche", typed)
        voter.page.get_by_role("button", name="Vérifier le code").click()
        expect(voter.page.locator("[data-complaint]")).to_contain_text(said, timeout=SLOW)
    is_accessible(voter.page)


def vote(voter: Walker, voting: str | None, slip: str, choice: str, *, audits: bool = False) -> str:
    """Vote, and return the tracker; on a device already there when `voting` is None."""
    page = voter.page
    if voting:
        voter.go(voting)
    voter.fill("^Le code de votre fiche", slip)
    page.get_by_role("button", name="Vérifier le code").click()
    encrypt = page.get_by_role("button", name="Chiffrer mon bulletin")
    expect(encrypt).to_be_visible(timeout=SLOW)
    if audits:
        is_accessible(voter.page)
    voter.choose(f"^{choice}")
    encrypt.click()
    if audits:
        expect(page.get_by_role("button", name="Déposer dans l’urne")).to_be_visible(timeout=SLOW)
        voter.open("^Vérifier avant de déposer")
        page.get_by_role("button", name="Ouvrir ce bulletin et recommencer").click()
        expect(page.locator("[data-opened]")).to_have_value(re.compile("randomness"), timeout=SLOW)
        is_accessible(voter.page)
        page.get_by_role("button", name="Faire un autre bulletin").click()
        encrypt.click()
    expect(page.get_by_role("button", name="Déposer dans l’urne")).to_be_visible(timeout=SLOW)
    if audits:
        is_accessible(voter.page)
    expect(page.locator('[data-step=confirm] [data-fill="choice"]')).to_have_text(choice)
    page.get_by_role("button", name="Déposer dans l’urne").click()
    done = page.locator("[data-step=done]")
    expect(done).to_be_visible(timeout=SLOW)
    if audits:
        is_accessible(voter.page)
    tracker = done.locator('[data-fill="tracker"]').inner_text()
    if voting is None:
        page.get_by_role("button", name="Personne suivante").click()
    return tracker


def find(voter: Walker, voting: str, tracker: str) -> None:
    voter.go(f"{voting}/bulletins")
    voter.fill("^Chercher le mien", tracker)
    voter.press("^Chercher")
    voter.reads("1 bulletin trouvé")
    is_accessible(voter.page)


def read_minutes(alice: Walker, trackers: list[str]) -> None:
    alice.follow("^Le procès-verbal")
    alice.reads("Papier, lot 1")
    for tracker in trackers:
        alice.reads(re.escape(tracker))
    is_accessible(alice.page)
    alice.follow("^L’urne publique")
    is_accessible(alice.page)


def paper(alice: Walker, farid: Walker, decision: str) -> None:
    alice.go(decision)
    alice.page.locator("#count-for").fill("1")
    alice.press("^Saisir ce comptage")
    farid.go(decision)
    farid.open("^Je confirme ce comptage")
    farid.press("^Oui, je confirme ce comptage")


def decrypt(person: Walker, decision: str, phrase: str, *, envelope: str | None = None) -> None:
    """Check the archive and decrypt one's part, or that of an absent whose envelope is opened."""
    person.go(f"{decision}/urne/scrutateur")
    if envelope:
        person.follow(f"^Ouvrir l’enveloppe de {envelope}")
    person.page.get_by_role("button", name="Contrôler l’archive").click()
    expect(person.page.locator("[data-fill=voters]")).to_have_text("6", timeout=SLOW)
    is_accessible(person.page)
    person.fill("^La phrase de l’enveloppe" if envelope else "^La phrase de votre clé", phrase)
    with person.page.expect_navigation(timeout=SLOW):
        person.page.get_by_role("button", name=re.compile("^Déchiffrer")).click()


def fetch(server: Server, path: str) -> bytes:
    with urllib.request.urlopen(f"{server.address}{path}", timeout=20) as answer:  # noqa: S310 - our own server
        data: bytes = answer.read()
    return data
