"""A double click is one act, and what is typed anew after the way back is not lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.acts import HOME as FOUNDED
from tests.browser.acts import describe_collective
from tests.browser.conftest import PHONE, Server, Walker
from tests.browser.walker import enter_as

Arrive = Callable[..., Walker]
HOME = "/c/la-table-du-quatorze"
pytestmark = [
    pytest.mark.xdist_group("demonstration"),
    pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"]),
]


@pytest.fixture
def bernard(demo: Server, walker: Arrive, javascript: bool) -> Walker:
    person = walker(demo, viewport=PHONE, javascript=javascript)
    enter_as(person.page, "member")
    return person


def ask(person: Walker, question: str) -> None:
    person.go(f"{HOME}/deliberations/nouvelle")
    person.fill("^La question", question)
    person.fill("^Le contexte", "Pour essayer.")


def questions(person: Walker, question: str) -> int:
    person.go(f"{HOME}/deliberations")
    return person.page.get_by_role("link", name=question).count()


def test_a_double_click_asks_one_question(bernard: Walker, javascript: bool) -> None:
    question = f"Combien de clics, scripts {javascript} ?"
    ask(bernard, question)
    bernard.page.get_by_role("button", name="Poser la question").dblclick()
    expect(bernard.page).to_have_url(re.compile(r"/deliberations/\d+"))
    assert questions(bernard, question) == 1


def test_what_is_typed_anew_after_the_way_back_is_not_lost(bernard: Walker, javascript: bool) -> None:
    first, second = f"Une première, scripts {javascript} ?", f"Une seconde, scripts {javascript} ?"
    ask(bernard, first)
    bernard.press("^Poser la question")
    bernard.page.go_back()
    bernard.fill("^La question", second)
    bernard.press("^Poser la question")
    bernard.reads(re.escape(second))
    assert (questions(bernard, first), questions(bernard, second)) == (1, 1)


def test_a_double_click_founds_once_and_lets_the_founder_in(
    empty_instance: Server, walker: Arrive, javascript: bool
) -> None:
    alice = walker(empty_instance, viewport=PHONE, javascript=javascript)
    describe_collective(alice, "simple_majority")
    alice.page.get_by_role("button", name="Fonder le collectif").dblclick()
    alice.reads("Notre blason")
    expect(alice.page).to_have_url(re.compile(f"{FOUNDED}/$"))
    alice.go(f"{FOUNDED}/moi")
    expect(alice.page.locator("input[name=name]")).to_have_value("Alice")
