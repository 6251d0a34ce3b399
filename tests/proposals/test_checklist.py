"""The prohibitions of the blason, which may change after they were answered."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

from flask.testing import FlaskClient

from app.blason import services as blason
from app.blason.document import ItemKind
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.proposals.models import ChecklistAnswer, Proposal
from app.register.models import RegisterEntry

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]
Drafts = Callable[..., Proposal]
HOME = "/c/quatorze/propositions"
RESPECTED = {"answer-I1": "respects"}


def forbid(collective: Collective, member: Named, text: str) -> None:
    blason.edit(collective, member("Alice"), lambda it: it.with_item(ItemKind.PROHIBITION, text))
    db.session.commit()


def hidden(page: str, name: str) -> str:
    """The value of a hidden input of the page."""
    found: list[str] = []

    class Inputs(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            given = dict(attributes)
            if tag == "input" and given.get("name") == name:
                found.append(given.get("value") or "")

    Inputs().feed(page)
    return found[0]


def test_a_prohibition_added_since_waits_for_an_answer(
    submitted: Drafts, sign_in: SignIn, collective: Collective, member: Named
) -> None:
    proposal = submitted()
    forbid(collective, member, "Réserver un lieu à ses propres membres")
    page = sign_in("Chloé").get(f"{HOME}/{proposal.id}").text
    assert "1 interdit attend une réponse" in page
    assert "Réserver un lieu à ses propres membres" in page
    answer = sign_in("Farid").post(f"{HOME}/{proposal.id}/decision", data={})
    assert answer.status_code == 409
    assert "interdits du blason" in answer.text


def test_answers_are_to_the_prohibitions_that_were_read(
    draft: Drafts, sign_in: SignIn, collective: Collective, member: Named
) -> None:
    page = f"{HOME}/{draft().id}/interdits"
    bob = sign_in("Bob")
    seen = hidden(bob.get(page).text, "seen")
    forbid(collective, member, "Réserver un lieu à ses propres membres")
    data = {**RESPECTED, "answer-I2": "respects", "comment-I1": "Rien n’est demandé", "seen": seen}
    late = bob.post(page, data=data)
    assert late.status_code == 409
    assert "Rien n’est demandé" in late.text
    assert "Réserver un lieu à ses propres membres" in late.text
    assert db.session.query(ChecklistAnswer).count() == 0
    again = {**data, "seen": hidden(late.text, "seen")}
    assert bob.post(page, data=again).status_code == 303
    assert db.session.query(ChecklistAnswer).count() == 2


def test_an_answer_changed_before_all_is_in_the_register(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    bob = sign_in("Bob")
    bob.post(f"{HOME}/{proposal.id}/interdits", data={"answer-I1": "to_discuss"})
    kinds = [entry.kind for entry in db.session.query(RegisterEntry).filter_by(subject_id=proposal.id)]
    assert kinds.count("proposal.answered") == 1
    bob.post(f"{HOME}/{proposal.id}/interdits", data={"answer-I1": "to_discuss"})
    kinds = [entry.kind for entry in db.session.query(RegisterEntry).filter_by(subject_id=proposal.id)]
    assert kinds.count("proposal.answered") == 1


def test_an_answer_that_is_none_is_refused(draft: Drafts, sign_in: SignIn) -> None:
    page = f"{HOME}/{draft().id}/interdits"
    answer = sign_in("Bob").post(page, data={"answer-I1": "burn", "comment-I1": "Mon mot"})
    assert answer.status_code == 422
    assert "Mon mot" in answer.text
