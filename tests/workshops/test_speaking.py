"""The round of speech and the queue of hands, as rules: nobody twice before all once, the silent first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshops.floor import Raised, queue
from app.workshops.speaking import Circle, NotOver, drawn

ROOM = st.lists(st.integers(1, 60), min_size=1, max_size=25, unique=True).map(tuple)
ACTS = st.lists(
    st.one_of(
        st.sampled_from(["next", "skip", "later"]),
        st.tuples(st.sampled_from(["join", "leave"]), st.integers(1, 60)),
    ),
    max_size=80,
)


def done(circle: Circle, act: object) -> Circle:
    if isinstance(act, tuple):
        return getattr(circle, act[0])(act[1])
    return getattr(circle, str(act))()


@given(ROOM, ACTS)
def test_nobody_speaks_twice_before_everyone_has_spoken(room: tuple[int, ...], acts: list[object]) -> None:
    circle = Circle(room)
    for act in acts:
        circle = done(circle, act)
        assert len(set(circle.spoken)) == len(circle.spoken)
        assert circle.turn not in circle.spoken


@given(ROOM, ACTS)
def test_everyone_is_in_one_place_only(room: tuple[int, ...], acts: list[object]) -> None:
    circle = Circle(room)
    for act in acts:
        circle = done(circle, act)
        everyone = circle.waiting + circle.spoken + circle.passed
        assert len(set(everyone)) == len(everyone)


@given(ROOM, st.lists(st.sampled_from(["next", "skip", "later"]), max_size=60))
def test_nobody_is_lost(room: tuple[int, ...], acts: list[str]) -> None:
    circle = Circle(room)
    for act in acts:
        circle = done(circle, act)
        assert set(circle.waiting + circle.spoken + circle.passed) == set(room)


@given(ROOM)
def test_a_round_in_order_hears_everyone_in_that_order(room: tuple[int, ...]) -> None:
    circle = Circle(room)
    for _person in room:
        circle = circle.next()
    assert circle.is_over
    assert circle.spoken == room
    assert circle.again() == Circle(room)


@given(ROOM)
def test_a_further_round_waits_for_the_last(room: tuple[int, ...]) -> None:
    with pytest.raises(NotOver):
        Circle(room).again()


def test_who_will_speak_later_speaks_after_the_others() -> None:
    circle = Circle((1, 2, 3)).later().next().next()
    assert circle.turn == 1
    assert Circle((1,)).later().turn == 1, "alone, it is still their turn"


def test_who_passed_may_change_their_mind_and_who_spoke_waits_for_the_next_round() -> None:
    circle = Circle((1, 2)).skip()
    assert circle.join(1).waiting == (2, 1)
    assert Circle((2,), spoken=(1,)).join(1).waiting == (2,)


@given(ROOM, st.data())
def test_a_draw_keeps_everyone_once(room: tuple[int, ...], data: st.DataObject) -> None:
    order = drawn(room, lambda below: data.draw(st.integers(0, below - 1)))
    assert sorted(order) == sorted(room)


def test_a_draw_can_give_every_order() -> None:
    rolls = ([a, b] for a in range(3) for b in range(2))
    orders = {drawn((1, 2, 3), lambda _below, roll=roll: roll.pop(0)) for roll in rolls}
    assert len(orders) == 6


START = datetime(2024, 4, 23, 18, tzinfo=UTC)
HANDS = st.lists(
    st.builds(
        Raised,
        hand=st.integers(1, 10_000),
        person=st.integers(1, 500),
        raised_at=st.integers(0, 600).map(lambda seconds: START + timedelta(seconds=seconds)),
        turns=st.integers(0, 3),
        seconds=st.integers(0, 300),
    ).map(lambda it: it if it.turns else Raised(it.hand, it.person, it.raised_at)),
    max_size=30,
    unique_by=lambda it: it.person,
)


@given(HANDS)
def test_who_has_not_spoken_comes_before_who_has(hands: list[Raised]) -> None:
    order = queue(hands)
    assert sorted(order, key=lambda it: it.turns > 0) == order


@given(HANDS)
def test_then_who_spoke_least_then_who_waits_longest(hands: list[Raised]) -> None:
    for one, other in pairwise(queue(hands)):
        if (one.turns > 0) == (other.turns > 0):
            assert one.seconds <= other.seconds
            if one.seconds == other.seconds and one.turns == other.turns:
                assert one.raised_at <= other.raised_at


@given(HANDS, st.randoms())
def test_the_order_in_which_hands_are_read_does_not_matter(hands: list[Raised], chance) -> None:
    shuffled = list(hands)
    chance.shuffle(shuffled)
    assert queue(shuffled) == queue(hands)
    assert {it.hand for it in queue(hands)} == {it.hand for it in hands}
