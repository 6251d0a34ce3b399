"""What goes wrong in a room: the network, a clock, two hands on the same button, the server itself."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Walker
from tests.browser.evening_acts import DESK, SOON, Arrive, Evening, gather, tap
from tests.serving import Place, free_port, new_database

NAMES = ["Fatou", "Malik", "Inès", "Odette", "Wei"]
HOUR = 3_600_000
OUTBOX = "localStorage.getItem('blason.outbox') ?? '[]'"
OFFLINE = "Hors ligne\u00a0: la page reprendra d’elle-même."


class Faulty:
    """The evening, and what one does to it."""

    def __init__(self, place: Place, walker: Arrive) -> None:
        self.place, self.process = place, place.start()
        self.room: Evening = gather(place.server(self.process), walker, NAMES)
        self.phones = self.room.phones
        for phone in self.phones:
            phone.page.evaluate("window.isTheSamePage = true")

    def kill(self) -> None:
        """SIGKILL to all that serves."""
        self.place.kill(self.process)

    def start(self) -> None:
        """Serve again."""
        self.process = self.place.start(again=True)

    def go(self, title: str) -> None:
        """Have the room at that item; whoever has the network sees it."""
        self.room.press(f"^Aller à\\s: {title}")
        expect(self.room.desk.page.locator("#now")).to_have_text(title, timeout=SOON)


@pytest.fixture
def evening(tmp_path: Path, walker: Arrive) -> Iterator[Faulty]:
    """An evening on a server that can be killed."""
    place = Place(tmp_path, free_port(), new_database(tmp_path))
    server = Faulty(place, walker)
    yield server
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(20)


@pytest.mark.timeout(400)
def test_what_goes_wrong_in_a_room_is_put_right(evening: Faulty) -> None:
    two_desks_press_next_at_once(evening)
    an_opening_is_taken_back(evening)
    clocks_are_wrong_by_an_hour(evening)
    the_server_is_killed(evening)
    half_the_phones_lose_the_network(evening)


def cut(*phones: Walker) -> None:
    """The network is gone for these phones."""
    for phone in phones:
        phone.page.context.set_offline(True)
    for phone in phones:
        expect(phone.page.get_by_text(OFFLINE)).to_be_visible(timeout=SOON)


def back(*phones: Walker) -> None:
    """It returns."""
    for phone in phones:
        phone.page.context.set_offline(False)


def shows(phone: Walker, title: str) -> None:
    """The phone shows that item, on the page that it always had."""
    expect(phone.page.locator(".stage h1")).to_have_text(title, timeout=SOON)
    assert phone.page.evaluate("window.isTheSamePage")


def noted(phone: Walker) -> None:
    """The phone says that its answer is kept."""
    expect(phone.page.locator("#mine [data-outbox-said]").first).to_contain_text("Noté à", timeout=SOON)


def has_sent_all(phone: Walker) -> None:
    """Nothing waits on the phone any more: of two words, the last one has left too."""
    for _turn in range(100):
        if phone.page.evaluate(OUTBOX) == "[]":
            return
        phone.page.wait_for_timeout(SOON / 100)
    pytest.fail("something still waits to be sent")


def waits(phone: Walker) -> None:
    """The phone says that what was typed waits for the network."""
    expect(phone.page.get_by_text("En attente du réseau.").first).to_be_visible(timeout=SOON)


def may_propose(phone: Walker) -> None:
    """The phone is where names are proposed, and has the form of its own that it asked for."""
    shows(phone, "Le nom de notre collectif")
    expect(phone.page.get_by_label(re.compile("^Un nom pour"))).to_be_visible(timeout=SOON)


def propose(phone: Walker, name: str) -> None:
    """Type a name, and send it."""
    phone.fill("^Un nom pour", name)
    phone.page.get_by_role("button", name="Proposer ce nom").click()


def half_the_phones_lose_the_network(evening: Faulty) -> None:
    """What they said meanwhile leaves when it returns, and is counted once."""
    fatou, malik, ines, odette = evening.phones
    evening.go("Le nom de notre collectif")
    for phone in evening.phones:
        may_propose(phone)
    cut(fatou, malik)
    propose(fatou, "Le Quatorze à table")
    propose(malik, "Le Panier commun")
    propose(ines, "La Grande Tablée")
    evening.room.on_wall("La Grande Tablée")
    for phone in (fatou, malik):
        waits(phone)
    expect(evening.room.wall.locator(".wall")).not_to_contain_text("Le Panier commun")
    back(fatou, malik)
    for name in ("Le Quatorze à table", "Le Panier commun"):
        evening.room.on_wall(name)
        expect(evening.room.wall.get_by_text(name)).to_have_count(1)
    evening.room.press("^Ouvrir le vote")
    for phone in evening.phones:
        expect(phone.page.locator("#mine label.choice").first).to_be_visible(timeout=SOON)
    cut(fatou, malik)
    for phone in (fatou, malik):  # of two minds: the last word is the one that counts
        tap(phone, "La Grande Tablée")
        tap(phone, "Le Panier commun")
    tap(ines, "Le Panier commun")
    noted(ines)
    evening.room.on_wall("1\\s*réponse")
    back(fatou, malik)
    for phone in (fatou, malik):
        has_sent_all(phone)
        noted(phone)
    evening.room.press("^Clore le vote")
    leads = evening.room.wall.locator(".poll-chart tr.leads")
    expect(leads).to_contain_text("Le Panier commun", timeout=SOON)
    expect(leads).to_contain_text("3")
    assert odette.page.evaluate(OUTBOX) == "[]"


def the_server_is_killed(evening: Faulty) -> None:
    """Phones find the room again by themselves, and what was typed meanwhile is there once."""
    fatou, malik, *_others = evening.phones
    evening.go("Le nom de notre collectif")
    may_propose(fatou)
    evening.kill()
    propose(fatou, "La Table du Quatorze")
    waits(fatou)
    evening.start()
    evening.room.on_wall("La Table du Quatorze")
    expect(evening.room.wall.get_by_text("La Table du Quatorze")).to_have_count(1)
    evening.go("Buffet partagé")
    for phone in evening.phones:
        shows(phone, "Buffet partagé")
    expect(malik.page.locator("#live-state")).to_have_text("")


def clocks_are_wrong_by_an_hour(evening: Faulty) -> None:
    """Phones count as the wall does."""
    early, late = evening.phones[:2]
    for phone, shift in ((early, -HOUR), (late, HOUR)):
        phone.page.context.add_init_script(
            f"const now = Date.now; Date.now = () => now.call(Date) + {shift};"
        )
        phone.page.reload()
        phone.page.evaluate("window.isTheSamePage = true")
    evening.go("Faire connaissance")
    desk = evening.room.desk
    desk.fill("^Minuteur, en minutes", "7")
    evening.room.press("^Lancer")
    for page in (early.page, late.page, evening.room.wall, desk.page):
        expect(page.locator("[role=timer]")).to_have_text(re.compile(r"^0?6:\d\d$"), timeout=SOON)
    counts = [seconds(page) for page in (early.page, late.page, evening.room.wall)]
    assert max(counts) - min(counts) <= 5, counts


def seconds(page: Page) -> int:
    """What the timer of a screen still counts."""
    minutes, _, rest = page.locator("[role=timer]").inner_text().partition(":")
    return int(minutes) * 60 + int(rest)


def two_desks_press_next_at_once(evening: Faulty) -> None:
    """The room goes one item further, not two."""
    desk = evening.room.desk.page
    tablet = desk.context.new_page()
    tablet.set_viewport_size(DESK)
    tablet.goto(f"{evening.room.address}/animer")
    evening.go("Construire notre blason")
    expect(tablet.locator("#now")).to_have_text("Construire notre blason", timeout=SOON)
    at = desk.evaluate("Date.now() + 1500")
    for page in (desk, tablet):
        page.evaluate(
            """(at) => setTimeout(() => [...document.querySelectorAll("#desk button")]
                .find((one) => one.textContent.trim().startsWith("Suivant")).click(), at - Date.now())""",
            at,
        )
    for page in (desk, tablet):
        expect(page.locator("#now")).to_have_text("Notre règle de décision", timeout=SOON)
    tablet.close()


def an_opening_is_taken_back(evening: Faulty) -> None:
    """Ballots leave the phones; opened again, the vote finds the answers that it had."""
    shows(evening.phones[0], "Notre règle de décision")
    fatou = evening.phones[0]
    evening.room.press("^Ouvrir le vote")
    expect(fatou.page.locator("#mine label.choice").first).to_be_visible(timeout=SOON)
    tap(fatou, "^\\s*Consentement")
    noted(fatou)
    evening.room.press("^Annuler le dernier geste")
    for phone in evening.phones:
        expect(phone.page.locator("#mine label.choice")).to_have_count(0, timeout=SOON)
        shows(phone, "Notre règle de décision")
    evening.room.press("^Rouvrir le vote")
    chosen = fatou.page.locator("#mine label.choice").filter(has_text=re.compile("^\\s*Consentement"))
    expect(chosen.locator("input")).to_be_checked(timeout=SOON)
