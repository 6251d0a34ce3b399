"""From the preparation to the result, by the pages: what each person may do, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise

import pytest
import sqlalchemy as sa

from app.db import db
from app.errors import Refused
from app.members.models import Role
from app.register.models import RegisterEntry
from app.votes import services
from app.votes.decision_file import parse
from app.votes.decision_file import recount as recount_file
from app.votes.models import Decision, VoterRoll
from app.votes.rules import Method
from app.votes.urn.ballot import tracker
from app.votes.urn.canonical import fingerprint
from app.votes.urn.recount import recount, verify_diff
from app.votes.verifiable.models import Urn, UrnBallot, UrnCredential, UrnPhase
from tests.votes.urn.people import SCRUTINEERS, Assembly
from tests.votes.urn.reference import verdict

FOR, AGAINST, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)
Gather = Callable[..., Assembly]


def test_a_whole_vote_is_counted_and_the_tool_accepts_its_archive(assembly: Assembly) -> None:
    first, *_others = assembly.vote((0, FOR), (1, FOR), (2, FOR), (3, AGAINST), (0, ABSTAIN))
    begun = assembly.archive()
    assert verdict(begun, assembly.urn.uuid)[0]
    decision = assembly.count()

    assert decision.result == "adopted"
    assert decision.outcome is not None
    assert decision.outcome["counts"] == {"for": 2, "against": 1, "abstain": 1}
    archive = assembly.archive()
    accepted, said = verdict(archive, assembly.urn.uuid, before=begun)
    assert accepted, said
    counted = verify_diff(begun, archive)
    assert counted.counts == ((2, 1, 1),)
    assert first not in counted.trackers
    assert len(counted.trackers) == 4


def test_the_archive_only_grows_whoever_decrypts_first(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, FOR), (2, AGAINST))
    states = [assembly.archive()]
    assembly.close()
    states.append(assembly.archive())
    for name in reversed(SCRUTINEERS):
        assembly.send_part(name)
        states.append(assembly.archive())
    for before, after in pairwise(states):
        verify_diff(before, after)
    assert verdict(states[-1], assembly.urn.uuid)[0]


def test_the_decision_file_names_its_archive_and_is_recounted(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, AGAINST), (2, FOR))
    decision = assembly.count()
    document = parse((decision.document or "").encode())
    assert document["urn"] == {
        "uuid": assembly.urn.uuid,
        "election": fingerprint((assembly.urn.election or "").encode()),
        "archive": fingerprint(assembly.archive()),
    }
    assert not recount_file(document).differences


def test_a_tie_rejects(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, AGAINST))
    assert assembly.count().result == "rejected"


@pytest.mark.parametrize(
    ("method", "votes", "counts", "elected"),
    [
        (
            Method.CHOOSE_ONE,
            [(1, 0, 0), (0, 1, 0), (0, 1, 0), (0, 0, 1)],
            {"o1": 1, "o2": 2, "abstain": 1},
            ["o2"],
        ),
        (
            Method.APPROVAL,
            [(0, 1, 1), (0, 0, 1), (1, 0, 0), (0, 1, 1)],
            {"o1": 2, "o2": 3, "expressed": 3, "abstain": 1},
            ["o2"],
        ),
    ],
)
def test_options_are_chosen(
    gather: Gather,
    method: Method,
    votes: list[tuple[int, ...]],
    counts: dict[str, int],
    elected: list[str],
) -> None:
    assembly = gather(method=method, options=["Grange", "École"], text="").opened()
    assembly.vote(*enumerate(votes))
    outcome = assembly.count().outcome
    assert outcome is not None
    assert (outcome["counts"], outcome["elected"]) == (counts, elected)
    assert not recount_file(parse((assembly.decision.document or "").encode())).differences


def test_majority_judgment_keeps_the_simple_urn(gather: Gather) -> None:
    assembly = gather(method=Method.MAJORITY_JUDGMENT, options=["Grange", "École"], text="")
    answer = assembly.sign_in("Farid").post(assembly.at(), data={})
    assert answer.status_code == 409
    assert "jugement majoritaire" in answer.text


# --- preparing ------------------------------------------------------------------------------------------


def test_a_facilitator_chooses_between_the_two_urns(gather: Gather) -> None:
    assembly = gather()
    page = f"/c/quatorze/decisions/{assembly.decision.id}"
    farid = assembly.sign_in("Farid")
    assert "Préparer une urne vérifiable" in farid.get(page).text
    assert "urne simple" in assembly.sign_in("Bob").get(page).text
    assembly.prepare()
    shown = assembly.sign_in("Bob").get(page).text
    assert "Vote à bulletin secret" in shown
    assert "Elle se prépare" in shown
    assert "Consultation anonyme" not in shown
    assert farid.post(assembly.at("/simple"), data={}).status_code == 303
    assert "Consultation anonyme (urne simple)" in assembly.sign_in("Bob").get(page).text


def test_once_someone_voted_the_urn_does_not_change(gather: Gather) -> None:
    assembly = gather()
    services.cast(assembly.decision, assembly.member("Bob"), "for", code="abcd-efgh-jkmn-pqrs")  # type: ignore[arg-type]
    db.session.commit()
    answer = assembly.sign_in("Farid").post(assembly.at(), data={})
    assert answer.status_code == 409
    assert "déjà voté" in answer.text


def test_only_a_secret_decision_has_such_an_urn(assembly: Assembly, opened: Callable[..., Decision]) -> None:
    decision = opened("open_majority")
    answer = assembly.sign_in("Farid").post(f"/c/quatorze/decisions/{decision.id}/urne", data={})
    assert answer.status_code == 409


def test_who_administers_the_server_holds_no_part(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    page = assembly.sign_in("Farid").get(assembly.at()).text
    assert "Bob" in page
    assert not re.search(r"<option[^>]*>Alice", page)
    assert assembly.urn.scrutineers == []
    assembly.name_scrutineers(("Alice", "Bob", "Chloé"), expected=422)


def test_three_different_people_are_needed(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    assert "trois personnes différentes" in assembly.name_scrutineers(("Bob", "Bob", "Chloé"), expected=422)


def test_a_scrutineer_promoted_since_has_no_part_any_more(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    assembly.make_keys()
    assembly.make_slips()
    assembly.member("Bob").role = Role.ADMINISTRATOR  # type: ignore[attr-defined]
    db.session.commit()
    assert assembly.sign_in("Bob").get(assembly.at("/scrutateur")).status_code == 403
    assert assembly.sign_in("Farid").post(assembly.at("/ouverture"), data={}).status_code == 409


@pytest.mark.parametrize("done", ["nothing", "scrutineers", "keys"])
def test_nothing_opens_before_all_is_there(gather: Gather, done: str) -> None:
    assembly = gather()
    assembly.prepare()
    if done != "nothing":
        assembly.name_scrutineers()
    if done == "keys":
        assembly.make_keys()
    answer = assembly.sign_in("Farid").post(assembly.at("/ouverture"), data={})
    assert answer.status_code == 409
    assert assembly.urn.phase is UrnPhase.PREPARING


def test_a_key_that_is_not_proven_is_refused(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    key = assembly.devices.do(
        "key", phrase=assembly.devices.do("phrases", number=1)[0], uuid=assembly.urn.uuid
    )
    key["pok"]["response"] = str(int(key["pok"]["response"]) - 1)
    bob = assembly.sign_in("Bob")
    for sent in (json.dumps(key), "", "{}", "x" * 1000, "\ud800".encode("utf-8", "surrogatepass")):
        assert (
            bob.post(assembly.at("/scrutateur/cle"), data={"public_key": sent, "seal_key": "4"}).status_code
            == 422
        )
    assert {one.public_key for one in assembly.urn.scrutineers} == {None}


def test_two_scrutineers_cannot_hold_the_same_part(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    key = assembly.devices.do(
        "key", phrase=assembly.devices.do("phrases", number=1)[0], uuid=assembly.urn.uuid
    )
    sent = {"public_key": json.dumps(key), "seal_key": key["public_key"]}
    assert assembly.sign_in("Bob").post(assembly.at("/scrutateur/cle"), data=sent).status_code == 303
    assert assembly.sign_in("Chloé").post(assembly.at("/scrutateur/cle"), data=sent).status_code == 422


@pytest.mark.parametrize("wrong", ["one too few", "one twice", "not in the group", "no number", "nothing"])
def test_slips_must_be_as_many_as_votes_and_all_different(gather: Gather, wrong: str) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    made = assembly.devices.do("slips", uuid=assembly.urn.uuid, number=14)
    listed = [public for _slip, public in made]
    if wrong == "one too few":
        listed.pop()
    elif wrong == "one twice":
        listed[0] = listed[1]
    elif wrong == "not in the group":
        listed[0] = "2"
    elif wrong == "no number":
        listed[0] = "-3"
    elif wrong == "nothing":
        listed = []
    answer = assembly.sign_in("Chloé").post(
        assembly.at("/scrutateur/fiches"), data={"credentials": "\n".join(listed)}
    )
    assert answer.status_code == 422
    assert assembly.urn.credentials is None


def test_new_scrutineers_forget_what_the_others_made(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    assembly.make_keys()
    assembly.make_slips()
    assembly.name_scrutineers(("Farid", "Chloé", "Membre 000"))
    assert assembly.urn.credentials is None
    assert {one.public_key for one in assembly.urn.scrutineers} == {None}


@pytest.mark.parametrize("name", ["Alice", "Membre 001", None])
def test_a_scrutineer_s_page_is_nobody_else_s(assembly: Assembly, name: str | None) -> None:
    for act in ("/scrutateur", "/scrutateur/cle", "/scrutateur/fiches", "/scrutateur/part"):
        client = assembly.sign_in(name)
        answer = (
            client.get(assembly.at(act)) if act == "/scrutateur" else client.post(assembly.at(act), data={})
        )
        assert answer.status_code == (303 if name is None else 404)


def test_the_key_of_the_server_is_shown_nowhere(assembly: Assembly) -> None:
    key = assembly.urn.server_key
    pages = [assembly.at(), f"/c/quatorze/decisions/{assembly.decision.id}", "/c/quatorze/registre"]
    assert all(key not in assembly.sign_in("Farid").get(page).text for page in pages)
    assert key.encode() not in assembly.archive()


def test_what_is_done_with_an_urn_is_in_the_register(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, FOR))
    assembly.count()
    kinds = list(db.session.scalars(sa.select(RegisterEntry.kind).order_by(RegisterEntry.position)))
    assert [kind for kind in kinds if kind.startswith("urn.")] == [
        "urn.prepared",
        "urn.scrutineers",
        "urn.opened",
        "urn.closed",
        "urn.part",
        "urn.part",
        "urn.part",
        "urn.counted",
    ]
    assert "empreinte de l’archive" in assembly.sign_in("Farid").get("/c/quatorze/registre").text


# --- voting ---------------------------------------------------------------------------------------------


def test_a_ballot_sent_twice_is_there_once(assembly: Assembly) -> None:
    (text,) = assembly.ballots([(0, FOR)])
    assert assembly.deposit(text) == assembly.deposit(text) == {"tracker": tracker(text.encode())}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UrnBallot)) == 1


def test_an_old_ballot_sent_again_does_not_undo_the_new_one(assembly: Assembly) -> None:
    old, new = assembly.ballots([(0, FOR), (0, AGAINST)])
    assembly.deposit(old)
    assembly.deposit(new)
    assembly.deposit(old)
    assert recount(assembly.archive()).trackers == (tracker(new.encode()),)


def test_what_is_no_ballot_of_this_urn_is_refused(assembly: Assembly, gather: Gather) -> None:
    (text,) = assembly.ballots([(0, FOR)])
    stranger = assembly.devices.do("phrases", number=1)
    said = assembly.devices.do("votes", election=assembly.urn.election, votes=[[stranger[0], [FOR]]])
    for wrong in (
        b"",
        b"null",
        b"\xff",
        text.replace('"alpha":"', '"alpha":"0', 1),
        f"{text}\n",
        said["ballots"][0],
    ):
        assert assembly.deposit(wrong, expected=422)["message"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UrnBallot)) == 0


def test_a_ballot_of_another_urn_is_refused(assembly: Assembly, opened: Callable[..., Decision]) -> None:
    (text,) = assembly.ballots([(0, FOR)])
    other = Assembly(
        assembly.app, opened("secret_majority"), assembly.sign_in, assembly.devices, assembly.member
    )
    other.opened()
    assert "autre élection" in other.deposit(text, expected=422)["message"]


def test_nothing_enters_before_the_opening_nor_after_the_closing(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    client = assembly.app.test_client()
    assert client.post(assembly.public("/bulletins"), data=b"{}").status_code == 404
    assembly.name_scrutineers()
    assembly.make_keys()
    assembly.make_slips()
    assembly.open()
    (text,) = assembly.ballots([(0, FOR)])
    assembly.close()
    assert "close" in assembly.deposit(text, expected=409)["message"]


def test_the_deadline_closes_the_urn_and_scrutineers_still_count(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from app.db import now

    texts = assembly.ballots([(0, FOR), (1, FOR)])
    assembly.deposit(texts[0])
    assembly.decision.closes_at = now() - timedelta(minutes=1)
    db.session.commit()
    assembly.deposit(texts[1], expected=409)
    assert services.close_due() == []
    db.session.commit()
    assert assembly.urn.phase is UrnPhase.COUNTING
    for name in SCRUTINEERS:
        assembly.send_part(name)
    db.session.expire_all()
    assert assembly.decision.result == "adopted"


def test_one_s_own_slip_is_found_among_others(assembly: Assembly) -> None:
    from hashlib import sha256

    digest = sha256(assembly.slips[0][1].encode()).hexdigest()
    found = assembly.app.test_client().get(assembly.public(f"/inscrits/{digest[:2]}")).get_json()
    assert digest in found
    assert all(one.startswith(digest[:2]) for one in found)
    whole = assembly.app.test_client().get(assembly.public(f"/inscrits/{digest}")).get_json()
    assert whole == found
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UrnCredential)) == 14


def test_the_paper_form_of_the_simple_urn_is_refused(assembly: Assembly) -> None:
    bob = assembly.sign_in("Bob")
    page = f"/c/quatorze/decisions/{assembly.decision.id}"
    assert "Voter avec ma fiche" in bob.get(page).text
    answer = bob.post(f"{page}/expression", data={"choice": "for", "code": "abcd-efgh-jkmn-pqrs"})
    assert answer.status_code == 409
    assert not db.session.get_one(VoterRoll, (assembly.decision.id, assembly.member("Bob").id)).has_voted  # type: ignore[attr-defined]


# --- handing out, and the public urn --------------------------------------------------------------------


def test_slips_are_handed_out_against_a_signature(assembly: Assembly) -> None:
    bob = assembly.member("Bob").id  # type: ignore[attr-defined]
    farid = assembly.sign_in("Farid")
    for handed in (True, False):
        sent = {"member_id": bob, "handed": "yes" if handed else "no"}
        assert farid.post(assembly.at("/emargement"), data=sent).status_code == 303
        db.session.expire_all()
        assert db.session.get_one(VoterRoll, (assembly.decision.id, bob)).has_voted is handed
        assert ("fiche remise" in farid.get(assembly.at()).text) is handed
    assert farid.post(assembly.at("/emargement"), data={"member_id": 10**6}).status_code == 422
    assert farid.post(assembly.at("/emargement"), data={"member_id": 10**20}).status_code == 404


def test_everyone_finds_their_ballot_in_the_public_urn(assembly: Assembly) -> None:
    first, second, changed = assembly.vote((0, FOR), (1, FOR), (0, AGAINST))
    stranger = assembly.app.test_client()
    page = stranger.get(assembly.public("/bulletins")).text
    assert second in page
    assert changed in page
    assert first not in page
    found = stranger.get(assembly.public("/bulletins"), query_string={"suivi": second}).text
    assert "1 bulletin trouvé" in found
    lost = stranger.get(assembly.public("/bulletins"), query_string={"suivi": first}).text
    assert "Aucun bulletin" in lost


def test_a_stranger_sees_an_urn_that_is_open_and_none_before(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    stranger = assembly.app.test_client()
    for act in ("", "/bulletins", ".bel", "/election.json", "/inscrits/ab"):
        assert stranger.get(assembly.public(act)).status_code == 404
    assembly.name_scrutineers()
    assembly.make_keys()
    assembly.make_slips()
    assembly.open()
    for act in ("", "/bulletins", ".bel", "/election.json", "/inscrits/ab"):
        assert stranger.get(assembly.public(act)).status_code == 200
    assert stranger.get(assembly.public("/election.json")).text == assembly.urn.election


# --- counting -------------------------------------------------------------------------------------------


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
    assert farid.post(f"{page}/comptage", data=too_many).status_code == 409
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
