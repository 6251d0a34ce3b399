"""Count a verifiable urn: no count before the last part, papers beside it, what the tables tell."""

from __future__ import annotations

import json
import re

import pytest
import sqlalchemy as sa

from app.db import db
from app.errors import Refused
from app.votes import services
from app.votes.decision_file import parse
from app.votes.decision_file import recount as recount_file
from app.votes.models import Decision
from app.votes.verifiable.models import Urn, UrnBallot, UrnCredential
from tests.votes.urn.people import Assembly
from tests.votes.urn.reference import verdict

FOR, AGAINST, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)


def test_there_is_no_count_before_the_last_part(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, FOR), (2, AGAINST))
    assert (
        assembly.sign_in("Farid").post(f"/c/quatorze/decisions/{assembly.decision.id}/cloture").status_code
        == 409
    )
    assembly.close()
    assembly.send_part("Bob")
    assembly.send_part("Chloé")
    with pytest.raises(Refused, match="pas dépouillée"):
        services.close(assembly.decision)
    db.session.rollback()
    urn = assembly.urn
    assert (urn.result, urn.server_part) == (None, None)
    page = assembly.sign_in("Farid").get(f"/c/quatorze/decisions/{assembly.decision.id}").text
    assert "<figure" not in page


def test_a_wrong_part_is_refused_and_the_right_one_still_taken(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, FOR))
    assembly.close()
    right, another = assembly.part_of("Bob"), assembly.part_of("Chloé")
    for wrong in (another, right.replace('"challenge":"', '"challenge":"1', 1), "", "{}", "[]"):
        assert "refusée" in assembly.send_part("Bob", wrong, expected=422)
    assembly.send_part("Bob", right)
    assembly.send_part("Bob", right, expected=409)


def test_paper_ballots_are_a_line_of_their_own(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, AGAINST))
    page = f"/c/quatorze/decisions/{assembly.decision.id}"
    typed = {"count-for": "2", "count-against": "1", "count-abstain": "0"}
    too_many = {**typed, "count-for": "12"}
    farid = assembly.sign_in("Farid")
    over = farid.post(f"{page}/comptage", data=too_many)
    assert over.status_code == 409
    assert "Bulletins de papier comptés\u00a0: 13, mais il ne reste que 12 voix hors de l’urne." in over.text
    assert farid.post(f"{page}/comptage", data=typed).status_code == 303
    count = re.search(rf"{page}/comptage/(\d+)/confirmation", assembly.sign_in("Bob").get(page).text)
    assert count
    assert farid.post(count[0], data={}).status_code == 403
    assert assembly.sign_in("Bob").post(count[0], data={}).status_code == 303
    outcome = assembly.count().outcome
    assert outcome is not None
    assert outcome["counts"] == {"for": 3, "against": 2, "abstain": 0}
    document = parse((assembly.decision.document or "").encode())
    assert document["counts"] == {"for": 1, "against": 1, "abstain": 0}
    assert document["room_counts"][0]["counts"] == {"for": 2, "against": 1}
    assert not recount_file(document).differences


@pytest.mark.parametrize("typed", [{}, {"count-for": "0"}, {"count-for": "", "count-against": ""}])
def test_a_count_of_no_paper_is_refused_in_words_of_paper(assembly: Assembly, typed: dict[str, str]) -> None:
    assembly.vote((0, FOR))
    page = f"/c/quatorze/decisions/{assembly.decision.id}"
    answer = assembly.sign_in("Farid").post(f"{page}/comptage", data=typed)
    assert answer.status_code == 422
    assert "Indiquez combien de bulletins de papier vous avez comptés, au moins un." in answer.text
    assert "mains se sont levées" not in answer.text


@pytest.mark.parametrize("typed", ["-1", "deux", "٣"])
def test_what_is_no_number_of_papers_is_refused_in_words_of_paper(assembly: Assembly, typed: str) -> None:
    page = f"/c/quatorze/decisions/{assembly.decision.id}"
    answer = assembly.sign_in("Farid").post(f"{page}/comptage", data={"count-for": typed})
    assert answer.status_code == 422
    assert "Un nombre de bulletins s’écrit en chiffres." in answer.text


def test_a_cancelled_decision_has_no_urn_any_more(assembly: Assembly) -> None:
    assembly.vote((0, FOR))
    public = assembly.public("/bulletins")
    services.cancel(assembly.decision, assembly.member("Farid"))  # type: ignore[arg-type]
    db.session.commit()
    assert assembly.app.test_client().get(public).status_code == 404
    assert assembly.sign_in("Farid").post(assembly.at("/cloture"), data={}).status_code == 409


def test_the_tables_say_nothing_of_who_when_or_in_what_order() -> None:
    assert set(UrnBallot.__table__.columns.keys()) == {
        *("decision_id", "height", "tracker", "credential", "text", "event_hash")
    }
    assert set(UrnCredential.__table__.columns.keys()) == {"decision_id", "digest"}
    assert not any(isinstance(column.type, sa.DateTime) for column in Urn.__table__.columns)


def test_an_absent_scrutineer_s_envelope_is_opened_by_another(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, FOR))
    bob, at = assembly.sign_in("Bob"), assembly.at
    assert bob.get(at("/scrutateur?enveloppe=3")).status_code == 404  # nothing is opened before the closing
    assembly.close()
    assembly.send_part("Bob")
    assembly.send_part("Chloé")
    page = bob.get(at("/scrutateur")).text
    assert "Ouvrir l’enveloppe de Farid" in page
    assert "Ouvrir l’enveloppe de Chloé" not in page
    envelope = bob.get(at("/scrutateur?enveloppe=3")).text
    assert "La phrase de l’enveloppe" in envelope
    assert str(json.loads(assembly.urn.scrutineers[2].public_key or "")["public_key"]) in envelope

    right = assembly.part_of("Farid")
    wrong = bob.post(at("/scrutateur/part"), data={"part": assembly.part_of("Bob"), "position": "3"})
    assert wrong.status_code == 422
    for position in ("1", "9", "0"):
        answer = bob.post(at("/scrutateur/part"), data={"part": right, "position": position})
        assert answer.status_code == 404
    stranger = assembly.sign_in("Membre 000")
    assert stranger.post(at("/scrutateur/part"), data={"part": right, "position": "3"}).status_code == 404
    assert bob.post(at("/scrutateur/part"), data={"part": right, "position": "3"}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Decision, assembly.decision.id).result == "adopted"
    assert "enveloppe cachetée d’un scrutateur absent" in bob.get("/c/quatorze/registre").text
    assert verdict(assembly.archive(), assembly.urn.uuid)[0]
