"""A visit takes one who produces and one who eats; its report is signed by each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accreditation.guide import guide
from app.accreditation.models import Venue
from app.accreditation.services import reviewing, visiting
from app.accreditation.states import VenueState
from app.accreditation.visit_models import Visit, VisitState
from app.db import db
from app.members.models import Member
from tests.accreditation.test_rating import refined

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]


def at(venue: Venue) -> str:
    return f"/c/quatorze/lieux/{venue.id}/visites"


@pytest.fixture
def planned(sign_in: SignIn, reviewed: Callable[..., Venue], member: Named) -> Visit:
    """Bob, who produces, and Chloé, who eats, will visit the shop."""
    shop = reviewed()
    typed = {
        "planned_on": "2027-05-01",
        "producers": [member("Bob").id],
        "eaters": [member("Chloé").id],
    }
    assert sign_in("Farid").post(at(shop), data=typed).status_code == 303
    assert shop.state is VenueState.VISIT
    return db.session.query(Visit).one()


def test_a_visit_is_planned_reported_and_signed_by_each(
    planned: Visit, sign_in: SignIn, member: Named
) -> None:
    here = f"{at(planned.venue)}/{planned.id}"
    bob = sign_in("Bob")
    guide_page = bob.get(here).text
    assert "Le lieu accueille tout le monde." in guide_page
    assert bob.post(f"{here}/signature").status_code == 409
    assert bob.post(f"{here}/compte-rendu", data={"strengths": "On y est bien."}).status_code == 303
    assert bob.post(f"{here}/signature").status_code == 303
    assert not visiting.is_complete(planned)
    noted = sign_in("Farid").post(f"{here}/signature", data={"member": member("Chloé").id})
    assert noted.status_code == 303
    assert visiting.is_complete(planned)
    assert "sur papier" in bob.get(here).text
    late = bob.post(f"{here}/compte-rendu", data={"strengths": "Autre chose."})
    assert late.status_code == 409


def test_rewriting_the_report_asks_for_signatures_again(planned: Visit, sign_in: SignIn) -> None:
    here = f"{at(planned.venue)}/{planned.id}"
    bob = sign_in("Bob")
    bob.post(f"{here}/compte-rendu", data={"strengths": "Bien."})
    bob.post(f"{here}/signature")
    sign_in("Chloé").post(f"{here}/compte-rendu", data={"strengths": "Bien, mais loin."})
    assert not any(visitor.signed_at for visitor in planned.visitors)


def test_nobody_signs_for_another(planned: Visit, sign_in: SignIn, member: Named) -> None:
    here = f"{at(planned.venue)}/{planned.id}"
    sign_in("Bob").post(f"{here}/compte-rendu", data={"strengths": "Bien."})
    refused = sign_in("Bob").post(f"{here}/signature", data={"member": member("Chloé").id})
    assert refused.status_code == 403
    assert sign_in("Alice").post(f"{here}/signature", data={"member": 999}).status_code == 403


def test_only_its_people_write_the_report(
    sign_in: SignIn, reviewed: Callable[..., Venue], member: Named
) -> None:
    shop = reviewed()
    typed = {"planned_on": "2027-05-01", "producers": [member("Farid").id], "eaters": [member("Chloé").id]}
    sign_in("Farid").post(at(shop), data=typed)
    here = f"{at(shop)}/{db.session.query(Visit).one().id}"
    assert sign_in("Bob").post(f"{here}/compte-rendu", data={"strengths": "Bien."}).status_code == 403
    assert sign_in("Chloé").post(f"{here}/compte-rendu", data={"strengths": ""}).status_code == 422
    assert sign_in("Chloé").get(f"{at(shop)}/999").status_code == 404


@pytest.mark.parametrize(
    ("producers", "eaters", "why"),
    [
        (["Bob"], [], "au moins à deux"),
        ([], ["Bob", "Chloé"], "au moins à deux"),
        (["Bob"], ["Bob"], "au moins à deux"),
        (["Bob"], ["Alice"], "A déclaré un lien avec ce lieu\u202f: Alice"),
    ],
)
def test_a_visit_that_would_not_be_fair_is_refused(
    sign_in: SignIn,
    reviewed: Callable[..., Venue],
    member: Named,
    producers: list[str],
    eaters: list[str],
    why: str,
) -> None:
    shop = reviewed()
    reviewing.declare(shop, member("Alice"), "Parts")
    db.session.commit()
    typed = {
        "planned_on": "2027-05-01",
        "producers": [member(name).id for name in producers],
        "eaters": [member(name).id for name in eaters],
    }
    answer = sign_in("Farid").post(at(shop), data=typed)
    assert answer.status_code == 422
    assert why.replace("\u202f", "\u00a0") in answer.text
    assert db.session.query(Visit).count() == 0


def test_a_visit_without_a_day_is_refused(sign_in: SignIn, reviewed: Callable[..., Venue]) -> None:
    shop = reviewed()
    assert sign_in("Farid").post(at(shop), data={"planned_on": "demain"}).status_code == 422
    assert sign_in("Bob").get(f"{at(shop)}/nouvelle").status_code == 403


def test_a_cancelled_visit_stays_in_the_history(planned: Visit, sign_in: SignIn) -> None:
    here = f"{at(planned.venue)}/{planned.id}"
    farid = sign_in("Farid")
    assert farid.post(f"{here}/annulation").status_code == 303
    assert planned.state is VisitState.CANCELLED
    assert farid.post(f"{here}/annulation").status_code == 409
    assert farid.post(f"{here}/compte-rendu", data={"strengths": "Bien."}).status_code == 409
    assert "Annulée" in farid.get(f"/c/quatorze/lieux/{planned.venue_id}").text


def test_the_guide_follows_the_charter() -> None:
    chapters = guide(refined())
    assert [chapter.criterion.code for chapter in chapters] == ["L1", "L2", "L3", "L4", "L5"]
    assert [clause.code for clause in chapters[0].looked_at] == ["L1.a", "L1.b", "L1.c"]
    assert [clause.code for clause in chapters[1].looked_at] == ["L2"]
