"""A venue is assessed clause by clause; nothing is written over someone else's words unseen."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.accreditation.assessment_models import Assessment
from app.accreditation.models import Venue
from app.db import db

SignIn = Callable[[str | None], FlaskClient]


def at(venue: Venue) -> str:
    return f"/c/quatorze/lieux/{venue.id}/evaluation"


def test_what_is_found_counts_at_once_with_its_evidence(sign_in: SignIn, venue: Callable[..., Venue]) -> None:
    shop, bob = venue(), sign_in("Bob")
    page = bob.get(at(shop)).text
    assert "0 critère sur 3 rempli" in page
    typed = {"seen": "0", "finding-L1": "yes", "evidence-L1": "Vu le 3 mars.", "finding-L2": "partly"}
    assert bob.post(at(shop), data=typed).status_code == 303
    rows = {row.code: (row.finding.value, row.evidence) for row in db.session.query(Assessment)}
    assert rows == {"L1": ("yes", "Vu le 3 mars."), "L2": ("partly", "")}
    shown = bob.get(f"/c/quatorze/lieux/{shop.id}").text
    assert "1 critère sur 3 rempli\u202f; il manque une preuve pour L3." in shown


def test_a_change_adds_a_row_and_keeps_the_former(sign_in: SignIn, venue: Callable[..., Venue]) -> None:
    shop, bob = venue(), sign_in("Bob")
    bob.post(at(shop), data={"seen": "0", "finding-L1": "no", "evidence-L1": "Fermé."})
    first = db.session.query(Assessment).one()
    again = {"seen": str(first.id), "finding-L1": "yes", "evidence-L1": "Ouvert depuis."}
    assert bob.post(at(shop), data=again).status_code == 303
    history = bob.get(f"{at(shop)}/L1").text
    assert history.index("Ouvert depuis.") < history.index("Fermé.")
    newest = db.session.query(Assessment).order_by(Assessment.id.desc()).first()
    assert bob.post(at(shop), data={**again, "seen": str(newest.id)}).status_code == 303
    assert db.session.query(Assessment).count() == 2, "nothing had changed"


def test_two_people_at_once_compare_before_either_is_lost(
    sign_in: SignIn, venue: Callable[..., Venue]
) -> None:
    shop = venue()
    sign_in("Bob").post(at(shop), data={"seen": "0", "finding-L1": "yes", "evidence-L1": "Vu."})
    late = sign_in("Chloé").post(at(shop), data={"seen": "0", "finding-L1": "no", "evidence-L1": "Pas vu."})
    assert late.status_code == 409
    assert "Bob vient d’écrire" in late.text
    assert "Pas vu." in late.text
    assert db.session.query(Assessment).count() == 1
    newest = db.session.query(Assessment).one().id
    assert f'value="{newest}"' in late.text


def test_an_answer_that_is_not_one_is_refused_and_kept(sign_in: SignIn, venue: Callable[..., Venue]) -> None:
    shop = venue()
    answer = sign_in("Bob").post(
        at(shop), data={"seen": "0", "finding-L1": "maybe", "evidence-L1": "À garder."}
    )
    assert answer.status_code == 422
    assert "Choisissez une des quatre réponses." in answer.text
    assert "À garder." in answer.text


def test_the_public_does_not_assess(sign_in: SignIn, venue: Callable[..., Venue]) -> None:
    assert sign_in(None).get(at(venue())).status_code == 303


def test_without_a_charter_nothing_is_assessed(sign_in: SignIn, collective: object) -> None:
    from app.accreditation.models import VenueKind
    from app.accreditation.services import applying

    shop, _code = applying.apply(collective, applying.Asked(name="Sans charte", kind=VenueKind.SHOP))
    db.session.commit()
    assert sign_in("Bob").get(at(shop)).status_code == 409
