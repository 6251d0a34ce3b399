"""Deciding in the room: hands, a round of consent, voices by hand and by phone, papers; on every screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import barriers, in_each_scheme
from tests.browser.acts import HOME
from tests.browser.conftest import Server, Walker
from tests.browser.evening_acts import SCREENS, SLOW, SOON, Arrive, Evening, gather, smallest_text, tap

FATOU, WEI = "Fatou", "Wei"
WITHOUT_DEVICE = ["Jeanne", "Marcel", "Odile"]
OFFER = "Un samedi sur deux, le temps d’essayer."


@pytest.mark.timeout(600)
def test_a_room_speaks_and_decides_in_every_way(empty_instance: Server, walker: Arrive) -> None:
    evening = gather(empty_instance, walker, [FATOU, WEI], preset="geneve")
    for name in WITHOUT_DEVICE:
        evening.desk.go(f"{evening.address}/personnes")
        evening.desk.open("^Ajouter une personne sans appareil")
        evening.desk.fill("^Votre prénom|^Prénom|^Son prénom", name)
        evening.desk.press("^Ajouter$")
    evening.desk.go(f"{evening.address}/animer")
    evening.next("Accueil des participants")
    speak_in_turn(evening)
    consent(evening)
    raise_hands(evening)
    vote_on_paper(evening)


def fatou_of(evening: Evening) -> Walker:
    return evening.phones[0]


# --- what every screen is held to ----------------------------------------------------------------------


def look(evening: Evening, name: str) -> None:
    """No barrier that axe can tell on any screen, light or dark; a picture of each is kept."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    evening.refresh()
    pages = {
        "animer": evening.desk.page,
        "mur": evening.wall,
        "participer": fatou_of(evening).page,
        "sans-script": evening.paper.page,
    }
    for screen, page in pages.items():
        for scheme in in_each_scheme(page):
            if screen != "sans-script":
                assert barriers(page) == [], page.url
            path = SCREENS / f"decider-{name}-{screen}-{'clair' if scheme == 'light' else 'sombre'}.png"
            page.screenshot(path=path, full_page=screen != "mur", timeout=SLOW)
    assert smallest_text(evening.wall) >= 1 / 25


# --- the floor -----------------------------------------------------------------------------------------


def speak_in_turn(evening: Evening) -> None:
    """Whoever has not spoken comes first, whatever the order of the hands."""
    fatou, wei = fatou_of(evening), evening.paper
    fatou.page.get_by_role("button", name="Je demande la parole").click()
    evening.on_wall("Demande la parole\\s: Fatou")
    evening.press("^Donner la parole à Fatou")
    expect(fatou.page.get_by_text("Vous avez la parole.")).to_be_visible(timeout=SOON)
    evening.press("^A fini")
    fatou.page.get_by_role("button", name="Je demande la parole").click()
    evening.on_wall("Demande la parole\\s: Fatou")
    evening.refresh()
    wei.press("^Je demande la parole")
    evening.on_wall("Demandent la parole\\s: Wei, Fatou")
    look(evening, "1-parole")
    evening.press("^Donner la parole à Wei")
    evening.press("^A fini")
    evening.press("^Donner la parole à Fatou")
    evening.press("^A fini")


# --- the ways to decide --------------------------------------------------------------------------------


def ask(evening: Evening, question: str, kind: str, *, text: str = "", options: tuple[str, ...] = ()) -> None:
    """Put a question to the room; every screen shows it."""
    desk = evening.desk
    desk.go(f"{evening.address}/animer/decisions")
    desk.fill("^Question", question)
    desk.fill("^Texte soumis", text)
    desk.page.get_by_label("Type de question").select_option(kind)
    if options:
        desk.mark(desk.page.locator("input[name=method][value=choose_one]"))
        desk.fill("^Options", "\n".join(options))
    desk.press("^Ouvrir la décision", nth=-1)
    desk.reads("La décision est ouverte dans la salle")
    evening.on_wall(re.escape(question))
    phone = fatou_of(evening).page
    expect(phone.locator(".stage")).to_contain_text(question, timeout=SOON)
    evening.refresh()
    evening.paper.reads(re.escape(question))


def close(evening: Evening) -> None:
    """Count, after saying so."""
    evening.sure("^Clore et dépouiller", "^Oui, clore et dépouiller")


def go_to_phase(evening: Evening, name: str) -> None:
    """Move the round of consent on; the wall says where it is."""
    evening.press(f"^Passer à\\s: {name}")
    expect(evening.wall.locator(".wall-kicker")).to_contain_text(name, timeout=SOON)


def consent(evening: Evening) -> None:
    """A round where each speaks once; an objection is raised, answered by an amendment, and lifted."""
    fatou, wei = fatou_of(evening), evening.paper
    ask(evening, "Ouvrir le marché le samedi ?", "ordinary", text="Le marché ouvre chaque samedi.")
    go_to_phase(evening, "Clarifier")
    go_to_phase(evening, "Réagir")
    evening.desk.open("^Faire un tour de parole")
    evening.press("^Par ordre d’arrivée")
    evening.on_wall("La parole est à\\s+Fatou")
    expect(fatou.page.get_by_text("C’est à vous de parler.")).to_be_visible(timeout=SOON)
    look(evening, "2-tour-de-parole")
    for name in (WEI, *WITHOUT_DEVICE):
        evening.press("^A parlé, au suivant")
        evening.on_wall(f"La parole est à\\s+{name}")
    evening.press("^A parlé, au suivant")
    evening.on_wall("Tout le monde a parlé")
    evening.press("^Finir le tour")
    go_to_phase(evening, "Bonifier")
    go_to_phase(evening, "Objecter")
    object_and_integrate(evening, fatou)
    wei.mark(wei.page.locator("#mine-consent"))
    wei.press("^Noter mon choix")
    wei.reads("Noté\\s: Je consens")
    tap(fatou, "Je consens\\s*Je peux vivre")
    type_consent(evening, "Jeanne")
    evening.on_wall("quorum de 3 voix atteint")
    close(evening)
    evening.on_wall("Adopté")
    look(evening, "4-consentement-pris")


def object_and_integrate(evening: Evening, fatou: Walker) -> None:
    expect(fatou.page.locator(".my-objection summary")).to_be_visible(timeout=SOON)
    fatou.open("^Objection|^J’objecte|^Objecter|objection")
    fatou.fill("^En quoi la proposition nuirait", "Chaque samedi, personne ne tiendra.")
    fatou.page.locator(".my-objection form").first.get_by_role("button").click()
    evening.on_wall("Chaque samedi, personne ne tiendra")
    look(evening, "3-objection")
    evening.desk.follow("^Y répondre")
    evening.desk.open("^Proposer une modification")
    evening.desk.fill("^Ce qui changerait", OFFER)
    evening.desk.press("^Proposer$")
    evening.desk.go(f"{evening.address}/animer")
    go_to_phase(evening, "Lever les objections")
    fatou.page.get_by_role("button", name="La modification proposée la lève").click()
    evening.on_wall("Intégrée")
    evening.refresh()


def type_consent(evening: Evening, name: str) -> None:
    """Someone who has no device says it aloud."""
    desk = evening.desk
    desk.open("^Saisir pour quelqu’un")
    desk.page.get_by_label("Au nom de").select_option(label=name)
    desk.mark(desk.page.locator("input[id^=assisted][value=consent]"))
    desk.press("^Saisir pour cette personne")


def raise_hands(evening: Evening) -> None:
    """Phones and counted hands in one result; the gauge follows who leaves, and comes back."""
    fatou, desk = fatou_of(evening), evening.desk
    ask(evening, "Quel jour de marché ?", "ordinary", options=("Le samedi", "Le dimanche"))
    tap(fatou, "Le samedi")
    expect(fatou.page.locator("[data-outbox-said]").first).to_contain_text("noté", timeout=SOON)
    evening.on_wall("1\\s*voix exprimée sur 6 · quorum de 3 voix, il en manque 2")
    evening.on_wall("4\\s*voix dans la salle")
    for name in (*WITHOUT_DEVICE, WEI):
        come_or_go(evening, f"{name} est parti")
    evening.on_wall("le quorum n’est plus atteignable")
    look(evening, "5-quorum-perdu")
    for name in (*WITHOUT_DEVICE, WEI):
        come_or_go(evening, f"{name} est revenu")
    evening.on_wall("4\\s*voix dans la salle")
    expect(evening.wall.get_by_text("le quorum n’est plus atteignable")).to_have_count(0)
    desk.go(f"{evening.address}/animer")
    desk.fill("^Le samedi", "2")
    desk.fill("^Le dimanche", "1")
    desk.press("^Saisir ce comptage")
    expect(desk.page.get_by_role("button", name="Je confirme ce comptage")).to_have_count(0)
    expect(fatou.page.get_by_text("Avez-vous vu les mains levées")).to_be_visible(timeout=SOON)
    look(evening, "6-mains-a-confirmer")
    fatou.page.get_by_role("button", name="Je confirme ce comptage").click()
    evening.on_wall("quorum de 3 voix atteint")
    close(evening)
    evening.on_wall("Comptés en salle")
    expect(evening.wall.locator(".wall-outcome")).to_have_text("Le samedi")
    look(evening, "7-mains-comptees")


def come_or_go(evening: Evening, said: str) -> None:
    """Someone leaves, or is here again."""
    evening.desk.go(f"{evening.address}/personnes")
    evening.desk.press(f"^{said}")


def vote_on_paper(evening: Evening) -> None:
    """A phone drops a ballot, others a paper; two tellers differ, then agree; a spoiled one is shown."""
    fatou, wei, desk = fatou_of(evening), evening.paper, evening.desk
    ask(evening, "Qui porte la clé ?", "blason", options=("Le conseil", "L’accueil"))
    fatou.follow("^Prendre mon bulletin")
    fatou.mark(fatou.page.locator("input[name=choice]").first)
    fatou.press("^Déposer mon bulletin")
    fatou.reads("Votre bulletin est dans l’urne")
    for name in (*WITHOUT_DEVICE, WEI):
        desk.page.get_by_label(re.compile("^Signe la liste")).select_option(label=name)
        desk.press("^A signé$")
    evening.on_wall("5\\s*voix exprimées sur 6 · quorum de 3 voix atteint")
    look(evening, "8-secret")
    evening.sure("^Arrêter le vote", "^Oui, arrêter le vote")
    expect(desk.page.get_by_text("Le vote est arrêté").first).to_be_visible(timeout=SOON)
    where = desk.page.get_by_role("link", name="Dépouiller").get_attribute("href")
    assert where is not None
    count(fatou, where, conseil=2, accueil=1, spoiled=1)
    fatou.reads("attend l’autre compte")
    count(wei, where, conseil=3, accueil=1)
    wei.reads("Les deux comptes diffèrent")
    expect(wei.page.get_by_label("Le conseil")).to_have_value("3")
    fatou.go(where)
    tellers_look(fatou, wei)
    count(wei, where, conseil=2, accueil=1, spoiled=1)
    wei.reads("Les deux comptes sont les mêmes")
    fatou.go(f"{evening.address}/participer")
    desk.go(f"{evening.address}/animer")
    close(evening)
    evening.on_wall("Le conseil")
    evening.on_wall("1 nul")
    look(evening, "10-papiers-comptes")
    desk.go(f"{HOME}/decisions")
    desk.reads("Qui porte la clé")


def count(teller: Walker, where: str, *, conseil: int, accueil: int, spoiled: int = 0) -> None:
    """What a teller found in the first batch."""
    teller.go(where)
    teller.fill("^Le conseil", str(conseil))
    teller.fill("^L’accueil", str(accueil))
    teller.fill("^Nul", str(spoiled))
    teller.press("^Saisir mon compte")


def tellers_look(*tellers: Walker) -> None:
    """The page of those who count, while they differ."""
    for teller, screen in zip(tellers, ("participer", "sans-script"), strict=True):
        for scheme in in_each_scheme(teller.page):
            if screen == "participer":
                assert barriers(teller.page) == []
            path = SCREENS / f"decider-9-depouiller-{screen}-{scheme}.png"
            teller.page.screenshot(path=path, full_page=True, timeout=SLOW)
