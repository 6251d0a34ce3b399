"""The roll, whoever is here and whoever gave a proxy to whom."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.votes.roll import InvalidRoll, Person, draw_up

PEOPLE = st.dictionaries(st.integers(1, 12), st.booleans(), min_size=1).map(
    lambda here: [Person(person, present) for person, present in here.items()]
)
PROXIES = st.dictionaries(st.integers(1, 14), st.integers(1, 14), max_size=6)
RECUSED = st.sets(st.integers(1, 12), max_size=3)


def entry(roll, person):
    return next((line for line in roll if line.person == person), None)


@settings(max_examples=150, deadline=None)
@given(PEOPLE, PROXIES, RECUSED, st.booleans(), st.integers(0, 3))
def test_every_vote_is_counted_once_and_carried_by_a_voter(people, proxies, recused, present_only, most):
    proxies = {principal: holder for principal, holder in proxies.items() if principal != holder}
    try:
        roll = draw_up(people, proxies, recused, present_only=present_only, max_proxies=most)
    except InvalidRoll:  # each code has its own test below
        return
    lines = {line.person: line for line in roll}
    assert len(lines) == len(roll)
    assert sum(line.weight for line in roll) == sum(1 for line in roll if not line.is_recused)
    for line in roll:
        assert line.weight <= 1 + most
        assert line.is_recused == (line.person in recused)
        if line.holder is not None:
            assert (line.weight, line.is_present) == (0, False)
            assert lines[line.holder].weight > 1
        if present_only and line.weight:
            assert line.is_present


@settings(max_examples=50, deadline=None)
@given(PEOPLE, st.randoms())
def test_the_order_of_people_does_not_matter(people, random):
    shuffled = list(people)
    random.shuffle(shuffled)
    rolls = [draw_up(some, {}, (), present_only=False, max_proxies=2) for some in (people, shuffled)]
    assert rolls[0] == rolls[1]


def test_a_principal_who_came_votes_in_person():
    roll = draw_up([Person(1, True), Person(2, True)], {1: 2}, (), present_only=False, max_proxies=2)
    assert [line.weight for line in roll] == [1, 1]


def test_when_the_holder_steps_aside_the_principal_votes_in_person():
    roll = draw_up([Person(1), Person(2)], {1: 2}, {2}, present_only=False, max_proxies=2)
    assert entry(roll, 1).weight == 1
    assert entry(roll, 2).is_recused


def test_among_the_present_an_absent_principal_is_represented_by_a_present_holder():
    roll = draw_up(
        [Person(1), Person(2, True), Person(3)], {1: 2, 3: 4}, (), present_only=True, max_proxies=2
    )
    assert [(line.person, line.weight, line.holder) for line in roll] == [(1, 0, 2), (2, 2, None)]


@pytest.mark.parametrize(
    ("proxies", "code"),
    [({1: 2, 2: 3}, "proxy_chain"), ({1: 2, 2: 1}, "proxy_cycle"), ({1: 2, 2: 3, 3: 1}, "proxy_chain")],
)
def test_a_proxy_is_not_passed_on(proxies, code):
    with pytest.raises(InvalidRoll) as refusal:
        draw_up([Person(n) for n in (1, 2, 3)], proxies, (), present_only=False, max_proxies=5)
    assert refusal.value.code == code


def test_one_proxy_too_many_names_the_holder():
    with pytest.raises(InvalidRoll) as refusal:
        draw_up([Person(n) for n in range(1, 5)], {1: 4, 2: 4, 3: 4}, (), present_only=False, max_proxies=2)
    assert refusal.value.params == {"person": 4, "held": 3, "limit": 2}


def test_a_stranger_cannot_be_recused():
    with pytest.raises(InvalidRoll) as refusal:
        draw_up([Person(1)], {}, {9}, present_only=False, max_proxies=2)
    assert refusal.value.code == "recused_stranger"


def test_a_roll_on_which_nobody_votes_is_refused():
    with pytest.raises(InvalidRoll) as refusal:
        draw_up([Person(1)], {}, {1}, present_only=False, max_proxies=2)
    assert refusal.value.code == "nobody"
