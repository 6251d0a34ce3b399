"""« Imprimer la soirée »: all that an evening on paper needs; what is typed afterwards counts alike."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.db import db
from app.members import slips
from app.members.models import Member
from app.votes.models import Decision, RoomCount
from app.votes.rulebook import adopt_rulebook
from app.workshops.codes import spell
from app.workshops.reading import items_of
from app.workshops.services import arriving, leading
from tests.votes.conftest import rules, step

BASE = "/c/quatorze/seances"
VOICES = {"Ana": "for", "Bao": "for", "Célia": "against", "Dora": "for", "Elie": "abstain"}


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


def test_there_are_ballots_to_choose_among_options(evening, sign_in) -> None:
    found = pages(sign_in("Farid"), evening().id)
    rule = next(page for page in found if "Quelle règle de décision" in page)
    assert "Cochez une seule case" in rule
    assert rule.count("Vote à bulletin secret") == 6
    assert any("Quel nom pour notre collectif" in page and "toutes les cases" in page for page in found)
    assert any("Assez bien" in page and "Une croix par ligne" in page for page in found)
    plain = pages(sign_in("Farid"), evening("reunion-de-consentement").id)
    assert not any("Quelle règle de décision" in page for page in plain)
    assert any("Donner une mention à chaque option" in page for page in plain)


def test_a_question_open_in_the_room_has_ballots_with_its_own_options(
    collective, member: Callable[[str], Member], evening, sign_in
) -> None:
    secret = rules(step("secret_majority", quorum="0", threshold="simple"))
    adopt_rulebook(collective.id, secret, decision_id=None, actor_id=None)
    workshop = evening("reunion-de-consentement", welcomes_members=True)
    for name in VOICES:
        arriving.arrive(workshop, name, has_device=False, added_by=member("Farid"))
    desk = sign_in("Farid")
    item = next(item for item in items_of(workshop) if item.kind.value == "vote")
    leading.go(workshop, member("Farid"), item, None)
    db.session.commit()
    asked = {
        "question": "Où nous réunir ?",
        "body": "",
        "kind": "ordinary",
        "method": "choose_one",
        "options": "La grange\nL’école\nLe café",
    }
    answer = desk.post(f"{BASE}/{workshop.id}/animer/decisions", data=asked)
    assert answer.status_code == 303, answer.text
    page = next(page for page in pages(desk, workshop.id) if "Où nous réunir" in page)
    assert page.count("La grange") == 8
    assert "Ne signez pas" in page


def test_personal_slips_are_printed_with_the_kit_and_open_the_door(
    evening, sign_in, member: Callable[[str], Member]
) -> None:
    base, desk, bob = f"{BASE}/{evening().id}", sign_in("Farid"), member("Bob")
    assert "Avec des billets personnels" in desk.get(f"{base}/trousse").text
    answer = desk.post(f"{base}/trousse", data={"member": bob.id, "key": "kit"})
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    code = re.search(r"Bob\s+(\w{4}-\w{4})", text)
    assert code is not None
    assert slips.use(code[1]) == bob
    again = desk.post(f"{base}/trousse", data={"member": bob.id, "key": "kit"})
    assert again.status_code == 303
    assert slips.use(code[1]) == bob


def test_personal_slips_are_for_someone_and_never_for_those_who_may_do_more(
    evening, sign_in, member: Callable[[str], Member]
) -> None:
    base, desk = f"{BASE}/{evening().id}", sign_in("Farid")
    for wanted in ({}, {"member": member("Alice").id}, {"member": "x" * 12}, {"member": "999"}):
        answer = desk.post(f"{base}/trousse", data=wanted)
        assert answer.status_code == 422
        assert "Choisissez au moins une personne" in answer.text
    bob = sign_in("Bob")
    assert bob.get(f"{base}/trousse").status_code == 403
    assert bob.post(f"{base}/trousse", data={"member": member("Bob").id}).status_code == 403


def test_no_poster_and_no_sheet_runs_over_to_one_more_page(evening, sign_in) -> None:
    found = pages(sign_in("Farid"), evening().id)
    assert "Un prénom suffit" in found[0]
    for mode, last in (("Consensus", "Je bloque"), ("Vote à bulletin secret", "Je m’abstiens")):
        assert any("Comment on décide" in page and mode in page and last in page for page in found)
    for name in ("Les publics cibles", "Le conventionnement", "Le financement", "La gouvernance"):
        assert any(name in page and "Rapporteur" in page and "Autre" in page for page in found)
    assert sum("Groupe" in page for page in found) == 2


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
