"""« Imprimer la soirée »: all that an evening on paper needs; what is typed afterwards counts alike."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.db import db
from app.members.models import Member
from app.votes.models import Decision, RoomCount
from app.votes.rulebook import adopt_rulebook
from app.workshops.codes import spell
from app.workshops.reading import items_of
from app.workshops.services import arriving, leading
from tests.votes.conftest import rules, step

BASE = "/c/quatorze/seances"


def pages(client: FlaskClient, number: int) -> list[str]:
    answer = client.get(f"{BASE}/{number}/trousse.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.data))
    return [page.extract_text().replace("\u00a0", " ").replace("\u202f", " ") for page in reader.pages]


def test_the_kit_has_every_sheet_of_the_launching_evening(evening, sign_in) -> None:
    workshop = evening()
    found = pages(sign_in("Farid"), workshop.id)
    whole = "\n".join(found)
    assert spell(workshop.code).replace("\u00a0", " ") in found[0]
    for said in (
        "Feuille de présence",
        "Chloé",
        "Mon billet",
        "Le déroulé, pour qui anime",
        "Buffet partagé",
    ):
        assert said in whole
    for mode in ("Consensus", "Consentement", "Vote à main levée", "Vote à bulletin secret"):
        assert sum(mode in page for page in found) >= 2, "its rules on a page, its ballots on another"
    for sheet in (
        "Les interdits",
        "Les publics cibles",
        "Le conventionnement",
        "Le financement",
        "La gouvernance",
    ):
        assert sheet in whole
    assert "Ne signez pas" in whole


def test_sheets_of_tables_and_axes_are_large(evening, sign_in) -> None:
    workshop = evening()
    data = sign_in("Farid").get(f"{BASE}/{workshop.id}/trousse.pdf").data
    sizes = {
        tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:])
        for page in PdfReader(io.BytesIO(data)).pages
    }
    assert sizes == {(210, 297), (420, 297)}


def test_a_session_without_tables_nor_axes_prints_too(evening, sign_in) -> None:
    assert "Clarifier, réagir, objecter" in "\n".join(
        pages(sign_in("Farid"), evening("reunion-de-consentement").id)
    )


def test_nothing_that_is_typed_is_executed(evening, sign_in) -> None:
    workshop = evening()
    workshop.title = '#panic("non") *gras* $x$ \\ <a> @b'
    db.session.commit()
    assert "#panic" in pages(sign_in("Farid"), workshop.id)[0]


def test_the_kit_is_for_those_who_lead(evening, sign_in) -> None:
    assert sign_in("Bob").get(f"{BASE}/{evening().id}/trousse.pdf").status_code == 403


VOICES = {"Ana": "for", "Bao": "for", "Célia": "against", "Dora": "for", "Elie": "abstain"}


@pytest.mark.parametrize("how", ["phones", "typed one by one", "hands counted"])
def test_the_same_vote_by_phone_and_on_paper_typed_afterwards_comes_to_the_same(
    collective, member: Callable[[str], Member], evening, sign_in, phone, how: str
) -> None:
    adopt_rulebook(
        collective.id,
        rules(step("open_majority", quorum="1/2", threshold="2/3")),
        decision_id=None,
        actor_id=None,
    )
    workshop = evening("reunion-de-consentement", welcomes_members=True)
    desk = sign_in("Farid")
    phones = {}
    for name in VOICES:
        if how == "phones":
            phones[name] = phone(workshop, name)
        else:
            arriving.arrive(workshop, name, has_device=False, added_by=member("Farid"))
    item = next(item for item in items_of(workshop) if item.kind.value == "vote")
    leading.go(workshop, member("Farid"), item, None)
    db.session.commit()
    base = f"{BASE}/{workshop.id}"
    asked = {"question": "Le marché ?", "body": "Oui.", "kind": "ordinary", "method": "adopt"}
    held = {} if how == "phones" else {"held_at": "2024-04-23T19:05"}
    assert desk.post(f"{base}/animer/decisions", data={**asked, **held}).status_code == 303
    decision = db.session.scalars(sa.select(Decision)).one()
    here = f"{base}/animer/decisions/{decision.id}"
    if how == "hands counted":
        hands = {"count-for": 3, "count-against": 1, "count-abstain": 1}
        assert desk.post(f"{here}/comptage", data=hands).status_code == 303
        count = db.session.scalars(sa.select(RoomCount)).one()
        assert sign_in("Alice").post(f"{here}/comptage/{count.id}/confirmation").status_code == 303
    for name, choice in VOICES.items():
        if how == "phones":
            where = f"{base}/participer/decisions/{decision.id}/voix"
            assert phones[name].post(where, data={"choice": choice}).status_code == 303
        elif how == "typed one by one":
            typed = {"voter_id": member(name).id, "choice": choice}
            assert desk.post(f"{here}/saisie", data=typed).status_code == 303
    assert desk.post(f"{here}/cloture").status_code == 303
    db.session.expire_all()
    outcome = db.session.get_one(Decision, decision.id).outcome or {}
    assert outcome["counts"] == {"for": 3, "against": 1, "abstain": 1}
    assert (outcome["result"], outcome["participants"]) == ("adopted", 5)
