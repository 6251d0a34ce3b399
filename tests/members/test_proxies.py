"""A member gives their vote to another: in one step, up to a limit, until they take it back."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.collectives.models import Collective
from app.db import db
from app.members import proxies
from app.members.models import Member, MemberStatus, Proxy
from app.members.proxy_rules import ProxyRefused, check
from app.register.models import RegisterEntry
from app.register.search import fold
from app.register.services import verify

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]


# --- the rules, without a database -------------------------------------------------------------------

REFUSALS = [
    ("oneself", 1, 1, {}),
    ("already_given", 1, 2, {1: 3}),
    ("returned", 1, 2, {2: 1}),
    ("holder_gave", 1, 2, {2: 3}),
    ("principal_holds", 1, 2, {3: 1}),
    ("over_limit", 1, 2, {3: 2, 4: 2}),
]


@pytest.mark.parametrize(("code", "principal", "holder", "active"), REFUSALS)
def test_each_rule_refuses_by_its_own_code(
    code: str, principal: int, holder: int, active: dict[int, int]
) -> None:
    with pytest.raises(ProxyRefused) as refused:
        check(principal, holder, active, 2)
    assert refused.value.code == code


PEOPLE = st.integers(1, 6)


@given(st.lists(st.tuples(PEOPLE, PEOPLE), max_size=30), st.integers(0, 3))
def test_whatever_is_asked_no_vote_is_handed_on_and_no_one_holds_too_many(
    asked: list[tuple[int, int]], limit: int
) -> None:
    active: dict[int, int] = {}
    for principal, holder in asked:
        try:
            check(principal, holder, active, limit)
        except ProxyRefused:
            continue
        assert principal not in active
        active[principal] = holder
    assert not set(active) & set(active.values()), "a holder still has their own vote"
    assert all(held <= limit for held in Counter(active.values()).values())


# --- giving and taking back --------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _limit_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxies, "_limit", None)


def in_force() -> list[tuple[str, str]]:
    db.session.rollback()
    collective_id = db.session.scalar(sa.select(Collective.id))
    assert collective_id is not None
    return [(proxy.principal.name, proxy.holder.name) for proxy in proxies.active(collective_id)]


def give(client: FlaskClient, holder: Member, **data: int) -> tuple[int, str]:
    answer = client.post("/c/quatorze/pouvoirs", data={"holder": holder.id, **data})
    return answer.status_code, answer.text


def test_bob_gives_his_proxy_to_chloe_and_takes_it_back(sign_in: SignIn, member: Find) -> None:
    bob = sign_in("Bob")
    assert give(bob, member("Chloé"))[0] == 303
    assert in_force() == [("Bob", "Chloé")]
    assert "donne pouvoir à" in bob.get("/c/quatorze/pouvoirs").text
    proxy = db.session.scalars(sa.select(Proxy)).one()
    assert bob.post(f"/c/quatorze/pouvoirs/{proxy.id}/revocation").status_code == 303
    assert in_force() == []
    kinds = list(db.session.scalars(sa.select(RegisterEntry.kind).order_by(RegisterEntry.position)))
    assert kinds == ["proxy.given", "proxy.revoked"]
    assert list(verify(member("Bob").collective_id)) == []


def test_a_holder_may_give_the_proxy_back(sign_in: SignIn, member: Find) -> None:
    give(sign_in("Bob"), member("Chloé"))
    proxy = db.session.scalars(sa.select(Proxy)).one()
    sign_in("Chloé").post(f"/c/quatorze/pouvoirs/{proxy.id}/revocation")
    assert in_force() == []


def test_taking_back_twice_is_taking_back_once(sign_in: SignIn, member: Find) -> None:
    bob = sign_in("Bob")
    give(bob, member("Chloé"))
    proxy = db.session.scalars(sa.select(Proxy)).one()
    for _ in range(2):
        assert bob.post(f"/c/quatorze/pouvoirs/{proxy.id}/revocation").status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).where(RegisterEntry.kind == "proxy.revoked")) == 1


def test_a_stranger_to_the_proxy_cannot_end_it(sign_in: SignIn, member: Find) -> None:
    give(sign_in("Farid"), member("Chloé"))
    proxy = db.session.scalars(sa.select(Proxy)).one()
    assert sign_in("Bob").post(f"/c/quatorze/pouvoirs/{proxy.id}/revocation").status_code == 403
    assert in_force() == [("Farid", "Chloé")]


def test_an_unknown_proxy_is_not_found(sign_in: SignIn, collective: Collective) -> None:
    assert sign_in("Alice").post("/c/quatorze/pouvoirs/99/revocation").status_code == 404


def test_a_facilitator_records_it_for_someone_and_the_register_says_so(sign_in: SignIn, member: Find) -> None:
    status, _ = give(sign_in("Farid"), member("Chloé"), principal=member("Bob").id)
    assert status == 303
    assert in_force() == [("Bob", "Chloé")]
    assert '"assisted":true' in db.session.scalars(sa.select(RegisterEntry.payload)).one()


def test_a_member_cannot_give_the_proxy_of_another(sign_in: SignIn, member: Find) -> None:
    assert give(sign_in("Bob"), member("Chloé"), principal=member("Farid").id)[0] == 403
    assert in_force() == []


@pytest.mark.parametrize(
    ("given_before", "asked", "said"),
    [
        ([], ("Bob", "Bob"), "On ne se donne pas pouvoir à soi-même"),
        ([("Bob", "Chloé")], ("Bob", "Farid"), "déjà donné"),
        ([("Chloé", "Bob")], ("Bob", "Chloé"), "vous a déjà donné son pouvoir"),
        ([("Chloé", "Farid")], ("Bob", "Chloé"), "a elle-même donné son pouvoir"),
        ([("Chloé", "Bob")], ("Bob", "Farid"), "ne passe pas de main en main"),
        ([("Chloé", "Alice"), ("Farid", "Alice")], ("Bob", "Alice"), "déjà autant de pouvoirs"),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(
    sign_in: SignIn,
    member: Find,
    given_before: list[tuple[str, str]],
    asked: tuple[str, str],
    said: str,
) -> None:
    for principal, holder in given_before:
        assert give(sign_in(principal), member(holder))[0] == 303
    status, page = give(sign_in(asked[0]), member(asked[1]))
    assert status == 409
    assert said in page
    assert in_force() == given_before


@pytest.mark.parametrize("holder", ["0", "", "99999", "abc"])
def test_an_unknown_holder_is_refused_next_to_the_field(
    sign_in: SignIn, collective: Collective, holder: str
) -> None:
    answer = sign_in("Bob").post("/c/quatorze/pouvoirs", data={"holder": holder})
    assert answer.status_code == 422
    assert "Choisissez une personne" in answer.text


def test_someone_who_left_can_neither_hold_nor_block(sign_in: SignIn, member: Find) -> None:
    give(sign_in("Bob"), member("Chloé"))
    member("Chloé").status = MemberStatus.LEFT
    db.session.commit()
    assert in_force() == []
    assert give(sign_in("Farid"), member("Chloé"))[0] == 422
    assert give(sign_in("Bob"), member("Farid"))[0] == 303
    assert in_force() == [("Bob", "Farid")]


def test_the_rules_of_decision_set_the_limit(
    sign_in: SignIn, member: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxies, "_limit", None)
    proxies.limit_provider(lambda collective_id: 1)
    give(sign_in("Bob"), member("Alice"))
    status, page = give(sign_in("Chloé"), member("Alice"))
    assert status == 409
    assert "(1)" in page


def test_the_public_sees_no_proxy(sign_in: SignIn, collective: Collective) -> None:
    assert sign_in(None).get("/c/quatorze/pouvoirs").status_code == 303


def test_the_page_asks_few_questions_of_the_database(
    sign_in: SignIn, collective: Collective, count_queries: list[str]
) -> None:
    people = [
        Member(collective_id=collective.id, name=f"Membre {n}", folded_name=fold(f"Membre {n}"))
        for n in range(60)
    ]
    db.session.add_all(people)
    db.session.flush()
    db.session.add_all(Proxy(principal_id=people[n].id, holder_id=people[n + 30].id) for n in range(30))
    client = sign_in("Alice")
    db.session.commit()
    db.session.expunge_all()
    count_queries.clear()
    assert client.get("/c/quatorze/pouvoirs").status_code == 200
    assert len(count_queries) <= 10


# --- two people at once ------------------------------------------------------------------------------


def at_once(app: Flask, acts: list[tuple[FlaskClient, int]]) -> list[int]:
    statuses: list[int] = []
    start = threading.Barrier(len(acts))

    def act(client: FlaskClient, holder: int) -> None:
        start.wait()
        statuses.append(client.post("/c/quatorze/pouvoirs", data={"holder": holder}).status_code)

    threads = [threading.Thread(target=act, args=pair) for pair in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def test_giving_to_each_other_at_once_leaves_one_proxy(app: Flask, sign_in: SignIn, member: Find) -> None:
    acts = [(sign_in("Bob"), member("Chloé").id), (sign_in("Chloé"), member("Bob").id)]
    db.session.commit()
    assert at_once(app, acts) == [303, 409]
    assert len(in_force()) == 1


def test_three_giving_to_one_at_once_stop_at_the_limit(app: Flask, sign_in: SignIn, member: Find) -> None:
    acts = [(sign_in(name), member("Alice").id) for name in ("Bob", "Chloé", "Farid")]
    db.session.commit()
    assert at_once(app, acts) == [303, 303, 409]
    assert len(in_force()) == 2


def test_a_ring_of_three_at_once_is_never_closed(app: Flask, sign_in: SignIn, member: Find) -> None:
    acts = [
        (sign_in("Bob"), member("Chloé").id),
        (sign_in("Chloé"), member("Farid").id),
        (sign_in("Farid"), member("Bob").id),
    ]
    db.session.commit()
    assert at_once(app, acts) == [303, 409, 409]
    assert len(in_force()) == 1
