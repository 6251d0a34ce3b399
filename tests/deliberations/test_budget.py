"""At most ten statements a page, with 400 members, 200 deliberations and 5,000 contributions in one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db, now
from app.deliberations.models import ArgumentKind, Contribution, Deliberation, Follow, Side
from app.deliberations.paths import STEP
from app.members.models import Member
from app.register.search import SearchDocument

SignIn = Callable[[str | None], FlaskClient]
MEMBERS, DELIBERATIONS, CONTRIBUTIONS, ANSWERS_EACH = 400, 200, 5000, 9
MOST = 10


@pytest.fixture
def busy(collective: Collective, member: Callable[[str], Member]) -> int:
    """A year of talking; the identifier of the deliberation where all of it happens."""
    long_ago = now() - timedelta(days=300)
    people = [
        {
            "collective_id": collective.id,
            "name": f"Voix {n}",
            "folded_name": f"voix {n}",
            "joined_at": long_ago,
        }
        for n in range(MEMBERS)
    ]
    db.session.execute(sa.insert(Member), people)
    ids = list(db.session.scalars(sa.select(Member.id).order_by(Member.id)))
    questions = [
        {"collective_id": collective.id, "question": f"Question {n} ?", "author_id": ids[n], "context": ""}
        for n in range(DELIBERATIONS)
    ]
    db.session.execute(sa.insert(Deliberation), questions)
    busiest = db.session.scalars(sa.select(sa.func.min(Deliberation.id))).one()
    db.session.execute(sa.insert(Contribution), [_said(n, busiest, ids) for n in range(1, CONTRIBUTIONS + 1)])
    _index(collective.id)
    follows = [
        {"deliberation_id": busiest + n, "member_id": member("Bob").id} for n in range(DELIBERATIONS // 2)
    ]
    db.session.execute(sa.insert(Follow), follows)
    member("Bob").previous_visit_at = member("Farid").previous_visit_at = long_ago
    db.session.commit()
    return busiest


def _said(number: int, deliberation_id: int, authors: list[int]) -> dict[str, object]:
    """Threads of one opening and nine answers, each answer to the one before; some typed for someone."""
    place = (number - 1) % (ANSWERS_EACH + 1)
    root = number - place
    return {
        "id": number,
        "deliberation_id": deliberation_id,
        "root_id": root if place else None,
        "parent_id": number - 1 if place else None,
        "path": "".join(f"{ancestor:0{STEP}d}" for ancestor in range(root, number + 1)),
        "kind": ArgumentKind.ARGUMENT,
        "side": (Side.FOR, Side.AGAINST)[number % 2],
        "text": f"La voix numéro {number} parle **du pain**.",
        "author_id": authors[number % len(authors)],
        "assisted_by_id": authors[0] if number % 7 == 0 else None,
    }


def _index(collective_id: int) -> None:
    said = db.session.execute(sa.select(Contribution.id, Contribution.text).limit(500))
    documents = [
        {
            "collective_id": collective_id,
            "kind": "contribution",
            "subject_id": found,
            "title": "",
            "text": text,
            "title_words": "",
            "words": "la voix numero parle du pain",
        }
        for found, text in said
    ]
    db.session.execute(sa.insert(SearchDocument), documents)


def test_no_page_sends_more_than_ten_statements(busy: int, sign_in: SignIn, count_queries: list[str]) -> None:
    pages = {
        "/deliberations": "Question",
        "/deliberations?etat=toutes&page=4": "Page 4 sur 10",
        f"/deliberations/{busy}": "La voix numéro 1 parle",
        f"/deliberations/{busy}?page=20": "Page 20 sur 42",
        f"/deliberations/{busy}?genre=argument": "La voix numéro 1 parle",
        f"/deliberations/{busy}/contributions/nouvelle?reponse=3&pour=autrui": "Voix 399",
        f"/deliberations/{busy}/modifier": "Question 0",
        f"/deliberations/{busy}/historique": "Version 1",
        "/contributions/11/discussion": "La voix numéro 20 parle",
        "/contributions/4990": "",
        "/contributions/5/historique": "Version 1",
        "/contributions/5/moderation": "La voix numéro 5",
        "/nouveautes": "nouvelles contributions",
        "/recherche?q=pain": "40 résultats",
        "/": "On en parle",
    }
    client = sign_in("Farid")
    spent = {}
    for page, shown in pages.items():
        db.session.rollback()
        db.session.expunge_all()
        count_queries.clear()
        answer = client.get(f"/c/quatorze{page}")
        spent[page] = len(count_queries)
        assert answer.status_code in (200, 303), page
        assert shown in answer.text, page
    assert {page: number for page, number in spent.items() if number > MOST} == {}


def test_the_first_visit_of_a_busy_deliberation_is_light(busy: int, sign_in: SignIn) -> None:
    answer = sign_in("Bob").get(f"/c/quatorze/deliberations/{busy}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 30_000
