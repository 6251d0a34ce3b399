"""What people do on the page of a hall, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from playwright.sync_api import Page, expect

from tests.live.conftest import Change
from tests.live.hall import SAID

Changing = Callable[[str], Change]
SOON = 20_000  # milliseconds, on a machine that does much else


def texts(page: Page) -> list[str]:
    return page.locator(".said li").all_inner_texts()


def said(database: str, hall: str) -> list[str]:
    """What was said in a hall, once for each time it was counted."""
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        found = list(connection.scalars(sa.select(SAID.c.text).filter_by(hall=hall).order_by(SAID.c.number)))
    engine.dispose()
    return found


def say(page: Page, text: str) -> None:
    page.get_by_label("Dire").fill(text)
    page.get_by_role("button", name="Envoyer").click()


def follows(page: Page) -> None:
    """Wait until the page has heard its stream."""
    expect(page.locator("html[data-followed]")).to_be_attached(timeout=SOON)
