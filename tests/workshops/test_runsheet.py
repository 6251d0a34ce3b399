"""The agenda slides: what is over keeps its times, the rest follows on, and the end is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshops.runsheet import Timed, ends_at, schedule

SIX = datetime(2024, 4, 23, 16, 0, tzinfo=UTC)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def test_before_the_evening_the_plan_is_the_schedule() -> None:
    slots = schedule([5, 20], [Timed(5), Timed(20)], SIX, SIX - minutes(60))
    assert [(slot.starts_at, slot.ends_at) for slot in slots] == [
        (SIX, SIX + minutes(5)),
        (SIX + minutes(5), SIX + minutes(25)),
    ]
    assert all(slot.late == minutes(0) for slot in slots)


def test_an_evening_that_has_not_begun_in_time_slides() -> None:
    slots = schedule([5, 20], [Timed(5), Timed(20)], SIX, SIX + minutes(10))
    assert ends_at(slots) == SIX + minutes(35)
    assert slots[-1].late == minutes(10)


def test_an_item_that_overruns_pushes_what_follows_and_only_that() -> None:
    running = [Timed(5, SIX, SIX + minutes(4)), Timed(20, SIX + minutes(4)), Timed(10)]
    slots = schedule([5, 20, 10], running, SIX, SIX + minutes(40))
    assert slots[0].ends_at == SIX + minutes(4)
    assert slots[1].ends_at == SIX + minutes(40)
    assert slots[2].starts_at == SIX + minutes(40)
    assert ends_at(slots) == SIX + minutes(50)


def test_an_item_given_five_more_minutes_slides_the_rest_by_five() -> None:
    plan = [20, 10]
    before = schedule(plan, [Timed(20, SIX), Timed(10)], SIX, SIX + minutes(1))
    after = schedule(plan, [Timed(25, SIX), Timed(10)], SIX, SIX + minutes(1))
    assert ends_at(after) - ends_at(before) == minutes(5)
    assert after[-1].late == minutes(5)


def test_an_agenda_without_items_has_no_end() -> None:
    with pytest.raises(ValueError, match=r"max\(\)"):
        ends_at([])


@st.composite
def evenings(draw: st.DrawFn) -> tuple[list[int], list[Timed], datetime]:
    """The plan, the items as they stand, and the moment: some are over, one may run, the others come."""
    plan = draw(st.lists(st.integers(1, 120), min_size=1, max_size=12))
    over = draw(st.integers(0, len(plan)))
    here = SIX + minutes(draw(st.integers(-10, 60)))
    items = []
    for length in plan[:over]:
        took = minutes(draw(st.integers(0, 120)))
        items.append(Timed(length, here, here + took))
        here += took
    if over < len(plan) and draw(st.booleans() if not over else st.just(True)):
        items.append(Timed(plan[over] + draw(st.integers(0, 30)), here))
    moment = here + minutes(draw(st.integers(0, 120))) if items else SIX - minutes(draw(st.integers(-90, 90)))
    return plan, [*items, *(Timed(length) for length in plan[len(items) :])], moment


@given(evenings())
def test_slots_follow_one_another_and_nothing_to_come_lies_in_the_past(
    evening: tuple[list[int], list[Timed], datetime],
) -> None:
    plan, items, moment = evening
    slots = schedule(plan, items, SIX, moment)
    assert all(before.ends_at == after.starts_at for before, after in pairwise(slots))
    for slot, item in zip(slots, items, strict=True):
        assert slot.starts_at <= slot.ends_at
        if item.ended_at is None:
            assert slot.ends_at >= moment


@given(evenings(), st.integers(1, 60))
def test_more_minutes_for_what_is_to_come_delay_the_end_by_as_much(
    evening: tuple[list[int], list[Timed], datetime], more: int
) -> None:
    plan, items, moment = evening
    if items[-1].started_at is not None:
        return
    longer = [*items[:-1], Timed(items[-1].minutes + more)]
    ends = [ends_at(schedule(plan, given, SIX, moment)) for given in (items, longer)]
    assert ends[1] - ends[0] == minutes(more)
