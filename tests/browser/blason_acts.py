"""The workshop of the blason on three screens: groups drawn, post-its written, put together, written down."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Walker
from tests.browser.evening_acts import SOON, Evening

AIMS = ["Manger à sa faim, dignement", "Le droit à l’alimentation"]
COMMON = "Que chacune et chacun mange à sa faim"
FORBIDDEN = "Demander une preuve de pauvreté"


def draw_groups(evening: Evening) -> None:
    """One button; every phone says with whom one is, and the wall says it of all."""
    evening.press("^Tirer les groupes au sort")
    evening.on_wall("Fatou")
    for phone in evening.phones:
        expect(phone.page.locator("#mine")).to_contain_text("Vous êtes au groupe 1", timeout=SOON)
    evening.refresh()
    evening.paper.reads("Vous êtes au groupe 1")


def write_notes(evening: Evening) -> None:
    """Two phones of the group write, one of them without JavaScript; the third note has no place."""
    write(evening.phones[0], "aims", AIMS[0])
    evening.on_wall(AIMS[0])
    write(evening.phones[1], "prohibitions", FORBIDDEN)
    evening.on_wall(FORBIDDEN)
    evening.refresh()
    evening.paper.type_into(evening.paper.page.locator("#new-aims"), AIMS[1])
    evening.paper.leave(
        evening.paper.page.locator("form:has(#new-aims)").get_by_role("button", name="Coller ce post-it")
    )
    evening.on_wall(AIMS[1])
    expect(evening.phones[0].page.locator("#new-aims")).to_have_count(0, timeout=SOON)


def write(phone: Walker, axis: str, text: str) -> None:
    """Type a note on a phone and stick it: it is kept, and the list shows it."""
    field = phone.page.locator(f"#new-{axis}")
    expect(field).to_be_visible(timeout=SOON)
    phone.type_into(field, text)
    phone.page.locator(f"form:has(#new-{axis})").get_by_role("button", name="Coller ce post-it").click()
    expect(phone.page.locator(".my-notes")).to_contain_text(text, timeout=SOON)


def put_together(evening: Evening) -> None:
    """Two notes become one sentence, the third stays as it is: the shield of the wall is painted."""
    desk = evening.desk
    desk.go(evening.address + "/animer")
    desk.follow("^Réunir les post-it")
    for text in AIMS:
        desk.mark(desk.page.locator(".bench-notes label").filter(has_text=text).locator("input"))
    desk.type_into(desk.page.locator("#common-aims"), COMMON)
    desk.page.locator("#kind-aims").select_option("purpose")
    desk.press("^Réunir$")
    desk.reads("une finalité")
    desk.press(f"^Garder tel quel : {FORBIDDEN}")
    evening.on_wall(COMMON)
    expect(evening.wall.locator(".quarter-painted")).to_have_count(2, timeout=SOON)
    expect(evening.phones[0].page.locator(".stage-shield svg")).to_be_visible(timeout=SOON)


def write_in_blason(evening: Evening) -> None:
    """Shown whole, confirmed, written; each sentence leads back to its post-its."""
    desk = evening.desk
    desk.go(evening.address + "/animer")
    desk.follow("^Inscrire au blason")
    desk.reads(COMMON)
    desk.choose("^C’est ce que la salle a décidé")
    desk.press("^Inscrire au blason")
    desk.reads("C’est inscrit au blason")
    desk.follow("^D’où vient F1")
    for text in AIMS:
        desk.reads(text)
    desk.go(evening.address + "/animer")
