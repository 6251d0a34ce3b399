"""Minutes are approved by a later session or a decision; then they stay as they are, and are found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db, now
from app.members.models import Member
from app.register.services import verify
from app.votes.models import Decision
from app.votes.rules import QuestionKind
from app.votes.services import cast, close, open_decision
from app.workshops.minutes.models import MinutesState
from app.workshops.models import Workshop
from app.workshops.reading import items_of
from app.workshops.services import leading, preparing
from tests.workshops.minute_books import Book, kinds, minutes_of

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]
Evening = Callable[..., Workshop]


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
