"""Minutes: written at the end from what happened, edited by section, approved for ever, corrected apart."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.collectives.models import Collective
from app.db import db
from app.members import proxies
from app.members.models import Member
from app.votes.rules import QuestionKind
from app.votes.services import cast, close, open_decision
from app.workshops.minutes.models import Minutes, MinutesSection
from app.workshops.models import Workshop
from app.workshops.services import arriving
from tests.workshops.minute_books import Book, end, minutes_of, walk_to

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]
Evening = Callable[..., Workshop]


def text_of(answer_data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer_data)).pages).split())


# --- what they hold ----------------------------------------------------------------------------------


def test_the_end_of_a_session_writes_its_minutes(book: Book, held: Workshop) -> None:
    page = book.read()
    for said in (
        "Caisse du 14e",
        "Mairie du 14e",
        "Animation : Farid",
        "3 personnes présentes",
        "Fatou",
        "Dont 1 personne sans appareil",
        "2 membres présents et 0 représentés, sur 4 membres actifs",
        "Accueil des participants (prévu : 5 minutes)",
        "Buffet partagé : non abordé",
        "Les publics cibles · Sélection",
        "Qui tire au sort ? <em>(question ouverte)</em>",
        "Aucune décision formelle",
        "Date à fixer",
    ):
        assert said in page, said
    questions = next(one for one in minutes_of(held).document if one.key == "questions")
    assert "Un seul panel" in questions.text
    assert "Des foyers" not in questions.text


def test_minutes_tell_every_decision_with_mode_count_and_reasons(
    evening: Evening, member: Named, collective: Collective, sign_in: SignIn
) -> None:
    workshop, farid = evening(), member("Farid")
    for name in ("Alice", "Farid", "Bob", "Chloé"):
        arriving.arrive_as(workshop, member(name))
    walk_to(workshop, farid, "vote")
    decision = open_decision(
        collective, question="Ouvrir le samedi ?", text="Oui.", kind=QuestionKind.ORDINARY, actor=farid
    )
    yes, no = {"consensus": ("agree", "block"), "consent": ("consent", "objection")}.get(
        decision.mode.value, ("for", "against")
    )
    for name in ("Alice", "Farid", "Bob"):
        cast(decision, member(name), yes)
    cast(decision, member("Chloé"), no, "Le marché est déjà plein.")
    if decision.is_open:
        close(decision, farid)
    end(workshop, farid)
    page = Book(sign_in("Bob"), workshop).read()
    assert page.count("Ouvrir le samedi ?") >= 2  # in its item, and in the record
    assert "Le marché est déjà plein." in page
    assert "Chloé" in page
    assert "Mode : " in page


def test_who_is_represented_and_who_is_excused_is_said(
    evening: Evening, member: Named, sign_in: SignIn
) -> None:
    workshop, farid = evening(), member("Farid")
    arriving.arrive_as(workshop, member("Bob"))
    proxies.give(member("Alice"), member("Bob"), member("Alice"))
    db.session.commit()
    assert Book(sign_in("Chloé"), workshop).post("excuse").status_code == 303
    walk_to(workshop, farid, "presentation")
    end(workshop, farid)
    page = Book(sign_in("Bob"), workshop).read()
    assert "Alice, par Bob" in page
    assert "<strong>Excusé·e·s</strong> : Chloé." in page


def test_an_excuse_is_taken_back_and_noted_for_others(
    evening: Evening, sign_in: SignIn, member: Named
) -> None:
    workshop = evening()
    chloe, farid = Book(sign_in("Chloé"), workshop), Book(sign_in("Farid"), workshop)
    chloe.post("excuse")
    assert "Je viens, finalement" in chloe.read("")
    chloe.post("excuse", come="yes")
    assert "Je ne pourrai pas venir" in chloe.read("")
    for _twice in range(2):
        assert farid.post("excuses", member=member("Bob").id).status_code == 303
    assert "Bob vient, finalement" in farid.read("excuses")
    assert farid.post("excuses", member="tout le monde").status_code == 422
    assert chloe.post("excuses", member=member("Bob").id).status_code == 403


def test_whoever_asks_is_named_by_an_initial(
    evening: Evening, member: Named, phone: Callable[[Workshop, str], FlaskClient], sign_in: SignIn
) -> None:
    workshop, farid = evening(), member("Farid")
    client = phone(workshop, "Fatou")
    assert client.post(f"/c/quatorze/seances/{workshop.id}/participer/nom").status_code == 303
    walk_to(workshop, farid, "presentation")
    end(workshop, farid)
    people = next(one for one in minutes_of(workshop).document if one.key == "people")
    assert "F." in people.text
    assert "Fatou" not in people.text
    fatou = db.session.scalars(sa.text("SELECT id FROM participants WHERE name = 'Fatou'")).one()
    book = Book(sign_in("Farid"), workshop)
    assert book.post(f"personnes/{fatou}/nom").status_code == 303
    book.post("proces-verbal")
    assert "Fatou" in next(one for one in minutes_of(workshop).document if one.key == "people").text


def test_a_draft_may_be_asked_for_while_the_session_runs(
    evening: Evening, member: Named, sign_in: SignIn
) -> None:
    workshop = evening()
    book = Book(sign_in("Farid"), workshop)
    assert "Écrire le projet" in book.read()
    walk_to(workshop, member("Farid"), "presentation")
    db.session.commit()
    assert book.post("proces-verbal").status_code == 303
    assert "projet" in book.read()
    assert book.post("proces-verbal/soumission").status_code == 409  # the session is not over


def test_only_members_read_and_only_facilitators_write(
    app: Flask, held: Workshop, sign_in: SignIn, phone: object
) -> None:
    bob, nobody = Book(sign_in("Bob"), held), Book(sign_in(None), held)
    assert bob.client.get(f"{bob.base}/proces-verbal").status_code == 200
    assert bob.write("next", "Jamais.").status_code == 403
    assert bob.post("proces-verbal").status_code == 403
    assert bob.post("proces-verbal/approbation").status_code == 403
    for page in ("proces-verbal", "proces-verbal.pdf", "proces-verbal.md", "releve-de-decisions", "absence"):
        answer = nobody.client.get(f"{nobody.base}/{page}")
        assert answer.status_code == 303, page
        assert answer.location.startswith("/c/quatorze/entrer"), page


# --- writing -----------------------------------------------------------------------------------------


def test_a_section_is_edited_and_telling_again_leaves_it(book: Book, held: Workshop) -> None:
    assert book.write("actions", "- Bob réserve la salle, avant le 3 mai.").status_code == 303
    assert "Bob réserve la salle" in book.read()
    assert "Écrit par Farid" in book.read()
    book.post("proces-verbal")
    assert "Bob réserve la salle" in book.read()


def test_two_people_in_one_section_see_both_texts(book: Book, held: Workshop, sign_in: SignIn) -> None:
    alice = Book(sign_in("Alice"), held)
    assert book.write("next", "Le 3 mai.").status_code == 303
    answer = alice.write("next", "Le 10 mai.")
    assert answer.status_code == 409
    assert "Le 3 mai." in answer.text
    assert "Le 10 mai." in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert alice.write("next", "Le 3 ou le 10 mai.", version=2).status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "x" * 40_001, "version": 1}, "Au plus 40000 caractères"),
        ({"text": "pain\u202elevain", "version": 1}, "caractères invisibles"),
        ({"text": "Le 3 mai.", "version": "zéro"}, "rien n’est perdu"),
    ],
)
def test_what_is_not_a_section_is_refused_with_its_text(
    book: Book, fields: dict[str, object], said: str
) -> None:
    answer = book.post("proces-verbal/sections/next", **fields)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_section_that_does_not_exist_is_not_found(book: Book) -> None:
    assert book.write("rien", "?").status_code == 404
    assert book.client.get(f"{book.base}/proces-verbal/editions/9").status_code == 404
    assert book.client.get(f"{book.base}/proces-verbal.pdf?edition=neuf").status_code == 404


def test_two_drafts_at_once_are_one(app: Flask, evening: Evening, sign_in: SignIn) -> None:
    workshop = evening()
    number, ready, statuses = workshop.id, Barrier(2), []
    clients = [sign_in("Farid"), sign_in("Alice")]
    db.session.remove()

    def ask(client: FlaskClient) -> None:
        ready.wait()
        statuses.append(client.post(f"/c/quatorze/seances/{number}/proces-verbal").status_code)

    threads = [Thread(target=ask, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303, 303]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Minutes)) == 1
    keys = list(db.session.scalars(sa.select(MinutesSection.key)))
    assert len(keys) == len(set(keys)) == 8


# --- on paper ----------------------------------------------------------------------------------------


def test_the_pdf_holds_the_whole_text_and_the_record_a_page_of_its_own(book: Book, held: Workshop) -> None:
    answer = book.client.get(f"{book.base}/proces-verbal.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(answer.data)).pages
    text = text_of(answer.data)
    for said in ("Procès-verbal", "Qui tire au sort", "Fatou", "Pour la prise de notes", "Projet"):
        assert said in text, said
    assert any(page.extract_text().lstrip().startswith("Relevé de décisions") for page in pages)
    record = book.client.get(f"{book.base}/releve-de-decisions.pdf")
    assert "Relevé de décisions" in text_of(record.data)
    assert "Fatou" not in text_of(record.data)
    assert b"pdfuaid" in answer.data or b"StructTreeRoot" in answer.data


def test_the_text_file_holds_every_section(book: Book, held: Workshop) -> None:
    answer = book.client.get(f"{book.base}/proces-verbal.md")
    assert answer.mimetype == "text/markdown"
    assert [line for line in answer.text.splitlines() if line.startswith("## ")] == [
        f"## {section.title}" for section in minutes_of(held).document
    ]


# --- those who were absent ---------------------------------------------------------------------------


def test_whoever_was_absent_is_told_and_led(held: Workshop, sign_in: SignIn) -> None:
    chloe, bob = Book(sign_in("Chloé"), held), Book(sign_in("Bob"), held)
    assert "Vous étiez absent·e" in chloe.read("")
    assert "Vous étiez absent·e" not in bob.read("")
    page = chloe.read("absence")
    for said in (
        "Ce qui est décidé",
        "Qui tire au sort ?",
        "Poser une question au collectif",
        "Comment réagir",
    ):
        assert said in page, said


def test_minutes_put_to_approval_are_new_to_members(book: Book, held: Workshop, sign_in: SignIn) -> None:
    assert "Procès-verbal à relire" not in sign_in("Chloé").get("/c/quatorze/nouveautes").text
    book.post("proces-verbal/soumission")
    page = sign_in("Chloé").get("/c/quatorze/nouveautes").text
    assert "Procès-verbal à relire\u00a0: Soirée de lancement" in page
    assert f"/seances/{held.id}/absence" in page
