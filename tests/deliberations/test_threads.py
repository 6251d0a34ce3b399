"""Threads read in order, page by page, and every contribution has an address that leads to it."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.deliberations import threads
from app.deliberations.models import ArgumentKind, Contribution, Deliberation
from app.deliberations.paths import DEEPEST, STEP

SignIn = Callable[[str | None], FlaskClient]
Say = Callable[..., Contribution]


def page(deliberation: Deliberation, rest: str = "") -> str:
    return f"/c/quatorze/deliberations/{deliberation.id}{rest}"


def test_answers_follow_what_they_answer_not_the_clock(deliberation: Deliberation, say: Say) -> None:
    opening = say("Bob", "a")
    first = say("Chloé", "a1", opening)
    second = say("Chloé", "a2", opening)
    late = say("Bob", "a1x", first)
    [thread] = threads.threads(deliberation.id, 1)
    assert [entry.contribution.id for entry in thread.answers] == [first.id, late.id, second.id]
    assert [entry.answered for entry in thread.answers] == ["Bob", "Chloé", "Bob"]
    assert [entry.contribution.depth for entry in thread.answers] == [1, 2, 1]


def test_a_very_deep_exchange_stays_readable(say: Say, deliberation: Deliberation) -> None:
    said = say("Bob", "0")
    for depth in range(1, DEEPEST + 5):
        said = say("Bob" if depth % 2 else "Chloé", str(depth), said)
    assert said.depth == DEEPEST - 1
    assert len(said.path) == STEP * DEEPEST
    answers, _page, _pages = threads.whole_thread(db.session.get_one(Contribution, said.root_id), 1)
    assert [entry.contribution.text for entry in answers] == [str(n) for n in range(1, DEEPEST + 5)]


def test_long_threads_are_folded_and_can_be_read_whole(
    deliberation: Deliberation, say: Say, sign_in: SignIn
) -> None:
    opening = say("Bob", "ouverture")
    answers = [say("Chloé", f"réponse numéro {n}.", opening) for n in range(10)]
    client = sign_in("Chloé")
    shown = client.get(page(deliberation)).text
    assert "réponse numéro 3." in shown
    assert "réponse numéro 4." not in shown
    assert "Lire les 6 autres réponses" in shown
    whole = client.get(f"/c/quatorze/contributions/{opening.id}/discussion").text
    assert "réponse numéro 9." in whole
    folded = client.get(f"/c/quatorze/contributions/{answers[9].id}")
    assert folded.location == f"/c/quatorze/contributions/{opening.id}/discussion#c{answers[9].id}"
    assert client.get(f"/c/quatorze/contributions/{answers[2].id}/discussion").status_code == 303


def test_every_address_leads_to_the_page_that_shows_the_contribution(
    deliberation: Deliberation, say: Say, sign_in: SignIn
) -> None:
    said = [say("Bob", f"idée {n}") for n in range(threads.THREADS_PER_PAGE + 2)]
    answered = say("Chloé", "oui", said[-1])
    client = sign_in("Bob")
    for contribution in (said[0], said[threads.THREADS_PER_PAGE - 1], said[-1], answered):
        where = client.get(f"/c/quatorze/contributions/{contribution.id}").location
        assert f'id="c{contribution.id}"' in client.get(where).text
    assert client.get(f"/c/quatorze/contributions/{said[-1].id}").location == page(
        deliberation, f"?page=2#c{said[-1].id}"
    )


def test_a_page_beyond_the_last_shows_the_last(deliberation: Deliberation, say: Say, sign_in: SignIn) -> None:
    say("Bob", "la seule idée")
    for asked in ("99", "-1", "bonjour", "9" * 30):
        assert "la seule idée" in sign_in("Bob").get(page(deliberation, f"?page={asked}")).text


def test_one_kind_can_be_read_alone(deliberation: Deliberation, say: Say, sign_in: SignIn) -> None:
    say("Bob", "mon vécu")
    client = sign_in("Chloé")
    asked = {"choice": "question", "text": "Combien coûte-t-il ?"}
    client.post(page(deliberation, "/contributions"), data=asked)
    shown = client.get(page(deliberation, "?genre=question")).text
    assert "Combien coûte-t-il" in shown
    assert "mon vécu" not in shown
    assert "mon vécu" in client.get(page(deliberation, "?genre=nimporte")).text


def test_counts_say_what_is_read(deliberation: Deliberation, say: Say, sign_in: SignIn) -> None:
    opening = say("Bob", "un")
    say("Chloé", "deux", opening)
    say("Chloé", "trois")
    sign_in("Bob").post(f"/c/quatorze/contributions/{opening.id}/retrait")
    db.session.rollback()
    counts = threads.counts(deliberation.id)
    assert counts.total == 2
    assert counts.roots[ArgumentKind.EXPERIENCE] == 2


def test_the_database_itself_refuses_a_thread_without_kind(deliberation: Deliberation, say: Say) -> None:
    opening = say("Bob", "un")
    for broken in ({"kind": None}, {"side": "for"}, {"parent_id": opening.id}, {"version": 0}):
        try:
            with db.session.begin_nested():
                db.session.execute(sa.update(Contribution).values(**broken))
            raised = False
        except (sa.exc.IntegrityError, sa.exc.StatementError):
            raised = True
        assert raised, broken
