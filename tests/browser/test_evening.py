"""The launching evening, from the welcome to the shared meal: one desk, one wall, five phones at once."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.acts import HOME, address
from tests.browser.conftest import Server
from tests.browser.evening_acts import SOON, Arrive, Evening, gather, smallest_text, tap

NAMES = ["Fatou", "Malik", "Inès", "Odette", "Wei"]


@pytest.mark.timeout(600)
def test_an_evening_is_led_shown_lived_and_kept(empty_instance: Server, walker: Arrive) -> None:
    evening = gather(empty_instance, walker, NAMES)
    welcome(evening)
    evening.next("Introduction")
    evening.next("Faire connaissance")
    find_common_points(evening)
    evening.next("Faire collectif")
    evening.next("La sécurité sociale de l’alimentation\u00a0: de quoi parle-t-on\u202f?")
    evening.picture("05-presentation")
    evening.next("Construire notre blason")
    draw_the_blason(evening)
    evening.next("Notre règle de décision")
    vote_on_the_rule(evening)
    evening.next("Le nom de notre collectif")
    choose_a_name(evening)
    write_it_in_the_blason(evening)
    evening.next("Inspirations et questionnements")
    evening.next("Restitution des échanges")
    evening.next("Mot de la fin")
    evening.next("Buffet partagé")
    end(evening)


def welcome(evening: Evening) -> None:
    """Five people are in the room before it begins; each signs the sheet with a tap."""
    evening.on_wall("5\\s*personnes dans la salle")
    evening.next("Accueil des participants")
    for phone in evening.phones:
        phone.page.locator("#mine").get_by_role("button", name="Je signe").click()
        expect(phone.page.get_by_role("button", name="Je signe")).to_have_count(0, timeout=SOON)
    evening.paper.press("^Je signe")
    evening.picture("01-accueil")
    assert smallest_text(evening.wall) >= 1 / 25


def find_common_points(evening: Evening) -> None:
    """Two people find each other by the number that is on the other's phone; two others by their names."""
    fatou, malik, ines = evening.phones[:3]
    number = malik.page.locator(".my-code strong").inner_text()
    fatou.fill("^Numéro ou prénom", number)
    fatou.fill("^Votre point commun", "Le couscous du vendredi")
    fatou.page.get_by_role("button", name="Nous avons un point commun").click()
    evening.on_wall("Le couscous du vendredi")
    evening.paper.fill("^Numéro ou prénom", "Inès")
    evening.paper.fill("^Votre point commun", "La rue Losserand")
    evening.paper.press("^Nous avons un point commun")
    expect(ines.page.get_by_text(re.compile("Wei dit que vous avez un point commun"))).to_be_visible(
        timeout=SOON
    )
    ines.fill("^Numéro ou prénom", NAMES[-1])
    ines.fill("^Votre point commun", "La rue Losserand")
    ines.page.get_by_role("button", name="Nous avons un point commun").click()
    evening.on_wall("La rue Losserand")
    evening.picture("03-connaissance")
    assert smallest_text(evening.wall) >= 1 / 25


AIM = "Que tout le monde mange à sa faim"
FORBIDDEN = "Demander une fiche de paie"


def draw_the_blason(evening: Evening) -> None:
    """One group of five; post-its from two phones; two of them become one sentence on the wall."""
    evening.press("^Tirer les groupes")
    fatou, malik = evening.phones[:2]
    for phone, said in ((fatou, AIM), (malik, "Choisir ce qu’on mange")):
        expect(phone.page.locator(".my-axis").first).to_be_visible(timeout=SOON)
        phone.fill(r"^Un post-it pour\s: Objectifs", said)
        phone.page.locator(".my-axis").first.get_by_role("button", name="Coller ce post-it").click()
        evening.on_wall(said)
    evening.refresh()
    evening.paper.fill(r"^Un post-it pour\s: Les interdits", FORBIDDEN)
    evening.paper.press("^Coller ce post-it", nth=-1)
    evening.on_wall(FORBIDDEN)
    evening.picture("06-blason")
    gather_post_its(evening)
    assert smallest_text(evening.wall) >= 1 / 25


def gather_post_its(evening: Evening) -> None:
    desk = evening.desk
    desk.follow("^Réunir les post-it")
    evening.bench = address(desk)
    desk.page.get_by_role("checkbox", name=re.compile(AIM)).check()
    desk.page.get_by_role("checkbox", name=re.compile("Choisir ce qu")).check()
    desk.fill("^La phrase commune", "Manger à sa faim, et choisir ce qu’on mange")
    desk.page.get_by_label(re.compile("^Dans le blason")).first.select_option("purpose")
    desk.press("^Réunir$")
    desk.press(rf"^Garder tel quel\s: {FORBIDDEN}")
    evening.desk.go(f"{evening.address}/animer")


def write_it_in_the_blason(evening: Evening) -> None:
    """The founders write what the room put together, under the name and with the rule that it chose."""
    desk = evening.desk
    desk.go(evening.bench)
    desk.follow("^Inscrire au blason")
    expect(desk.page.get_by_label(re.compile("^Nom"))).to_have_value("La Table du Quatorze")
    desk.mark(desk.page.locator("input[name=understood]"))
    desk.page.locator("button[name=act][value=write]").click()
    desk.go(f"{HOME}/blason")
    desk.reads("Manger à sa faim, et choisir ce qu’on mange")
    desk.reads(FORBIDDEN)
    desk.reads("La Table du Quatorze")
    desk.go(f"{evening.address}/animer")


def choose_a_name(evening: Evening) -> None:
    """Names are proposed, the same one twice is there once; then each supports all that please."""
    fatou, malik = evening.phones[:2]
    for phone, name in ((fatou, "La Table du Quatorze"), (malik, "Le Panier commun")):
        expect(phone.page.get_by_label(re.compile("^Un nom pour"))).to_be_visible(timeout=SOON)
        phone.fill("^Un nom pour", name)
        phone.page.get_by_role("button", name="Proposer ce nom").click()
        evening.on_wall(name)
    evening.paper.fill("^Un nom pour", "la table du quatorze !")
    evening.paper.press("^Proposer ce nom")
    evening.press("^Ouvrir le vote")
    for phone in evening.phones:
        expect(phone.page.locator("#mine label.choice").first).to_be_visible(timeout=SOON)
        tap(phone, "La Table du Quatorze")
        expect(phone.page.locator("[data-outbox-said]").first).to_contain_text("Noté", timeout=SOON)
    evening.press("^Clore le vote")
    expect(evening.wall.locator(".poll-chart tr.leads")).to_contain_text("La Table du Quatorze", timeout=SOON)
    evening.picture("08-nom")
    assert smallest_text(evening.wall) >= 1 / 25


def vote_on_the_rule(evening: Evening) -> None:
    """Answers are kept at a tap; nobody sees the count before the vote is closed."""
    evening.press("^Ouvrir le vote")
    for phone in evening.phones:
        expect(phone.page.locator("#mine label.choice").first).to_be_visible(timeout=SOON)
        tap(phone, "^\\s*Consentement")
        expect(phone.page.locator("[data-outbox-said]").first).to_contain_text("Noté", timeout=SOON)
    evening.refresh()
    evening.paper.mark(
        evening.paper.page.locator("label.choice").filter(has_text="Consensus").locator("input")
    )
    evening.paper.press("^Garder ma réponse")
    evening.paper.reads("Noté à")
    expect(evening.wall.locator(".poll-chart")).to_have_count(0)
    evening.press("^Clore le vote")
    evening.on_wall("en tête")
    expect(evening.wall.locator(".poll-chart tr.leads")).to_contain_text("Consentement", timeout=SOON)
    evening.picture("07-regle")
    assert smallest_text(evening.wall) >= 1 / 25


def end(evening: Evening) -> None:
    """The minutes are there at once, and their PDF says what was done."""
    evening.press("^Terminer la séance")
    evening.on_wall("La séance est terminée")
    desk = evening.desk
    desk.go(f"{evening.address}/proces-verbal")
    address = desk.page.get_by_role("link", name="PDF à imprimer").get_attribute("href")
    answer = desk.page.request.get(str(address))
    assert answer.status == 200
    text = re.sub(
        r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
    )
    for said in ("Soirée de lancement", "Notre règle de décision", "Consentement", *NAMES):
        assert said in text, said
