"""Several people, or one impatient phone, at the same instant: nothing lost, nothing twice. Real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.deliberations.models import Contribution, Deliberation

SignIn = Callable[[str | None], FlaskClient]
Say = Callable[..., Contribution]
Post = Callable[[], int]


def at_once(posts: list[Post]) -> list[int]:
    """The statuses of `posts`, all begun together, in their order."""
    db.session.rollback()
    start = threading.Barrier(len(posts))
    statuses = [0] * len(posts)

    def run(at: int, post: Post) -> None:
        start.wait()
        statuses[at] = post()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def posting(client: FlaskClient, address: str, **data: str) -> Post:
    return lambda: client.post(address, data=data).status_code


def said() -> list[Contribution]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Contribution).order_by(Contribution.id)))


def page(deliberation: Deliberation) -> str:
    return f"/c/quatorze/deliberations/{deliberation.id}"


def test_everyone_speaks_at_once_and_everyone_is_heard(deliberation: Deliberation, sign_in: SignIn) -> None:
    address = f"{page(deliberation)}/contributions"
    people = ["Alice", "Farid", "Bob", "Chloé"] * 2
    clients = [sign_in(name) for name in people]
    statuses = at_once([posting(client, address, choice="question", text="Et moi ?") for client in clients])
    assert statuses == [303] * len(people)
    assert len({contribution.path for contribution in said()}) == len(people)


def test_an_impatient_phone_publishes_once(deliberation: Deliberation, sign_in: SignIn) -> None:
    address, client = f"{page(deliberation)}/contributions", sign_in("Chloé")
    typed = {"choice": "question", "text": "Et moi ?", "key": "k" * 24}
    assert at_once([posting(client, address, **typed) for _ in range(6)]) == [303] * 6
    assert len(said()) == 1


def test_of_two_rewordings_at_once_one_is_kept_and_the_other_given_back(say: Say, sign_in: SignIn) -> None:
    contribution = say("Chloé", "Au départ.")
    address = f"/c/quatorze/contributions/{contribution.id}/modifier"
    texts = ("Depuis le téléphone.", "Depuis la tablette.")
    posts = [
        posting(sign_in("Chloé"), address, choice="experience", text=text, version="1") for text in texts
    ]
    statuses = at_once(posts)
    assert sorted(statuses) == [303, 409]
    [kept] = said()
    assert (kept.text, kept.version) == (texts[statuses.index(303)], 2)


def test_what_races_a_closing_is_published_or_refused(deliberation: Deliberation, sign_in: SignIn) -> None:
    address = page(deliberation)
    typed = {"choice": "question", "text": "Juste à temps ?"}
    posts = [
        posting(sign_in(name), f"{address}/contributions", **typed) for name in ("Bob", "Chloé", "Alice")
    ]
    *published, closed = at_once([*posts, posting(sign_in("Farid"), f"{address}/cloture")])
    assert closed == 303
    assert set(published) <= {303, 409}
    assert len(said()) == published.count(303)
