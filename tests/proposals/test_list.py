"""The list of proposals, whole or of one state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.proposals.models import Proposal

SignIn = Callable[[str | None], FlaskClient]
Drafts = Callable[..., Proposal]
LIST = "/c/quatorze/propositions"


@pytest.fixture
def one_of_each(submitted: Drafts, draft: Drafts) -> None:
    submitted(title="Des visites à deux")
    draft(title="Un goûter par saison")


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("", ["Des visites à deux", "Un goûter par saison"], []),
        ("?etat=", ["Des visites à deux", "Un goûter par saison"], []),
        ("?etat=draft", ["Un goûter par saison"], ["Des visites à deux"]),
        ("?etat=submitted", ["Des visites à deux"], ["Un goûter par saison"]),
        ("?etat=jamais-vu", ["Des visites à deux", "Un goûter par saison"], []),
    ],
)
def test_only_the_proposals_of_the_state_asked_for_are_listed(
    sign_in: SignIn, asked: str, shown: list[str], hidden: list[str]
) -> None:
    page = sign_in("Bob").get(f"{LIST}{asked}").text
    assert all(title in page for title in shown)
    assert not any(title in page for title in hidden)


@pytest.mark.usefixtures("one_of_each")
def test_the_state_asked_for_stays_chosen(sign_in: SignIn) -> None:
    page = sign_in("Bob").get(f"{LIST}?etat=draft").text
    assert '<option value="draft" selected>' in page
    assert page.count(" selected>") == 1


@pytest.mark.usefixtures("one_of_each")
def test_a_state_without_proposals_says_so(sign_in: SignIn) -> None:
    assert "Aucune proposition dans cet état." in sign_in("Bob").get(f"{LIST}?etat=withdrawn").text
