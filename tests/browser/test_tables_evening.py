"""An evening at its tables: phones with and without JavaScript, the wall, the desk; then the minutes."""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.accessible import barriers
from tests.browser.conftest import PHONE, Server
from tests.browser.walker import enter_as, excess_width

DESK = {"width": 1024, "height": 768}
WALL = {"width": 1920, "height": 1080}
TABLES = "Inspirations et questionnements"


class Evening:
    """The people of the evening, each with a browser."""

    def __init__(self, browser: Browser, server: Server, keep: Path | None) -> None:
        self.browser, self.server, self.keep = browser, server, keep

    def screen(self, viewport: dict[str, int], *, javascript: bool = True) -> Page:
        context = self.browser.new_context(
            base_url=self.server.address,
            viewport=viewport,
            java_script_enabled=javascript,
            locale="fr-FR",
            bypass_csp=True,
        )
        context.set_default_timeout(20_000)
        return context.new_page()

    def check(self, page: Page, name: str) -> None:
        """Nothing scrolls sideways, nothing is out of reach; and a picture is kept when asked."""
        if self.keep is not None:
            page.screenshot(path=self.keep / f"{name}.png", full_page=page.viewport_size == PHONE)
        assert excess_width(page) <= 0, name
        assert barriers(page) == [], name


def begin(evening: Evening) -> tuple[Page, str, str]:
    """A facilitator prepares the launching evening and takes it to its tables."""
    desk = evening.screen(DESK)
    enter_as(desk, "facilitator")
    desk.goto(re.sub(r"(/c/[^/]+).*", r"\1/seances/nouvelle", desk.url))
    desk.get_by_label("Titre").fill("Soirée des tables")
    desk.get_by_label("Jour et heure").fill("2030-04-23T18:00")
    desk.get_by_role("button", name="Préparer").click()
    desk.wait_for_url(re.compile(r"/seances/\d+$"))
    base = desk.url
    code = re.sub(r"\s", "", desk.locator("strong.code").inner_text())
    desk.goto(f"{base}/animer")
    desk.get_by_role("button", name=f"Aller à : {TABLES}").click()
    expect(desk.get_by_role("heading", name=TABLES)).to_be_visible()
    return desk, base, code


def come_in(page: Page, code: str, name: str) -> None:
    page.goto(f"/s/{code}")
    page.get_by_label("prénom").fill(name)
    page.get_by_role("button", name="Entrer dans la séance").click()
    page.wait_for_url(re.compile("/participer"))


def test_the_tables_the_restitution_and_the_minutes(browser: Browser, demo: Server) -> None:  # noqa: PLR0915
    pictures = os.environ.get("BLASON_PICTURES")
    evening = Evening(browser, demo, Path(pictures) if pictures else None)
    desk, base, code = begin(evening)
    rose, malik, wall = evening.screen(PHONE, javascript=False), evening.screen(PHONE), evening.screen(WALL)
    come_in(rose, code, "Rose")
    come_in(malik, code, "Malik")
    evening_names = ("Rose", "Malik")

    # Both choose the first table; Rose, without JavaScript, will report.
    rose.get_by_label("Les publics cibles").check()
    rose.get_by_role("button", name="Je suis à cette table").click()
    malik.get_by_label("Les publics cibles").check()
    malik.get_by_role("button", name="Je suis à cette table").click()
    expect(malik.get_by_role("heading", name="Écrire sur la feuille")).to_be_visible()
    rose.get_by_role("button", name="Je rapporterai, je reste ici").click()

    # Malik writes; Rose reads it when she asks, and writes in her turn; his phone shows it by itself.
    malik.get_by_label("Ce que dit la table").fill("Qui tire au sort ?")
    malik.get_by_label("Question", exact=True).check()
    evening.check(malik, "table-phone-360")
    malik.get_by_role("button", name="Noter").click()
    expect(malik.locator(".sheet-lines").get_by_text("Qui tire au sort ?")).to_be_visible()
    rose.get_by_role("link", name="Voir où en est la salle").click()
    expect(rose.locator(".sheet-lines").get_by_text("Qui tire au sort ?")).to_be_visible()
    rose.get_by_label("Ce que dit la table").fill("Des foyers, pas des personnes")
    rose.get_by_label("Consensus", exact=True).check()
    rose.get_by_role("button", name="Noter").click()
    expect(malik.locator(".sheet-lines").get_by_text("Des foyers, pas des personnes")).to_be_visible()

    come_in(wall, code, "Le mur")
    wall.goto(f"{base}/mur")
    expect(wall.get_by_text(re.compile("2 notes"))).to_be_visible()
    evening.check(wall, "tables-wall-1920")

    # The rotation: Rose stays, Malik goes on.
    desk.reload()
    evening.check(desk, "tables-desk-1024")
    desk.get_by_role("button", name="Rotation").click()
    expect(malik.get_by_role("heading", name="Le conventionnement")).to_be_visible()
    # The line of the sheet that he left is not on this one: the list shows one that is.
    expect(malik.get_by_label("Ligne de la feuille")).to_have_value("Critères pour les lieux")
    expect(wall.get_by_text(re.compile("Tour 2 sur 2"))).to_be_visible()
    evening.check(wall, "rotation-wall-1920")
    rose.get_by_role("link", name="Voir où en est la salle").click()
    expect(rose.get_by_role("heading", name="Les publics cibles")).to_be_visible()

    # The restitution.
    desk.get_by_role("button", name="Aller à : Restitution des échanges").click()
    desk.get_by_role("button", name="Table suivante\u00a0: Les publics cibles").click()
    expect(wall.get_by_text("Des foyers, pas des personnes")).to_be_visible()
    evening.check(wall, "restitution-wall-1920")
    evening.check(desk, "restitution-desk-1024")
    expect(malik.get_by_text("Qui tire au sort ?")).to_be_visible()
    evening.check(malik, "restitution-phone-360")

    # The minutes, at once, on screen and on paper; what stayed open becomes a deliberation.
    desk.get_by_role("button", name="Aller à : Buffet partagé").click()
    desk.get_by_role("button", name="Terminer la séance").click()
    expect(desk.get_by_role("heading", name="La séance est terminée")).to_be_visible()
    desk.goto(f"{base}/proces-verbal")
    evening.check(desk, "minutes-1024")
    paper = desk.request.get(f"{base}/proces-verbal.pdf").body()
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).split())
    for said in (*evening_names, "Qui tire au sort", "Relevé de décisions", "Pour l’animation"):
        assert said in text, said
    if evening.keep is not None:
        (evening.keep / "minutes.pdf").write_bytes(paper)
    desk.get_by_role("link", name="Ouvrir les questions en délibération").click()
    desk.get_by_label(re.compile("Qui tire au sort")).check()
    evening.check(desk, "questions-1024")
    desk.get_by_role("button", name="Ouvrir celles qui sont cochées").click()
    desk.get_by_role("link", name="ouverte en délibération").click()
    expect(desk.get_by_role("heading", name="Née d’une séance")).to_be_visible()

    reader = evening.screen(PHONE)
    enter_as(reader, "member")
    reader.goto(f"{base}/absence")
    evening.check(reader, "absence-360")
    reader.goto(f"{base}/proces-verbal")
    evening.check(reader, "minutes-360")
    for page in (desk, rose, malik, wall, reader):
        page.context.close()
