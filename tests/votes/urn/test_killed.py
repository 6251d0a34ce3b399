"""The server is killed between a deposit and its answer: the ballot is there once, or not at all."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from app.db import db
from app.votes.urn.recount import recount
from app.votes.verifiable.models import UrnBallot
from tests.serving import Place, free_port, gone
from tests.votes.urn.dying import WHEN
from tests.votes.urn.people import Assembly
from tests.votes.urn.reference import verdict

SLOW = 30_000  # milliseconds


@pytest.mark.slow
@pytest.mark.parametrize(("moment", "there"), [("before", 0), ("after", 1)])
def test_a_ballot_is_there_once_or_not_at_all_and_one_may_send_it_again(
    assembly: Assembly,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    there: int,
) -> None:
    order = tmp_path / "order"
    monkeypatch.setenv(WHEN, str(order))
    database = db.engine.url.render_as_string(hide_password=False)
    place = Place(tmp_path, free_port(), database, application="tests.votes.urn.dying:application()")
    address = place.address + assembly.public()
    db.session.commit()  # or this session would keep the server waiting

    server = place.start(again=True)
    page = browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 740}).new_page()
    page.goto(address)
    page.get_by_label("Le code de votre fiche").fill(assembly.slips[0][0])
    page.get_by_role("button", name="Vérifier le code").click()
    page.get_by_label("Pour").check(timeout=SLOW)
    page.get_by_role("button", name="Chiffrer mon bulletin").click()
    tracker = page.locator('[data-step=confirm] [data-fill="tracker"]')
    expect(tracker).to_be_visible(timeout=SLOW)
    number = tracker.inner_text()

    order.write_text(moment)
    deposit = page.get_by_role("button", name="Déposer dans l’urne")
    deposit.click()
    complaint = page.locator("[data-complaint]")
    expect(complaint).to_contain_text("Déposez-le à nouveau", timeout=SLOW)
    expect(deposit).to_be_enabled()
    assert server.wait(10) == -signal.SIGKILL
    assert ballots() == there

    order.unlink()
    server = place.start(again=True)
    try:
        deposit.click()
        done = page.locator("[data-step=done]")
        expect(done).to_be_visible(timeout=SLOW)
        expect(done.locator('[data-fill="tracker"]')).to_have_text(number)
        assert ballots() == 1
    finally:
        server.terminate()
        server.wait(20)
        page.context.close()
    assert gone(server.pid)
    archive = assembly.archive()
    counted = recount(archive)
    assert (counted.received, counted.trackers) == (1, (number,))
    assert verdict(archive, assembly.urn.uuid)[0]


def ballots() -> int:
    """How many the database holds; the session is let go at once."""
    found = db.session.scalar(sa.select(sa.func.count()).select_from(UrnBallot)) or 0
    db.session.commit()
    return found
