"""An evening in a room: who leads it, the wall, and the phones; each in a browser of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import HOME, found
from tests.browser.conftest import PHONE, Server, Walker

Arrive = Callable[..., Walker]
DESK, WALL = {"width": 1024, "height": 768}, {"width": 1920, "height": 1080}
# A change is on every screen within a second on a quiet machine; tests also run on busy ones.
SOON = 20_000
SLOW = 60_000
SCREENS = Path(__file__).resolve().parents[2] / "build" / "soiree"


@dataclass
class Evening:
    """The three screens of one session; `paper` is a phone whose JavaScript is off."""

    address: str
    code: str
    desk: Walker
    wall: Page
    phones: list[Walker]
    paper: Walker
    bench: str = ""

    def press(self, name: str, *, within: str = "#desk") -> None:
        """Press a button of the desk; the desk shows itself again."""
        self.desk.page.locator(within).get_by_role("button", name=re.compile(name)).first.click()

    def sure(self, name: str, yes: str) -> None:
        """Press a button that asks whether one is sure, and say yes."""
        self.desk.page.locator("#desk summary").filter(has_text=re.compile(name)).first.click()
        self.press(yes)

    def next(self, title: str) -> None:
        """Have the room at the next item, whose title every screen shows; keep a picture of each."""
        self.press("^(Suivant|Commencer)")
        expect(self.desk.page.locator("#now")).to_have_text(title, timeout=SOON)
        expect(self.wall.locator(".wall-head h1")).to_have_text(title, timeout=SOON)
        for phone in self.phones:
            expect(phone.page.locator(".stage h1")).to_have_text(title, timeout=SOON)
        self.refresh()
        expect(self.paper.page.locator(".stage h1")).to_have_text(title)

    def refresh(self) -> None:
        """The phone without JavaScript asks where the room is."""
        self.paper.go(f"{self.address}/participer")

    def picture(self, name: str) -> None:
        """Keep the three screens as they are."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.desk.page.screenshot(path=SCREENS / f"{name}-animer.png", full_page=True, timeout=SLOW)
        self.wall.screenshot(path=SCREENS / f"{name}-mur.png", timeout=SLOW)
        self.phones[0].page.screenshot(path=SCREENS / f"{name}-participer.png", full_page=True, timeout=SLOW)

    def on_wall(self, text: str) -> None:
        """The wall comes to say this."""
        expect(self.wall.locator(".wall")).to_contain_text(re.compile(text), timeout=SOON)

    def everyone(self) -> list[Walker]:
        """All phones, the one without JavaScript last."""
        return [*self.phones, self.paper]


def gather(server: Server, arrive: Arrive, names: list[str], preset: str = "couserans") -> Evening:
    """Alice founds a collective and prepares its evening; people come in, the last on a plain phone."""
    desk = arrive(server, viewport=DESK)
    desk.page.context.set_default_timeout(SOON)
    found(desk, preset)
    desk.go(f"{HOME}/seances/nouvelle")
    desk.fill("^Titre", "Soirée de lancement")
    desk.fill("^Jour et heure", "2030-04-23T18:00")
    desk.choose("^Qui entre devient membre")
    desk.press("^Préparer$")
    address = re.sub(r"^https?://[^/]+|#.*$", "", desk.page.url)
    code = desk.page.locator(".room-code strong").inner_text().replace("\u00a0", "")
    phones = [come_in(server, arrive, code, name) for name in names[:-1]]
    paper = come_in(server, arrive, code, names[-1], javascript=False)
    wall = arrive_at_wall(desk, address)
    desk.go(f"{address}/animer")
    return Evening(address, code, desk, wall, phones, paper)


def come_in(server: Server, arrive: Arrive, code: str, name: str, *, javascript: bool = True) -> Walker:
    """Someone scans the square on the wall and gives a first name."""
    phone = arrive(server, viewport=PHONE, javascript=javascript)
    phone.page.context.set_default_timeout(SOON)
    phone.go(f"/s/{code}")
    phone.fill("^Votre prénom", name)
    phone.press("^Entrer dans la séance")
    phone.page.wait_for_url("**/participer")
    return phone


def arrive_at_wall(desk: Walker, address: str) -> Page:
    """The projector, from the facilitator's own browser."""
    wall = desk.page.context.new_page()
    wall.set_viewport_size(WALL)
    wall.goto(f"{address}/mur")
    return wall


def smallest_text(wall: Page) -> float:
    """The size of the smallest text that the wall shows, as a part of its height."""
    smallest: float = wall.evaluate(
        """() => {
          const sizes = [];
          const walker = document.createTreeWalker(document.querySelector(".wall"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const text = walker.currentNode, box = text.parentElement;
            if (!text.textContent.trim() || !box.checkVisibility()) continue;
            if (box.closest(".visually-hidden, svg")) continue;
            sizes.push(parseFloat(getComputedStyle(box).fontSize));
          }
          return Math.min(...sizes) / innerHeight;
        }"""
    )
    return smallest


def tap(phone: Walker, label: str) -> Locator:
    """Touch an answer of one's own part; it is kept at once."""
    choice = phone.page.locator("#mine label.choice").filter(has_text=re.compile(label)).first
    choice.click()
    return choice
