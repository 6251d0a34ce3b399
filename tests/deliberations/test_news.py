"""« Depuis ma dernière venue »: what is new to someone, what they follow first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

import app.db as database
from app.collectives.models import Collective
from app.db import db
from app.deliberations import news
from app.deliberations.models import Contribution, Deliberation
from app.deliberations.services import following, questions
from app.members.models import Member

SignIn = Callable[[str | None], FlaskClient]
Say = Callable[..., Contribution]
FindMember = Callable[[str], Member]
NEWS = "/c/quatorze/nouveautes"
EVENING = datetime(2026, 3, 12, 18, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def stand(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock stands at 18:00; `stand(moment)` moves it."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(database, "clock", lambda: moment)

    move(EVENING)
    return move


@pytest.fixture
def visited(member: FindMember) -> Callable[[str, datetime], None]:
    """`visited("Bob", moment)`: Bob's previous visit ended then, this one began after."""

    def note(name: str, moment: datetime) -> None:
        member(name).previous_visit_at = moment
        member(name).last_seen_at = EVENING
        db.session.commit()

    return note


def test_what_one_follows_comes_first_with_the_way_to_it(
    deliberation: Deliberation,
    say: Say,
    collective: Collective,
    member: FindMember,
    visited: Callable[[str, datetime], None],
    sign_in: SignIn,
) -> None:
    questions.ask(collective, member("Chloé"), question="Et les boissons ?")
    first, _second = say("Chloé", "un"), say("Farid", "deux")
    visited("Bob", EVENING - timedelta(days=1))
    shown = sign_in("Bob").get(NEWS).text
    assert "2 nouvelles contributions" in shown
    assert f"/c/quatorze/contributions/{first.id}" in shown
    assert shown.index("Dans les délibérations que vous suivez") < shown.index("Nouvelles délibérations")
    assert "Et les boissons" in shown


def test_ones_own_acts_are_not_news(
    deliberation: Deliberation, say: Say, visited: Callable[[str, datetime], None], sign_in: SignIn
) -> None:
    say("Bob", "moi-même")
    visited("Bob", EVENING - timedelta(days=1))
    assert "Rien de nouveau" in sign_in("Bob").get(NEWS).text


def test_what_one_does_not_follow_comes_last(
    deliberation: Deliberation, say: Say, visited: Callable[[str, datetime], None], sign_in: SignIn
) -> None:
    say("Chloé", "un")
    visited("Farid", EVENING - timedelta(days=1))
    shown = sign_in("Farid").get(NEWS).text
    assert "Dans les autres délibérations" in shown
    assert "que vous suivez" not in shown


def test_what_was_before_is_not_new(
    deliberation: Deliberation,
    say: Say,
    visited: Callable[[str, datetime], None],
    sign_in: SignIn,
    stand: Callable[[datetime], None],
) -> None:
    say("Chloé", "avant")
    stand(EVENING + timedelta(hours=3))
    visited("Bob", EVENING + timedelta(hours=1))
    client = sign_in("Bob")
    assert "Rien de nouveau" in client.get(NEWS).text
    late = say("Chloé", "après")
    assert "1 nouvelle contribution" in client.get(NEWS).text
    shown = client.get(f"/c/quatorze/deliberations/{deliberation.id}").text
    assert "Nouveau" in shown.split(f'id="c{late.id}"')[1].split("</article>")[0]
    assert shown.count(">Nouveau<") == 1


def test_a_closing_is_news(
    deliberation: Deliberation,
    member: FindMember,
    visited: Callable[[str, datetime], None],
    sign_in: SignIn,
    stand: Callable[[datetime], None],
) -> None:
    visited("Bob", EVENING + timedelta(hours=1))
    stand(EVENING + timedelta(hours=2))
    questions.close(deliberation, member("Farid"))
    db.session.commit()
    assert "Délibération close" in sign_in("Bob").get(NEWS).text


def test_a_first_visit_shows_the_last_thirty_days(
    deliberation: Deliberation, say: Say, sign_in: SignIn, stand: Callable[[datetime], None]
) -> None:
    say("Bob", "il y a peu")
    stand(EVENING + timedelta(days=29))
    shown = sign_in("Chloé").get(NEWS).text
    assert "première venue" in shown
    assert deliberation.question in shown


def test_the_past_of_someone_new_begins_when_they_joined(member: FindMember) -> None:
    newcomer = member("Chloé")
    newcomer.joined_at = EVENING - timedelta(days=90)
    assert news.since(newcomer) == EVENING - timedelta(days=90)
    newcomer.joined_at = EVENING
    assert news.since(newcomer) == EVENING - news.FIRST_VISIT


def test_all_can_be_marked_as_seen(
    deliberation: Deliberation, say: Say, visited: Callable[[str, datetime], None], sign_in: SignIn
) -> None:
    say("Chloé", "un")
    visited("Bob", EVENING - timedelta(days=1))
    client = sign_in("Bob")
    assert "Tout marquer comme vu" in client.get(NEWS).text
    shown = client.post(f"{NEWS}/vues", follow_redirects=True).text
    assert "tout est vu" in shown
    assert "Rien de nouveau" in shown


def test_a_withdrawn_contribution_is_no_news(
    deliberation: Deliberation, say: Say, visited: Callable[[str, datetime], None], sign_in: SignIn
) -> None:
    said = say("Chloé", "un")
    sign_in("Chloé").post(f"/c/quatorze/contributions/{said.id}/retrait")
    visited("Bob", EVENING - timedelta(days=1))
    assert "Rien de nouveau" in sign_in("Bob").get(NEWS).text


def test_other_features_add_what_they_know(
    deliberation: Deliberation, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "_sources", [])
    told = [
        news.NewsItem(EVENING, "charter", "Version 3 de la charte", "/c/quatorze/charte"),
        news.NewsItem(EVENING, "something-else", "Une surprise", "/surprise", "à voir"),
    ]
    news.add_news_source(lambda collective, member, since: told)
    shown = sign_in("Bob").get(NEWS).text
    assert shown.index("Version 3 de la charte") < shown.index("Et aussi") < shown.index("Une surprise")


def test_following_and_not_following(deliberation: Deliberation, sign_in: SignIn) -> None:
    page = f"/c/quatorze/deliberations/{deliberation.id}"
    client = sign_in("Chloé")
    for _ in range(2):
        shown = client.post(f"{page}/suivi", follow_redirects=True).text
        assert "Ne plus suivre" in shown
    assert "Suivie" in client.get("/c/quatorze/deliberations").text
    for _ in range(2):
        shown = client.post(f"{page}/suivi/fin", follow_redirects=True).text
        assert "Ne plus suivre" not in shown


def test_a_member_can_follow_twice_at_once(deliberation: Deliberation, member: FindMember) -> None:
    for _ in range(2):
        following.follow(deliberation, member("Chloé"))
    db.session.commit()


def test_the_home_page_says_what_is_talked_about(deliberation: Deliberation, sign_in: SignIn) -> None:
    assert deliberation.question in sign_in("Bob").get("/c/quatorze/").text
    assert deliberation.question not in sign_in(None).get("/c/quatorze/").text
