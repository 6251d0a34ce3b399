"""From the wall to the blason: shown whole, confirmed, written once, and readable back to its post-its."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.blason import services as blasons
from app.blason.document import ItemKind
from app.collectives.models import Collective
from app.db import db, now
from app.deliberations.models import Deliberation
from app.members.models import Member
from app.proposals.models import Proposal
from app.votes import services as votes
from app.votes.rules import DecisionMode, QuestionKind
from app.workshops.models import AgendaItem, Workshop
from app.workshops.poll_models import Poll, PollAnswer, PollKind, PollState
from tests.workshops.grouped import GroupedRoom


@pytest.fixture
def ready(room: GroupedRoom) -> GroupedRoom:
    """Two common sentences with a kind, one without."""
    fatou, malik = room.enter("Fatou", "Malik")
    room.begin()
    room.draw()
    room.write(fatou, "Manger à sa faim")
    room.write(malik, "Du bon pour tout le monde")
    room.write(fatou, "Pas de preuve de pauvreté", "prohibitions")
    aims, also, forbidden = room.notes()
    gather(room, [aims.id], "L’accès de toutes et tous", "aims", "purpose")
    gather(room, [forbidden.id], "Demander une preuve de pauvreté", "prohibitions", "prohibition")
    gather(room, [also.id], "Une phrase sans genre", "aims", "")
    return room


def gather(room: GroupedRoom, notes: list[int], text: str, axis: str, kind: str) -> None:
    data = {"note": notes, "text": text, "axis": axis, "kind": kind}
    assert room.desk.post(room.commons_url, data=data).status_code == 303


def url(room: GroupedRoom) -> str:
    return f"{room.base}/animer/sequences/{room.item.id}/inscription"


def inscribe(room: GroupedRoom, **fields: str) -> int:
    data = {"name": "", "mode": "", "understood": "y", "act": "write", **fields}
    return room.desk.post(url(room), data=data).status_code


def test_what_will_be_written_is_shown_whole_before_it_is(ready: GroupedRoom) -> None:
    page = ready.desk.get(url(ready)).text
    assert "L’accès de toutes et tous" in page
    assert "Manger à sa faim" in page
    assert "1 phrase n’a pas de genre" in page
    assert "<svg" in page
    again = ready.desk.post(
        url(ready), data={"name": "La Caisse du 14e", "mode": "consent", "act": "preview"}
    )
    assert again.status_code == 200
    assert "La Caisse du 14e" in again.text
    assert blasons.current_version(ready.workshop.collective_id) is None


def test_it_must_be_confirmed(ready: GroupedRoom) -> None:
    data = {"name": "", "mode": "", "act": "write"}
    assert ready.desk.post(url(ready), data=data).status_code == 422
    assert blasons.current_version(ready.workshop.collective_id) is None


def test_the_founders_write_it_with_its_name_its_rule_and_its_codes(
    ready: GroupedRoom, collective: Collective
) -> None:
    assert inscribe(ready, name="Caisse commune du 14e", mode="consent") == 303
    blason = blasons.current_blason(collective)
    assert [(item.code, item.kind, item.text) for item in blason.items] == [
        ("F1", ItemKind.PURPOSE, "L’accès de toutes et tous"),
        ("I1", ItemKind.PROHIBITION, "Demander une preuve de pauvreté"),
    ]
    assert blason.name == "Caisse commune du 14e"
    assert {step.mode for kind in QuestionKind for step in blason.rules.cascade(kind)} == {
        DecisionMode.CONSENT
    }
    assert [common.blason_code for common in ready.commons()] == ["F1", "I1", ""]


def test_nothing_is_written_twice(ready: GroupedRoom, collective: Collective) -> None:
    inscribe(ready)
    assert inscribe(ready) == 409
    assert len(blasons.current_blason(collective).items) == 2


def test_what_is_written_is_changed_in_the_blason_and_no_longer_on_the_wall(ready: GroupedRoom) -> None:
    inscribe(ready)
    common = ready.commons()[0]
    at = f"{ready.commons_url}/{common.id}"
    edit = {"text": "Autre chose", "kind": "purpose", "seen": common.version}
    assert ready.desk.post(at, data=edit).status_code == 409
    assert ready.desk.post(f"{at}/defaite").status_code == 409


def test_taking_back_what_came_before_does_not_forget_what_was_written(
    ready: GroupedRoom, collective: Collective
) -> None:
    inscribe(ready)
    for _press in range(3):
        ready.undo()
    assert [common.blason_code for common in ready.commons()] == ["F1", "I1"]
    assert inscribe(ready) == 409


def test_an_item_of_the_blason_leads_to_its_post_its(
    ready: GroupedRoom, sign_in: Callable[[str | None], FlaskClient]
) -> None:
    inscribe(ready)
    bob = sign_in("Bob")
    page = bob.get("/c/quatorze/blason").text
    origins = f"/c/quatorze/seances/{ready.workshop.id}/sequences/{ready.item.id}/origines"
    assert f'href="{origins}#F1"' in page
    told = bob.get(origins).text
    assert "Manger à sa faim" in told
    assert "Groupe 1" in told
    assert origins not in sign_in(None).get("/c/quatorze/blason").text


def adopt(collective: Collective, member: Callable[[str], Member]) -> None:
    """The founders' draft, adopted by a decision."""
    decision = votes.open_decision(
        collective, question="Le blason ?", text="Oui.", kind=QuestionKind.BLASON, actor=member("Farid")
    )
    blasons.write(
        collective, blasons.current_blason(collective), decision_id=decision.id, actor_id=member("Farid").id
    )
    db.session.commit()


def test_an_adopted_blason_is_revised_by_a_proposal_that_tells_its_sources(
    ready: GroupedRoom, collective: Collective, member: Callable[[str], Member]
) -> None:
    adopt(collective, member)
    assert "Seule une décision le change" in ready.desk.get(url(ready)).text
    assert inscribe(ready) == 303
    assert blasons.current_blason(collective).items == ()
    proposal = db.session.scalars(sa.select(Proposal)).one()
    assert proposal.effect_kind == "blason.revise"
    assert [change["text"] for change in proposal.effect_payload["changes"]] == [
        "L’accès de toutes et tous",
        "Demander une preuve de pauvreté",
    ]
    assert "Manger à sa faim" in proposal.body
    assert db.session.scalar(sa.select(sa.func.count(Deliberation.id))) == 1
    assert [common.proposal_id for common in ready.commons()] == [proposal.id, proposal.id, None]
    assert inscribe(ready) == 409
    assert ready.desk.get(f"/c/quatorze/propositions/{proposal.id}").status_code == 200


def test_what_an_adopted_blason_says_already_is_not_proposed_again(
    ready: GroupedRoom, collective: Collective, member: Callable[[str], Member]
) -> None:
    said = (ItemKind.PURPOSE, "L’accès de toutes et tous")
    blasons.edit(collective, member("Farid"), lambda it: it.with_item(*said))
    adopt(collective, member)
    assert "déjà dans le blason" in ready.desk.get(url(ready)).text
    assert inscribe(ready) == 303
    proposal = db.session.scalars(sa.select(Proposal)).one()
    assert [change["text"] for change in proposal.effect_payload["changes"]] == [
        "Demander une preuve de pauvreté"
    ]
    assert "L’accès de toutes et tous" not in proposal.body
    commons = ready.commons()
    assert [common.blason_code for common in commons] == ["F1", "", ""]
    assert [common.proposal_id for common in commons] == [None, proposal.id, None]


def test_the_same_sentence_put_together_twice_is_written_once(
    room: GroupedRoom, collective: Collective
) -> None:
    fatou, _malik = room.enter("Fatou", "Malik")
    room.begin()
    room.draw()
    for text in ("Manger à sa faim", "Du bon pour tout le monde"):
        room.write(fatou, text)
    for note in room.notes():
        gather(room, [note.id], "L’accès de toutes et tous", "aims", "purpose")
    assert inscribe(room) == 303
    assert [item.code for item in blasons.current_blason(collective).items] == ["F1"]
    assert [common.blason_code for common in room.commons()] == ["F1", "F1"]


def test_more_than_a_blason_holds_is_refused_and_said(
    ready: GroupedRoom, collective: Collective, member: Callable[[str], Member]
) -> None:
    for number in range(59):
        blasons.edit(collective, member("Farid"), lambda it, n=number: it.with_item(ItemKind.VALUE, f"V {n}"))
    db.session.commit()
    assert inscribe(ready) == 422
    assert "60 éléments au plus" in ready.desk.get(url(ready)).text
    assert ready.desk.get(f"{ready.base}/mur").status_code == 200


@pytest.mark.parametrize("fields", [{"mode": "royal"}, {"name": "x" * 121}])
def test_a_name_or_a_rule_that_cannot_be_is_refused(
    ready: GroupedRoom, collective: Collective, fields: dict[str, str]
) -> None:
    assert inscribe(ready, **fields) == 422
    assert blasons.current_version(collective.id) is None


def test_the_name_and_the_rule_that_the_room_chose_are_filled_in(
    ready: GroupedRoom, item_of: Callable[[Workshop, str], AgendaItem]
) -> None:
    people = {one.name: one.id for one in ready.people()}
    for kind, name, options, value in (
        ("vote", "rule", [{"key": "consent", "label": "Consentement"}], "consent"),
        ("name", "name", [{"key": "n1", "label": "Le Pain commun"}], "n1"),
    ):
        poll = Poll(
            workshop_id=ready.workshop.id,
            item_id=item_of(ready.workshop, kind).id,
            name=name,
            kind=PollKind.CHOICE,
            question="?",
            options=options,
            state=PollState.CLOSED,
            closed_at=now(),
        )
        db.session.add(poll)
        db.session.flush()
        db.session.add(PollAnswer(poll_id=poll.id, participant_id=people["Fatou"], value=value))
    db.session.commit()
    page = ready.desk.get(url(ready)).text
    assert 'value="Le Pain commun"' in page
    assert '<option selected value="consent">' in page
    assert "Consentement" in ready.page()
