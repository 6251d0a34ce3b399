"""A venue's page: ties declared, and the way from its review to the proposal that decides of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

import app.db as database
from app.accreditation.models import Interest, Venue
from app.accreditation.states import VenueState
from app.db import db, now
from app.members.models import Member
from app.proposals.models import Proposal

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]
LIEUX = "/c/quatorze/lieux"


def test_a_tie_is_declared_shown_and_ended(
    sign_in: SignIn, accredited: Callable[..., Venue], member: Named
) -> None:
    shop = accredited()
    bob = sign_in("Bob")
    assert bob.post(f"{LIEUX}/{shop.id}/interets", data={"nature": "Ma sœur y travaille"}).status_code == 303
    assert "Bob" in sign_in("Chloé").get(f"{LIEUX}/{shop.id}").text
    public = sign_in(None).get(f"{LIEUX}/{shop.id}").text
    assert "Ma sœur y travaille" in public
    assert "Bob" not in public
    interest = db.session.query(Interest).one()
    end = f"{LIEUX}/{shop.id}/interets/{interest.id}/fin"
    assert sign_in("Chloé").post(end).status_code == 403
    assert sign_in("Bob").post(end).status_code == 303
    assert "Ma sœur y travaille" not in sign_in(None).get(f"{LIEUX}/{shop.id}").text
    assert bob.post(f"{LIEUX}/{shop.id}/interets", data={"nature": ""}).status_code == 422


def test_a_facilitator_leads_a_venue_to_its_decision(
    sign_in: SignIn, venue: Callable[..., Venue], member: Named
) -> None:
    shop = venue(met=2)
    farid = sign_in("Farid")
    assert farid.post(f"{LIEUX}/{shop.id}/etape", data={"step": "review"}).status_code == 303
    assert farid.post(f"{LIEUX}/{shop.id}/etape", data={"step": "review"}).status_code == 409
    assert farid.post(f"{LIEUX}/{shop.id}/etape", data={"step": "fly"}).status_code == 422
    assert sign_in("Bob").post(f"{LIEUX}/{shop.id}/etape", data={"step": "visit"}).status_code == 403
    begun = farid.post(f"{LIEUX}/{shop.id}/proposition")
    assert begun.status_code == 303
    proposal = db.session.query(Proposal).one()
    assert shop.state is VenueState.PROPOSED
    page = farid.get(begun.location)
    assert "2 critères sur 3 remplis ; il manque une preuve pour L3." in page.text
    typed = {
        "venue_id": shop.id,
        "seen": "1",
        "act": "granted",
        "ends_on": (now().date() + timedelta(days=365)).isoformat(),
        "reasons": "Nous y sommes allés à deux.",
    }
    kept = farid.post(f"/c/quatorze/propositions/{proposal.id}/lieu", data=typed)
    assert kept.status_code == 303
    shown = farid.get(f"/c/quatorze/propositions/{proposal.id}").text
    assert "Conventionner :" in shown
    assert "Nous y sommes allés à deux." in shown
    assert "Le lieu n’a pas répondu." in shown


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"act": "revoked"}, "Cette décision n’est pas possible aujourd’hui pour ce lieu."),
        ({"act": ""}, "Choisissez une décision."),
        ({"ends_on": ""}, "Une convention a un terme."),
        ({"ends_on": "2020-01-01"}, "Le terme vient après le début"),
        ({"ends_on": "2999-01-01"}, "Cinq ans au plus"),
        ({"starts_on": "2020-01-01"}, "Ce jour est passé"),
        ({"reasons": ""}, "Ce champ est nécessaire."),
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_kept(
    sign_in: SignIn, reviewed: Callable[..., Venue], typed: dict[str, str], why: str
) -> None:
    shop, farid = reviewed(), sign_in("Farid")
    farid.post(f"{LIEUX}/{shop.id}/proposition")
    proposal = db.session.query(Proposal).one()
    whole = {
        "venue_id": shop.id,
        "seen": "1",
        "act": "granted",
        "ends_on": (now().date() + timedelta(days=365)).isoformat(),
        "reasons": "Des raisons à garder.",
    }
    answer = farid.post(f"/c/quatorze/propositions/{proposal.id}/lieu", data=whole | typed)
    assert answer.status_code == 422
    assert why in answer.text
    assert typed.get("reasons") == "" or "Des raisons à garder." in answer.text
    assert proposal.effect_payload == {}


def test_the_day_is_that_of_the_collective_not_of_greenwich(
    sign_in: SignIn, reviewed: Callable[..., Venue], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, farid = reviewed(), sign_in("Farid")
    farid.post(f"{LIEUX}/{shop.id}/proposition")
    proposal = db.session.query(Proposal).one()
    midnight_has_struck_in_paris = now().replace(hour=23, minute=30)
    monkeypatch.setattr(database, "clock", lambda: midnight_has_struck_in_paris)
    here, greenwich = (
        midnight_has_struck_in_paris.date() + timedelta(days=1),
        midnight_has_struck_in_paris.date(),
    )
    asked = {
        "venue_id": shop.id,
        "seen": "1",
        "act": "granted",
        "ends_on": (here + timedelta(days=365)).isoformat(),
        "reasons": "Nous y sommes allés à deux.",
    }
    for day, status in ((greenwich, 422), (here, 303)):
        sent = farid.post(
            f"/c/quatorze/propositions/{proposal.id}/lieu", data=asked | {"starts_on": day.isoformat()}
        )
        assert sent.status_code == status, day
