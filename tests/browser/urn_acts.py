"""What facilitators, scrutineers, members and voters do around a verifiable urn, in their own browsers."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from playwright.sync_api import expect

from app.db import UTCDateTime
from tests.browser.accessible import is_accessible
from tests.browser.acts import HOME, address
from tests.browser.conftest import Server, Walker
from tests.browser.scanning import scan

SCRUTINEERS = ("Bob", "Chloé", "Farid")
KEEPER = "Chloé"
Reads = Callable[[str], None]
SLOW = 30_000  # milliseconds: sums on a machine that does much else
_CODE = "^Le code de votre fiche|^Votre code de vote"
_CLOCK = "%Y-%m-%dT%H:%M"


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
    (scanned,) = scan(part.locator("svg.qr").last)
    assert scanned.endswith(f"#{slips[-1]}"), scanned
    is_accessible(person.page)
    with person.page.expect_navigation(timeout=SLOW):
        part.get_by_role("button", name=re.compile("inscrire les fiches")).click()
    person.reads("Les fiches sont inscrites")
    return slips


def open_window(alice: Walker, decision: str) -> None:
    """Everyone will make their own code; the keeper will make the list."""
    alice.go(f"{decision}/urne")
    alice.open("^Pas tous dans la même salle")
    begins = datetime.now(UTC) - timedelta(days=1)
    alice.fill("^Début des inscriptions", begins.strftime(_CLOCK))
    alice.fill("^Fin des inscriptions", (begins + timedelta(days=3)).strftime(_CLOCK))
    alice.choose(f"^{KEEPER}")
    alice.press("^Enregistrer ces heures")
    alice.reads("Qui s’est inscrit")
    is_accessible(alice.page)


def draw_code(person: Walker, decision: str) -> str:
    """A member's browser draws their code; they keep it and register."""
    person.go(decision)
    person.follow("^Faire mon code de vote")
    person.page.get_by_role("button", name="Tirer mon code au hasard").click()
    shown = person.page.locator(".slip-code")
    expect(shown).to_have_count(1, timeout=SLOW)
    code = shown.inner_text()
    is_accessible(person.page)
    with person.page.expect_navigation(timeout=SLOW):
        person.page.get_by_role("button", name="Je l’ai gardé").click()
    person.reads("Vous êtes inscrit·e")
    person.go(decision)
    person.reads("gardez votre code")
    return code


def end_registrations(server: Server) -> None:
    """Time passes, until nobody registers any more."""
    engine, past = sa.create_engine(server.database), datetime.now(UTC) - timedelta(minutes=1)
    with engine.begin() as connection:
        ended = sa.text("UPDATE urn_windows SET closes_at = :past")
        connection.execute(ended.bindparams(sa.bindparam("past", past, UTCDateTime)))
    engine.dispose()


def list_codes(keeper: Walker, decision: str, phrase: str, expected: int) -> None:
    """The keeper's device opens what was registered, and publishes the sorted list."""
    keeper.go(f"{decision}/urne/scrutateur")
    part = keeper.page.locator("[data-open-registrations]")
    part.get_by_label("La phrase de votre clé").fill(phrase)
    part.get_by_role("button", name="Ouvrir les inscriptions").click()
    expect(part.locator("[data-fill=readable]")).to_have_text(str(expected), timeout=SLOW)
    is_accessible(keeper.page)
    with keeper.page.expect_navigation(timeout=SLOW):
        keeper.page.get_by_role("button", name="Publier la liste triée").click()
    keeper.reads(f"La liste est faite.: {expected} codes de vote")


def open_urn(alice: Walker, decision: str) -> str:
    alice.go(f"{decision}/urne")
    alice.open("^Ouvrir l’urne")
    alice.press("^Oui, ouvrir l’urne")
    alice.go(decision)
    alice.reads("urne vérifiable")
    is_accessible(alice.page)
    alice.follow("^Voter avec m")
    return address(alice)


def hand_out(alice: Walker, decision: str) -> None:
    """Someone draws a slip and signs."""
    alice.go(f"{decision}/urne")
    alice.press("^A tiré sa fiche")
    alice.reads("fiche remise")
    is_accessible(alice.page)


def mistype(voter: Walker, voting: str, slip: str) -> None:
    voter.go(voting)
    for typed, said in (
        (slip[:-3], "vingt-deux signes"),
        (f"{slip[:-1]}{'a' if slip[-1] != 'a' else 'b'}", "faute de frappe"),
    ):
        voter.fill(_CODE, typed)
        voter.page.get_by_role("button", name="Vérifier le code").click()
        expect(voter.page.locator("[data-complaint]")).to_contain_text(said, timeout=SLOW)
    is_accessible(voter.page)


def vote(voter: Walker, voting: str | None, slip: str, choice: str, *, audits: Reads | None = None) -> str:
    """Vote, and return the tracker; on a device already there when `voting` is None.

    `audits` takes the text of a first ballot, which is opened and not deposited.
    """
    page = voter.page
    if voting:
        voter.go(voting)
    voter.fill(_CODE, slip)
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
        audits(page.locator("[data-opened]").input_value())
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


def read_opened(reader: Walker, voting: str, text: str, choice: str) -> None:
    """On another device, see what an opened ballot said; a text that was altered says nothing."""
    reader.go(f"{voting}/bulletins")
    part = reader.page.locator("[data-opened-elsewhere]")
    part.get_by_label("Le texte copié").fill(text.replace('"tracker": "', '"tracker": "x'))
    part.get_by_role("button", name="Lire ce bulletin").click()
    expect(part.get_by_role("alert")).to_contain_text("ne dit pas ce qu’il annonce", timeout=SLOW)
    part.get_by_label("Le texte copié").fill(text)
    part.get_by_role("button", name="Lire ce bulletin").click()
    expect(part.locator('[data-fill="said"]')).to_have_text(choice, timeout=SLOW)
    is_accessible(reader.page)


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


def decrypt(person: Walker, decision: str, phrase: str, *, voters: int, envelope: str | None = None) -> str:
    """Check the archive and decrypt one's part, or that of an absent; return what scrutineers compare."""
    person.go(f"{decision}/urne/scrutateur")
    if envelope:
        person.follow(f"^Ouvrir l’enveloppe de {envelope}")
    person.page.get_by_role("button", name="Contrôler l’archive").click()
    expect(person.page.locator("[data-fill=voters]")).to_have_text(str(voters), timeout=SLOW)
    compared = person.page.locator("[data-fill=sealed]").inner_text()
    is_accessible(person.page)
    person.fill("^La phrase de l’enveloppe" if envelope else "^La phrase de votre clé", phrase)
    with person.page.expect_navigation(timeout=SLOW):
        person.page.get_by_role("button", name=re.compile("^Déchiffrer")).click()
    return compared


def recount_here(stranger: Walker, voting: str, said: str) -> None:
    """Anyone's browser does the whole control again, from the page of the public urn."""
    stranger.go(f"{voting}/bulletins")
    part = stranger.page.locator("[data-recount]")
    part.get_by_role("button", name="Contrôler l’archive").click()
    expect(part.locator("[data-fill=result]")).to_have_text(said, timeout=SLOW)
    is_accessible(stranger.page)


def fetch(server: Server, path: str) -> bytes:
    with urllib.request.urlopen(f"{server.address}{path}", timeout=20) as answer:  # noqa: S310 - our own server
        data: bytes = answer.read()
    return data
