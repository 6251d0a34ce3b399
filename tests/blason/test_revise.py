"""An adopted proposal changes the blason, rules included; what moved meanwhile is never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.blason import changes, services
from app.blason.document import Blason, ItemKind
from app.blason.effects import BlasonRevision
from app.collectives.models import Collective
from app.db import db
from app.deliberations.services.questions import ask
from app.members.models import Member
from app.proposals.effects import InvalidEffect
from app.proposals.models import Compliance, Proposal
from app.proposals.services import composing, rounds
from app.proposals.states import ProposalState
from app.votes.models import Decision
from app.votes.presets import GENEVE
from app.votes.rulebook import current_rulebook
from app.votes.rules import QuestionKind
from app.votes.services import cast, close

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
EFFECT = BlasonRevision()


@pytest.fixture
def proposal(founded: Collective, member: Find) -> Proposal:
    """Bob's draft, which revises the blason and changes nothing yet."""
    question = ask(founded, member("Bob"), question="À quoi tenons-nous ?")
    draft = composing.create(
        question, member("Bob"), title="Tenir à l’entraide", body="…", effect_kind="blason.revise"
    )
    db.session.commit()
    return draft


def _address(proposal: Proposal, rest: str = "") -> str:
    return f"/c/quatorze/propositions/{proposal.id}/blason{rest}"


def _compose(
    proposal: Proposal, author: Member, change: Callable[[Blason], Blason], founded: Collective
) -> None:
    today = services.current_blason(founded)
    payload = {"changes": changes.compare(today, change(today))}
    composing.set_effect_payload(proposal, payload, author, seen=str(proposal.version))


def _decide(proposal: Proposal, collective: Collective, member: Find, choice: str = "agree") -> Decision:
    """Everyone speaks, in the mode the blason asks (consensus, at founding), and the decision closes."""
    composing.answer_checklist(
        proposal,
        {code: (Compliance.RESPECTS, "") for code, _ in services.prohibitions(collective)},
        collective,
    )
    composing.submit(proposal, proposal.proposer, collective)
    decision = rounds.open_round(proposal, member("Farid"), collective).decision
    for name in ("Alice", "Farid", "Bob", "Chloé"):
        cast(decision, member(name), choice, "Parce que." if choice == "block" else None)
    close(decision, member("Farid"))
    db.session.commit()
    return decision


def test_a_member_composes_a_revision_in_the_blason_s_own_editor(proposal: Proposal, sign_in: SignIn) -> None:
    bob = sign_in("Bob")
    for path, data in (
        ("/value", {"value-text": "Entraide"}),
        ("/elements/V1", {"text": "Solidarité entre foyers", "seen": "Solidarité"}),
        ("/elements/I1/retrait", {}),
        ("/nom", {"name": "Tablée du 14e"}),
    ):
        assert bob.post(_address(proposal, path), data=data).status_code == 303
    db.session.expire_all()
    ops = [change["op"] for change in proposal.effect_payload["changes"]]
    assert ops == ["rename", "edit", "remove", "add"]
    page = bob.get(_address(proposal)).text
    assert "<del>Solidarité</del>" in page
    assert "<ins>Solidarité entre foyers</ins>" in page
    assert "Le nom change" in page


def test_undoing_a_change_leaves_no_trace_of_it(proposal: Proposal, sign_in: SignIn) -> None:
    bob = sign_in("Bob")
    bob.post(_address(proposal, "/elements/V1"), data={"text": "Entraide", "seen": "Solidarité"})
    bob.post(_address(proposal, "/elements/V1"), data={"text": "Solidarité", "seen": "Entraide"})
    db.session.expire_all()
    assert proposal.effect_payload == {"changes": []}


def test_composing_changes_nothing_before_the_decision(
    proposal: Proposal, founded: Collective, sign_in: SignIn
) -> None:
    before = services.current_blason(founded)
    sign_in("Bob").post(_address(proposal, "/nom"), data={"name": "Tablée"})
    assert services.current_blason(founded) == before


def test_an_adopted_revision_is_the_next_version(
    proposal: Proposal, founded: Collective, member: Find
) -> None:
    _compose(proposal, member("Bob"), lambda b: b.with_item(ItemKind.VALUE, "Entraide"), founded)
    decision = _decide(proposal, founded, member)
    version = services.current_version(founded.id)
    assert version is not None
    assert version.decision_id == decision.id
    assert version.blason.item("V3").text == "Entraide"
    assert proposal.state is ProposalState.ADOPTED
    assert services.is_adopted(founded.id)


def test_adopted_rules_are_in_force_at_once(proposal: Proposal, founded: Collective, member: Find) -> None:
    cascade = GENEVE.cascade(QuestionKind.CHARTER)
    _compose(proposal, member("Bob"), lambda b: b.with_cascade(QuestionKind.CHARTER, cascade), founded)
    _decide(proposal, founded, member)
    assert current_rulebook(founded.id).cascade(QuestionKind.CHARTER) == cascade


def test_a_rejected_revision_changes_nothing(proposal: Proposal, founded: Collective, member: Find) -> None:
    before = services.current_blason(founded)
    _compose(proposal, member("Bob"), lambda b: b.renamed("Tablée"), founded)
    _decide(proposal, founded, member, choice="block")
    assert services.current_blason(founded) == before
    assert not services.is_adopted(founded.id)


def test_what_moved_between_opening_and_closing_is_not_overwritten(
    proposal: Proposal, founded: Collective, member: Find
) -> None:
    _compose(proposal, member("Bob"), lambda b: b.with_text("V1", "Entraide"), founded)
    composing.answer_checklist(proposal, {"I1": (Compliance.RESPECTS, "")}, founded)
    composing.submit(proposal, member("Bob"), founded)
    decision = rounds.open_round(proposal, member("Farid"), founded).decision
    services.edit(founded, member("Alice"), lambda b: b.with_text("V1", "Fraternité"))
    for name in ("Alice", "Farid", "Bob", "Chloé"):
        cast(decision, member(name), "agree")
    close(decision, member("Farid"))
    assert services.current_blason(founded).item("V1").text == "Fraternité"
    assert "V1" in proposal.obstacle


def test_the_editor_says_what_moved_and_keeps_the_rest(
    proposal: Proposal, founded: Collective, member: Find, sign_in: SignIn
) -> None:
    def both(blason: Blason) -> Blason:
        return blason.with_text("V1", "Entraide").with_text("V2", "Joie")

    _compose(proposal, member("Bob"), both, founded)
    services.edit(founded, member("Alice"), lambda b: b.with_text("V1", "Fraternité"))
    db.session.commit()
    page = sign_in("Bob").get(_address(proposal)).text
    assert "L’élément V1 a été modifié ou retiré" in page
    assert "<ins>Joie</ins>" in page
    assert "<ins>Entraide</ins>" not in page


def test_the_draft_is_adopted_as_it_is(
    proposal: Proposal, founded: Collective, member: Find, sign_in: SignIn
) -> None:
    before = services.current_blason(founded)
    assert sign_in("Bob").post(_address(proposal, "/tel-quel")).status_code == 303
    db.session.expire_all()
    _decide(proposal, founded, member)
    assert services.current_blason(founded) == before
    assert services.is_adopted(founded.id)


def test_a_draft_that_changed_is_not_the_one_that_was_proposed(
    proposal: Proposal, founded: Collective, member: Find, sign_in: SignIn
) -> None:
    sign_in("Bob").post(_address(proposal, "/tel-quel"))
    services.edit(founded, member("Alice"), lambda b: b.renamed("Tablée"))
    db.session.expire_all()
    assert EFFECT.conflicts(founded, proposal.effect_payload) != []


def test_starting_again_forgets_the_changes(proposal: Proposal, founded: Collective, sign_in: SignIn) -> None:
    bob = sign_in("Bob")
    bob.post(_address(proposal, "/nom"), data={"name": "Tablée"})
    bob.post(_address(proposal, "/reprise"))
    db.session.expire_all()
    assert proposal.effect_payload == {}


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"changes": []},
        {"changes": "tout"},
        {"changes": [{"op": "remove", "code": "V99", "was": "a"}]},
        {"changes": [{"op": "rules", "kind": "charter", "was": [], "steps": []}]},
    ],
)
def test_an_effect_that_cannot_be_is_refused_with_a_sentence(
    founded: Collective, payload: dict[str, Any]
) -> None:
    with pytest.raises(InvalidEffect) as refused:
        EFFECT.validate(founded, payload)
    assert refused.value.message.endswith((".", "!"))


def test_someone_else_s_revision_is_not_written(proposal: Proposal, sign_in: SignIn) -> None:
    assert sign_in("Chloé").post(_address(proposal, "/nom"), data={"name": "À moi"}).status_code == 404
    assert sign_in("Alice").post(_address(proposal, "/nom"), data={"name": "À moi"}).status_code == 403
    assert sign_in(None).get(_address(proposal)).status_code == 303


def test_a_decided_revision_is_no_longer_written(
    proposal: Proposal, founded: Collective, member: Find, sign_in: SignIn
) -> None:
    _compose(proposal, member("Bob"), lambda b: b.renamed("Tablée"), founded)
    _decide(proposal, founded, member)
    assert sign_in("Bob").post(_address(proposal, "/nom"), data={"name": "Encore"}).status_code == 409


def test_a_proposal_of_another_effect_has_no_such_editor(
    proposal: Proposal, founded: Collective, member: Find, sign_in: SignIn
) -> None:
    other = composing.create(
        proposal.deliberation, member("Bob"), title="Se réunir le mardi", body="…", effect_kind="none"
    )
    db.session.commit()
    assert sign_in("Bob").get(_address(other)).status_code == 409


@pytest.mark.parametrize("rest", ["", "/elements/V1", "/regles/charter"])
def test_each_page_of_the_editor_sends_few_statements(
    proposal: Proposal, sign_in: SignIn, count_queries: list[str], rest: str
) -> None:
    bob = sign_in("Bob")
    count_queries.clear()
    assert bob.get(_address(proposal, rest)).status_code == 200
    assert len(count_queries) <= 10


def test_the_proposal_shows_both_shields(
    proposal: Proposal, founded: Collective, member: Find, sign_in: SignIn
) -> None:
    _compose(proposal, member("Bob"), lambda b: b.renamed("Tablée du 14e"), founded)
    db.session.commit()
    page = sign_in("Bob").get(f"/c/quatorze/propositions/{proposal.id}").text
    assert 'id="before-title"' in page
    assert 'id="after-title"' in page
    assert "<ins>Tablée du 14e</ins>" in page
