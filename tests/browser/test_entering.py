"""Coming in by a letter, being invited, and reading in one's own language."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.browser.conftest import PHONE, Server, Walker
from tests.browser.walker import enter_as

Arrive = Callable[..., Walker]
pytestmark = pytest.mark.xdist_group("demonstration")
HOME = "/c/la-table-du-quatorze"


def link_in_letter(outbox: Path, reader: str) -> str:
    """The link in the last letter to `reader`, which leaves once the page has been answered."""
    for _ in range(100):
        letters = sorted(outbox.glob(f"*{reader}*.eml"), key=lambda path: path.stat().st_mtime_ns)
        if letters:
            body = message_from_bytes(letters[-1].read_bytes(), policy=policy.default).get_content()
            return re.search(r"http://\S+/entrer/lien/\S+", body).group()
        time.sleep(0.1)
    raise AssertionError(f"no letter to {reader} in {list(outbox.glob('*'))}")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_letter_opens_the_door_once_and_leads_where_one_was_going(
    demo: Server, walker: Arrive, javascript: bool
) -> None:
    name, reader = ("Nadia S.", "nadia") if javascript else ("Élodie F.", "elodie")
    person = walker(demo, viewport=PHONE, javascript=javascript)
    person.go(f"{HOME}/nouveautes")
    person.reads("Sans mot de passe")
    person.fill("^Votre adresse", f"{reader}@exemple.invalid")
    person.press("^Recevoir un lien")
    person.reads("Regardez vos e-mails")
    link = link_in_letter(demo.outbox, reader)
    person.go(link)
    person.press("^Entrer")
    person.reads(f"Bienvenue, {name}")
    assert "/nouveautes" in person.page.url
    other = walker(demo, viewport=PHONE, javascript=javascript)
    other.go(link)
    other.reads("déjà servi")


def test_someone_invited_by_their_address_joins(demo: Server, walker: Arrive) -> None:
    amina, quitterie = walker(demo), walker(demo, viewport=PHONE)
    enter_as(amina.page, "administrator")
    amina.go(f"{HOME}/membres/inviter")
    amina.fill("^Nom", "Quitterie A.")
    amina.fill("^Adresse e-mail", "quitterie@exemple.invalid")
    amina.press("^Inviter")
    amina.reads("l’invitation est partie")
    quitterie.go(link_in_letter(demo.outbox, "quitterie"))
    quitterie.reads("Bienvenue, Quitterie A.")
    quitterie.press("^Rejoindre le collectif")
    quitterie.go(f"{HOME}/membres")
    quitterie.reads("Quitterie A.")


@pytest.mark.parametrize("javascript", [True, False])
def test_another_language_keeps_the_page(demo: Server, walker: Arrive, javascript: bool) -> None:
    reader = walker(demo, viewport=PHONE, javascript=javascript)
    reader.go(f"{HOME}/decisions?mode=consent")
    page = reader.page.url
    assert reader.page.locator("html").get_attribute("lang") == "fr"
    reader.follow("^English$")
    assert (reader.page.url, reader.page.locator("html").get_attribute("lang")) == (page, "en")
    reader.reads("^Decisions$")
    reader.follow("^Français$")
    assert (reader.page.url, reader.page.locator("html").get_attribute("lang")) == (page, "fr")
