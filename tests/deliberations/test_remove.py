"""Withdrawing one's words, moderating for a reason, putting back; answers stay."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.deliberations.models import Contribution, Deliberation, Removal
from app.deliberations.services import questions
from app.members.models import Member
from app.register.models import RegisterEntry
from app.register.search import find

SignIn = Callable[[str | None], FlaskClient]
Say = Callable[..., Contribution]


@pytest.fixture
def said(say: Say) -> Contribution:
    return say("Chloé", "Une phrase maladroite.")


def to(contribution: Contribution, rest: str = "") -> str:
    return f"/c/quatorze/contributions/{contribution.id}{rest}"


def read(client: FlaskClient, contribution: Contribution) -> str:
    return client.get(to(contribution), follow_redirects=True).text


def test_the_author_withdraws_and_may_put_back(said: Contribution, say: Say, sign_in: SignIn) -> None:
    say("Bob", "Une réponse qui reste.", said)
    client = sign_in("Chloé")
    client.post(to(said, "/retrait"))
    shown = read(sign_in("Bob"), said)
    assert "Retirée par son auteur·rice" in shown
    assert "maladroite" not in shown
    assert "Une réponse qui reste." in shown
    assert find(1, "maladroite") == []
    client.post(to(said, "/retablissement"))
    assert "Une phrase maladroite." in read(sign_in("Bob"), said)
    assert [hit.subject_id for hit in find(1, "maladroite")] == [said.id]
    assert said.version == 1


def test_what_was_withdrawn_is_still_read_by_its_author_and_the_facilitators(
    said: Contribution, sign_in: SignIn
) -> None:
    sign_in("Chloé").post(to(said, "/retrait"))
    for name in ("Chloé", "Farid", "Alice"):
        assert "maladroite" in sign_in(name).get(to(said, "/historique")).text
    refused = sign_in("Bob").get(to(said, "/historique"))
    assert (refused.status_code, "maladroite" in refused.text) == (403, False)


def test_only_the_author_withdraws(said: Contribution, sign_in: SignIn) -> None:
    for name in ("Bob", "Farid"):
        assert sign_in(name).post(to(said, "/retrait")).status_code == 403


def test_withdrawing_twice_says_so(said: Contribution, sign_in: SignIn) -> None:
    client = sign_in("Chloé")
    client.post(to(said, "/retrait"))
    again = client.post(to(said, "/retrait"))
    assert (again.status_code, "déjà retirée" in again.text) == (409, True)


def test_nothing_is_withdrawn_from_a_closed_deliberation(
    said: Contribution, deliberation: Deliberation, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    questions.close(deliberation, member("Farid"))
    db.session.commit()
    answer = sign_in("Chloé").post(to(said, "/retrait"))
    assert (answer.status_code, "ce qui y a été dit reste" in answer.text) == (409, True)
    assert sign_in("Farid").post(to(said, "/moderation"), data={"reason": "disrespect"}).status_code == 303
    answer = sign_in("Farid").post(to(said, "/retablissement"))
    assert (answer.status_code, "rouvrez-la" in answer.text) == (409, True)


def test_a_facilitator_moderates_for_a_reason_that_everyone_reads(
    said: Contribution, sign_in: SignIn
) -> None:
    client = sign_in("Farid")
    assert "Une phrase maladroite." in client.get(to(said, "/moderation")).text
    client.post(to(said, "/moderation"), data={"reason": "personal_data", "note": "Un numéro de téléphone."})
    shown = read(sign_in("Bob"), said)
    assert "Motif : informations personnelles sur quelqu’un." in shown.replace("\u00a0", " ")
    assert "Un numéro de téléphone." in shown
    entry = db.session.scalars(sa.select(RegisterEntry).filter_by(kind="contribution.moderated")).one()
    assert json.loads(entry.payload)["reason"] == "personal_data"
    assert "maladroite" not in entry.payload
    client.post(to(said, "/retablissement"))
    assert "Une phrase maladroite." in read(sign_in("Bob"), said)
    kinds = db.session.scalars(sa.select(RegisterEntry.kind).order_by(RegisterEntry.position))
    assert kinds.all()[-1] == "contribution.restored"


def test_a_reason_is_needed(said: Contribution, sign_in: SignIn) -> None:
    for data in ({}, {"reason": "withdrawn"}, {"reason": "autre"}):
        answer = sign_in("Farid").post(to(said, "/moderation"), data=data | {"note": "une précision gardée"})
        assert (answer.status_code, "une précision gardée" in answer.text) == (422, True)
    db.session.expire_all()
    assert said.removal is None


def test_a_member_does_not_moderate(said: Contribution, sign_in: SignIn) -> None:
    client = sign_in("Bob")
    assert client.get(to(said, "/moderation")).status_code == 403
    assert client.post(to(said, "/moderation"), data={"reason": "off_topic"}).status_code == 403


def test_who_may_put_back_depends_on_who_removed(said: Contribution, sign_in: SignIn) -> None:
    sign_in("Farid").post(to(said, "/moderation"), data={"reason": "repeated"})
    assert sign_in("Chloé").post(to(said, "/retablissement")).status_code == 403
    assert sign_in("Farid").post(to(said, "/retablissement")).status_code == 303
    sign_in("Chloé").post(to(said, "/retrait"))
    assert sign_in("Farid").post(to(said, "/retablissement")).status_code == 403
    assert sign_in("Chloé").post(to(said, "/retablissement")).status_code == 303
    db.session.expire_all()
    assert (said.removal, said.removed_at) == (None, None)


def test_the_history_tells_a_removal(said: Contribution, sign_in: SignIn) -> None:
    sign_in("Farid").post(to(said, "/moderation"), data={"reason": Removal.REPEATED.value})
    assert "Texte retiré" in sign_in("Alice").get(to(said, "/historique")).text
