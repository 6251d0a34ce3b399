"""The anonymous consultation (simple urn): what it keeps, what it never keeps, what it says of itself."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.db import Base, db
from app.errors import Refused
from app.members.models import Proxy
from app.register.models import RegisterEntry
from app.votes import boxes, services
from app.votes.decision_file import parse, recount
from app.votes.models import Expression, SecretBallot, VoterRoll

CODE, OTHER = "abcd-efgh-jkmn-pqrs", "zzzz-yyyy-xxxx-wwww"


@pytest.fixture
def urn(opened, crowd):
    """A secret decision on the roll of fourteen people."""
    crowd(10)
    return opened("secret_majority")


def page(decision, act=""):
    return f"/c/quatorze/decisions/{decision.id}{act}"


def papers():
    return sorted(row.choice for row in db.session.scalars(sa.select(SecretBallot)))


def offered_code(client, decision):
    return re.search(r'name="code" value="([^"]+)"', client.get(page(decision)).text)[1]


def test_bob_notes_his_code_then_votes_and_the_roll_says_only_that_he_voted(urn, member, sign_in):
    bob = sign_in("Bob")
    code = offered_code(bob, urn)
    answer = bob.post(page(urn, "/expression"), data={"choice": "for", "code": code, "key": "k"})
    assert answer.status_code == 303
    assert db.session.get(VoterRoll, (urn.id, member("Bob").id)).has_voted
    assert papers() == ["for"]


def test_the_screen_says_what_the_urn_protects_from_and_what_not(urn, sign_in):
    shown = sign_in("Bob").get(page(urn))
    assert "Consultation anonyme (urne simple)" in shown.text
    assert "protège des curieux, pas de l’administrateur du serveur" in shown.text
    assert "vote secret" not in shown.text.lower()
    assert shown.headers["Cache-Control"] == "no-store"


def test_fewer_than_five_voters_are_refused_and_fewer_than_ten_warned(opened, crowd, sign_in):
    with pytest.raises(Refused, match="5 votant"):
        opened("secret_majority")
    db.session.rollback()
    crowd(2)
    assert "moins de dix à voter" in sign_in("Bob").get(page(opened("secret_majority"))).text


def test_there_is_no_count_before_the_closing(urn, member, sign_in):
    services.cast(urn, member("Bob"), "against", code=CODE)
    db.session.commit()
    shown = sign_in("Farid").get(page(urn)).text
    assert "Aucun compte, même partiel, n’existe avant la clôture" in shown
    assert "<figure" not in shown
    from app.votes.services.counting import device_counts

    with pytest.raises(RuntimeError):
        device_counts(urn)


def test_with_the_code_bob_reads_and_changes_his_paper(urn, sign_in):
    bob = sign_in("Bob")
    bob.post(page(urn, "/expression"), data={"choice": "for", "code": CODE})
    read = bob.post(page(urn, "/bulletin"), data={"code": CODE.upper().replace("-", " ")})
    assert read.status_code == 200
    assert "Il dit" in read.text
    assert bob.post(page(urn, "/expression"), data={"choice": "against", "code": CODE}).status_code == 303
    assert papers() == ["against"]


def test_without_the_code_nobody_changes_the_paper(urn, member, sign_in):
    bob = sign_in("Bob")
    bob.post(page(urn, "/expression"), data={"choice": "for", "code": CODE})
    answer = bob.post(page(urn, "/expression"), data={"choice": "against", "code": OTHER})
    assert answer.status_code == 409
    assert papers() == ["for"]
    assert "n’a pas de bulletin sous ce code" in bob.post(page(urn, "/bulletin"), data={"code": OTHER}).text


def test_a_first_vote_never_overwrites_someone_else_s_paper(urn, member):
    services.cast(urn, member("Bob"), "for", code=CODE)
    with pytest.raises(Refused, match="déjà servi"):
        services.cast(urn, member("Chloé"), "against", code=CODE)
    db.session.rollback()


@pytest.mark.parametrize("code", ["", "abc", "abcd-efgh-jkmn-pqrs-tuvw", "é" * 16, "x" * 1_000])
def test_a_forged_code_is_refused(urn, sign_in, code):
    answer = sign_in("Bob").post(page(urn, "/expression"), data={"choice": "for", "code": code})
    assert answer.status_code == 422
    assert papers() == []


def test_nobody_types_for_another(urn, member, sign_in):
    data = {"choice": "for", "code": CODE, "voter_id": member("Bob").id}
    assert sign_in("Farid").post(page(urn, "/expression"), data=data).status_code == 403
    assert papers() == []


def test_who_holds_proxies_puts_papers_that_no_weight_sets_apart(opened, crowd, member):
    people = crowd(6)
    for principal in people[:2]:
        db.session.add(Proxy(principal_id=principal.id, holder_id=member("Alice").id))
    decision = opened("secret_majority")
    services.cast(decision, member("Alice"), "for", code=CODE)
    services.cast(decision, member("Bob"), "against", code=OTHER)
    assert papers() == ["against", "for", "for", "for"]
    services.cast(decision, member("Alice"), "abstain", code=CODE)
    assert papers() == ["abstain", "abstain", "abstain", "against"]


def test_a_tie_rejects(urn, member):
    services.cast(urn, member("Bob"), "for", code=CODE)
    services.cast(urn, member("Alice"), "against", code=OTHER)
    assert services.close(urn).result == "rejected"


def test_the_file_has_counts_no_ballots_and_is_recounted(urn, member, sign_in):
    services.cast(urn, member("Bob"), "for", code=CODE)
    services.close(urn)
    db.session.commit()
    document = json.loads(sign_in(None).get(page(urn, ".json")).data)
    assert document["counts"] == {"for": 1, "against": 0, "abstain": 0}
    assert "ballots" not in document
    assert not recount(parse(urn.document.encode())).differences


def test_after_the_closing_a_paper_is_neither_read_nor_changed(urn, member, sign_in):
    services.cast(urn, member("Bob"), "for", code=CODE)
    services.close(urn)
    db.session.commit()
    bob = sign_in("Bob")
    assert bob.post(page(urn, "/bulletin"), data={"code": CODE}).status_code == 409
    assert bob.post(page(urn, "/expression"), data={"choice": "for", "code": CODE}).status_code == 409


def test_the_choice_is_left_nowhere_but_in_the_urn(urn, sign_in, caplog, tmp_path):
    """A word used by no other row of the database: only the urn may hold it."""
    caplog.set_level(logging.DEBUG)
    bob = sign_in("Bob")
    data = {"choice": "abstain", "code": CODE, "key": "some-key", "reason": "abstain"}
    assert bob.post(page(urn, "/expression"), data=data).status_code == 303
    for table in Base.metadata.sorted_tables:
        if table.name in ("secret_ballots", "search_documents"):
            continue
        for row in db.session.execute(sa.select(table)).mappings():
            assert "abstain" not in json.dumps(dict(row), default=str), table.name
            assert CODE not in json.dumps(dict(row), default=str), table.name
    with bob.session_transaction() as cookie:
        assert "abstain" not in str(dict(cookie))
        assert CODE not in str(dict(cookie))
    assert "abstain" not in "".join(r.getMessage() for r in caplog.records if "sqlalchemy" not in r.name)
    assert not db.session.scalar(sa.select(sa.func.count(Expression.id)))
    kinds = set(db.session.scalars(sa.select(RegisterEntry.kind)))
    assert not any("cast" in kind or "expression" in kind for kind in kinds)


def test_the_rows_keep_no_time_no_order_and_no_person():
    assert set(SecretBallot.__table__.columns.keys()) == {"decision_id", "key_hash", "choice"}
    assert not any(
        isinstance(column.type, sa.DateTime) or "at" in column.name.split("_")
        for table in (SecretBallot.__table__, VoterRoll.__table__)
        for column in table.columns
    )


def test_joining_the_hidden_order_of_both_tables_tells_nothing(opened, crowd):
    """A hidden rowid, or the place of a row, would pair the n-th to vote with the n-th paper."""
    people = crowd(16)
    decision = opened("secret_majority")
    codes = [boxes.new_code() for _voter in people]
    for number, (voter, code) in enumerate(zip(people, codes, strict=True)):
        services.cast(decision, voter, "for" if number % 2 else "against", code=code)
    papers = [boxes._key(decision, code, 0) for code in codes]
    services.close(decision)
    db.session.commit()
    if db.engine.dialect.name == "sqlite":
        for table in ("secret_ballots", "voter_rolls"):
            with pytest.raises(sa.exc.OperationalError, match="no such column: rowid"):
                db.session.execute(sa.text(f"SELECT rowid FROM {table}"))  # noqa: S608 - two known names
            db.session.rollback()
    order = "" if db.engine.dialect.name == "sqlite" else " ORDER BY ctid"
    stored = db.session.execute(sa.text(f"SELECT key_hash FROM secret_ballots{order}")).scalars().all()  # noqa: S608
    voted = (
        db.session.execute(
            sa.text(f"SELECT member_id FROM voter_rolls WHERE has_voted{order}")  # noqa: S608
        )
        .scalars()
        .all()
    )
    assert sorted(stored) == sorted(papers)
    if db.engine.dialect.name == "sqlite":
        assert (stored, voted) == (sorted(stored), sorted(voted))
    else:  # rewritten in an order drawn at random: one time in sixteen factorial it is that of the votes
        assert stored != papers
        assert voted != [voter.id for voter in people]
    if db.engine.dialect.name == "postgresql":
        for table in ("secret_ballots", "voter_rolls"):
            writers = db.session.execute(sa.text(f"SELECT DISTINCT xmin::text FROM {table}"))  # noqa: S608
            assert len(writers.all()) == 1


def test_a_new_code_is_long_and_never_the_same():
    codes = {boxes.new_code() for _draw in range(200)}
    assert len(codes) == 200
    assert all(boxes.tidy_code(code) == code for code in codes)


def test_the_page_never_calls_the_simple_urn_a_secret_vote():
    for fragment in Path("templates/votes").rglob("*.html"):
        assert "vote secret" not in fragment.read_text().lower()
