"""Minutes: written at the end from what happened, edited by section, approved for ever, corrected apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.collectives.models import Collective
from app.db import db, now
from app.members import proxies
from app.members.models import Member
from app.register.models import RegisterEntry
from app.register.services import verify
from app.votes.models import Decision
from app.votes.rules import QuestionKind
from app.votes.services import cast, close, open_decision
from app.workshops.group_models import Finding
from app.workshops.minutes.models import Minutes, MinutesSection, MinutesState
from app.workshops.models import Workshop
from app.workshops.reading import items_of
from app.workshops.services import arriving, leading, preparing
from tests.workshops.minute_books import Book, end, walk_to, write_at_table

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]
Evening = Callable[..., Workshop]


@pytest.fixture
def held(evening: Evening, member: Named) -> Workshop:
    """An evening that has just ended: people came, a table wrote, nobody decided anything."""
    workshop = evening()
    farid = member("Farid")
    arriving.arrive_as(workshop, farid)
    arriving.arrive_as(workshop, member("Bob"))
    arriving.arrive(workshop, "Fatou", has_device=False, added_by=farid)
    tables = walk_to(workshop, farid, "tables")
    write_at_table(
        tables,
        "Les publics cibles",
        ("Qui tire au sort ?", Finding.QUESTION),
        ("Un seul panel", Finding.DISSENSUS),
        ("Des foyers, pas des personnes", Finding.CONSENSUS),
    )
    end(workshop, farid)
    return workshop


@pytest.fixture
def book(held: Workshop, sign_in: SignIn) -> Book:
    """Its minutes, before Farid who facilitates."""
    return Book(sign_in("Farid"), held)


def minutes_of(workshop: Workshop) -> Minutes:
    db.session.expire_all()
    return db.session.scalars(
        sa.select(Minutes).filter_by(workshop_id=workshop.id).order_by(Minutes.number.desc())
    ).first() or pytest.fail("no minutes")


def kinds(collective: Collective) -> list[str]:
    """What the register tells of minutes."""
    db.session.expire_all()
    found = (
        sa.select(RegisterEntry.kind).filter_by(collective_id=collective.id).order_by(RegisterEntry.position)
    )
    return [kind for kind in db.session.scalars(found) if kind.startswith("minutes.")]


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


# --- approval ----------------------------------------------------------------------------------------


@pytest.fixture
def later(collective: Collective, member: Named, held: Workshop) -> Workshop:
    """The next session, which has begun."""
    workshop = preparing.create(
        collective, member("Farid"), title="Atelier charte", starts_at=now() + timedelta(days=7), template=""
    )
    preparing.add_item(workshop, kind=items_of(held)[0].kind, title="Accueil", minutes=5)
    leading.go(workshop, member("Farid"), items_of(workshop)[0], None)
    db.session.commit()
    return workshop


def approve(book: Book, held: Workshop, **fields: object) -> int:
    read = minutes_of(held).fingerprint
    return book.post("proces-verbal/approbation", **{"read": read, **fields}).status_code


def test_a_later_session_approves_and_then_nothing_changes(
    book: Book, held: Workshop, later: Workshop, collective: Collective
) -> None:
    assert book.post("proces-verbal/soumission").status_code == 303
    assert "Procès-verbal à approuver" in book.client.get(f"/c/quatorze/seances/{later.id}").text
    assert approve(book, held, session=later.id, remarks="Bob signale une coquille.") == 303
    page = book.read()
    assert "en séance : Atelier charte" in page
    assert "Bob signale une coquille." in page
    assert book.write("next", "Jamais.").status_code == 409
    assert book.post("proces-verbal").status_code == 409
    assert book.post("proces-verbal/reprise").status_code == 409
    assert kinds(collective) == ["minutes.drafted", "minutes.submitted", "minutes.approved"]
    assert list(verify(collective.id)) == []


def test_minutes_are_found_by_their_words_once_approved(
    book: Book, held: Workshop, later: Workshop, sign_in: SignIn
) -> None:
    def found(client: FlaskClient, words: str) -> bool:
        page = client.get("/c/quatorze/recherche", query_string={"q": words}).text
        return f"/c/quatorze/seances/{held.id}/proces-verbal" in page

    bob = sign_in("Bob")
    book.post("proces-verbal/soumission")
    assert not found(bob, "tire au sort")
    approve(book, held, session=later.id)
    assert found(bob, "tire au sort")
    assert found(bob, "soirée lancement")
    assert not found(bob, "coquillages")
    assert not found(sign_in(None), "tire au sort")

    book.post("proces-verbal/correction", reason="Une précision manquait.")
    book.write("next", "Chez les coquillages.", version=1)
    assert not found(bob, "coquillages")
    book.post("proces-verbal/soumission")
    approve(book, held, session=later.id)
    assert found(bob, "coquillages")


def test_approved_text_resists_a_statement_written_by_hand(
    book: Book, held: Workshop, later: Workshop, collective: Collective
) -> None:
    book.post("proces-verbal/soumission")
    approve(book, held, session=later.id)
    for statement in (
        "UPDATE minutes_sections SET text = 'autre chose'",
        "DELETE FROM minutes_sections",
        "INSERT INTO minutes_sections (minutes_id, key, position, title, text, version) "
        "SELECT id, 'ajout', 99, 'Ajout', 'Ajout', 1 FROM minutes",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="approved minutes do not change"):
            db.session.execute(sa.text(statement))
        db.session.rollback()
    # Whoever goes round the guard is found by the fingerprint.
    db.session.execute(sa.text("UPDATE minutes SET digest = 'autre chose'"))
    db.session.commit()
    assert any("n’est plus ce qui a été approuvé" in line for line in verify(collective.id))


def test_a_decision_may_approve(book: Book, held: Workshop, collective: Collective, member: Named) -> None:
    decision: Decision = open_decision(
        collective,
        question="Approuver le PV ?",
        text="Oui.",
        kind=QuestionKind.ORDINARY,
        actor=member("Farid"),
    )
    yes = {"consensus": "agree", "consent": "consent"}.get(decision.mode.value, "for")
    for name in ("Farid", "Bob"):  # those who are here today
        cast(decision, member(name), yes)
    if decision.is_open:
        close(decision, member("Farid"))
    db.session.commit()
    book.post("proces-verbal/soumission")
    assert "Approuver le PV ?" in book.read("proces-verbal/approbation")
    assert approve(book, held, decision=decision.id) == 303
    assert "par la décision « Approuver le PV ? »" in book.read()


def test_approval_is_refused_without_a_session_unread_or_not_put_to_it(
    book: Book, held: Workshop, later: Workshop
) -> None:
    assert approve(book, held, session=later.id) == 409  # still a draft
    book.post("proces-verbal/soumission")
    assert approve(book, held) == 422
    assert approve(book, held, session=held.id) == 422  # it does not approve itself
    assert approve(book, held, session="demain") == 422
    assert approve(book, held, session=later.id, read="autre chose") == 409
    book.post("proces-verbal/reprise")
    assert minutes_of(held).state is MinutesState.DRAFT
    assert book.write("next", "Le 3 mai.").status_code == 303


def test_approved_minutes_are_corrected_by_a_further_edition(
    book: Book, held: Workshop, later: Workshop
) -> None:
    book.write("next", "Le 3 mai.")
    book.post("proces-verbal/soumission")
    approve(book, held, session=later.id)
    assert book.post("proces-verbal/correction", reason="?").status_code == 422
    for _twice in range(2):
        assert book.post("proces-verbal/correction", reason="La date était fausse.").status_code == 303
    assert minutes_of(held).number == 2
    assert book.write("next", "Le 4 mai.").status_code == 303
    assert "La date était fausse." in book.read()
    first = book.read("proces-verbal/editions/1")
    assert "Le 3 mai." in first
    assert "Une édition plus récente" in first
    assert book.post("proces-verbal").status_code == 303
    assert "Le 4 mai." in book.read()  # what was approved is not told again over


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
