"""Amendments that touch one clause are put to the vote from the furthest to the nearest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.charter.changes import derive
from app.charter.contest import THRESHOLD, Contest, Rival, contests, reordered, shifted, touched
from app.charter.document import Charter
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.proposals.services import composing
from tests.charter.charters import charters, edited, small
from tests.charter.editor import Adopt, DraftOf, SignIn

Named = Callable[[str], Member]
NEAR, FAR = (
    "Le prix paie tout le travail.",
    "Chaque ferme fixe elle-même son prix, et personne ne le discute.",
)


def said(text: str, code: str = "L2") -> Charter:
    clauses = tuple(replace(c, text=text) if c.code == code else c for c in small().clauses)
    return replace(small(), clauses=clauses)


def rival(number: int, charter: Charter) -> Rival:
    return Rival(number, derive(small(), charter))


def test_the_furthest_from_the_text_comes_first() -> None:
    [contest] = contests(small(), [rival(1, said(NEAR)), rival(2, said(FAR))])
    assert contest.code == "L2"
    assert [number for number, _apart in contest.order] == [2, 1]


def test_equally_far_the_first_submitted_comes_first() -> None:
    [contest] = contests(small(), [rival(1, said(NEAR)), rival(2, said(NEAR))])
    assert [number for number, _apart in contest.order] == [1, 2]


def test_amendments_of_different_clauses_contest_nothing() -> None:
    assert contests(small(), [rival(1, said(NEAR)), rival(2, said("Autre.", "L3"))]) == []


def test_two_thresholds_contest_each_other() -> None:
    three, one = replace(small(), threshold=3), replace(small(), threshold=1)
    assert contests(small(), [rival(1, three), rival(2, one)]) == [Contest(THRESHOLD, ((1, 1), (2, 1)))]


@given(st.data())
def test_every_contested_code_is_touched_by_all_its_rivals(data: st.DataObject) -> None:
    current = data.draw(charters())
    rivals = [Rival(n, derive(current, data.draw(edited(current)))) for n in range(3)]
    codes = {one.id: touched(one.changes) for one in rivals}
    found = contests(current, rivals)
    for contest in found:
        assert len(contest.order) > 1
        assert all(contest.code in codes[number] for number, _apart in contest.order)
        assert [apart for _n, apart in contest.order] == sorted((a for _n, a in contest.order), reverse=True)
    alone = {code for code in set().union(*codes.values()) if sum(code in c for c in codes.values()) > 1}
    assert {contest.code for contest in found} == alone


def test_the_page_ranks_what_is_under_way(
    adopt: Adopt, draft: DraftOf, sign_in: SignIn, collective: Collective, member: Named
) -> None:
    adopt(small())
    page = "/c/quatorze/charte/amendements"
    assert "Aucun amendement concurrent" in sign_in("Bob").get(page).text
    for title, text in (("De près", NEAR), ("De loin", FAR), ("Brouillon", "Rien.")):
        proposal = draft(said(text), title=title)
        if title != "Brouillon":
            composing.submit(proposal, member("Bob"), collective)
    db.session.commit()
    shown = sign_in("Chloé").get(page).text
    assert shown.index("De loin") < shown.index("De près")
    assert "Brouillon" not in shown, "what is not submitted is nobody's rival"
    assert sign_in(None).get(page).status_code == 303


# --- the order that a facilitator chooses ------------------------------------------------------------

HERE = "/c/quatorze/charte/amendements"


@given(st.lists(st.integers(1, 6), unique=True), st.permutations(range(1, 7)))
def test_a_chosen_order_loses_no_amendment(chosen: list[int], numbers: list[int]) -> None:
    contest = Contest("L2", tuple((number, 1) for number in numbers))
    order = [number for number, _apart in reordered(contest, chosen).order]
    assert sorted(order) == sorted(numbers)
    assert [number for number in order if number in chosen] == chosen
    assert [n for n in order if n not in chosen] == [n for n in numbers if n not in chosen]


@given(st.permutations(range(1, 7)), st.integers(1, 7), st.sampled_from([-1, 1]))
def test_moving_one_there_and_back_changes_nothing_unless_it_was_at_the_end(
    numbers: list[int], moved: int, by: int
) -> None:
    contest = Contest("L2", tuple((number, 1) for number in numbers))
    once = shifted(contest, moved, by)
    assert sorted(once) == sorted(numbers)
    back = shifted(Contest("L2", tuple((number, 1) for number in once)), moved, -by)
    assert list(back) == numbers or list(once) == numbers


def rivals(draft: DraftOf, collective: Collective, author: Member) -> dict[str, int]:
    """Two submitted amendments of L2, the first nearer to the text than the second."""
    numbers = {}
    for title, text in (("De près", NEAR), ("De loin", FAR)):
        proposal = draft(said(text), title=title)
        composing.submit(proposal, author, collective)
        numbers[title] = proposal.id
    db.session.commit()
    return numbers


def test_a_facilitator_chooses_another_order_and_comes_back(
    adopt: Adopt, draft: DraftOf, sign_in: SignIn, collective: Collective, member: Named
) -> None:
    adopt(small())
    numbers = rivals(draft, collective, member("Bob"))
    browser = sign_in("Farid")
    sooner = {"code": "L2", "proposal": str(numbers["De près"]), "do": "sooner"}
    assert browser.post(f"{HERE}/ordre", data=sooner).status_code == 303
    shown = browser.get(HERE).text
    assert shown.index("De près") < shown.index("De loin")
    assert "Ordre choisi par Farid" in shown
    browser.post(f"{HERE}/ordre", data={"code": "L2", "do": "forget"})
    shown = browser.get(HERE).text
    assert shown.index("De loin") < shown.index("De près")
    assert "Ordre choisi" not in shown


def test_opening_out_of_order_is_warned_of_and_allowed(
    adopt: Adopt, draft: DraftOf, sign_in: SignIn, collective: Collective, member: Named
) -> None:
    adopt(small())
    numbers = rivals(draft, collective, member("Bob"))
    browser = sign_in("Farid")
    near, far = (f"/c/quatorze/propositions/{numbers[title]}/decision" for title in ("De près", "De loin"))
    assert "« De loin » passe avant, pour L2" in browser.get(near).text.replace("\u00a0", " ")
    assert "passe avant" not in browser.get(far).text
    assert browser.post(near, data={}).status_code == 303


def test_only_those_who_facilitate_order_and_only_what_is_contested(
    adopt: Adopt, draft: DraftOf, sign_in: SignIn, collective: Collective, member: Named
) -> None:
    adopt(small())
    numbers = rivals(draft, collective, member("Bob"))
    sooner = {"code": "L2", "proposal": str(numbers["De près"])}
    assert sign_in("Bob").post(f"{HERE}/ordre", data=sooner).status_code == 403
    for wrong in ({"code": "L3"}, {"proposal": "999"}, {"proposal": "x"}):
        refused = sign_in("Farid").post(f"{HERE}/ordre", data=sooner | wrong)
        assert refused.status_code == 409
        assert "n’est plus en concurrence" in refused.text
