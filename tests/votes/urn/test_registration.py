"""Credentials made by members in a window of time: who may, when, and what the server never learns."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.collectives.models import Collective
from app.db import db, now
from app.members.models import Member
from app.register.models import RegisterEntry
from app.votes import services
from app.votes.models import VoterRoll
from app.votes.urn.recount import recount
from app.votes.verifiable.models import UrnPhase, UrnRegistration, UrnWindow
from tests.votes.urn.people import Assembly
from tests.votes.urn.reference import verdict
from tests.votes.urn.registering import KEEPER, Window

FOR, AGAINST = (1, 0, 0), (0, 1, 0)
EVERYONE = ("Alice", "Farid", "Bob", "Chloé", *(f"Membre {number:03}" for number in range(10)))


@pytest.fixture
def window(gather: Callable[..., Assembly]) -> Window:
    found = Window.prepared(gather())
    found.set()
    return found


def registered() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(UrnRegistration)) or 0


def marked(window: Window) -> set[str]:
    asked = sa.select(Member.name).join(VoterRoll, VoterRoll.member_id == Member.id)
    db.session.expire_all()
    decision_id = window.assembly.decision.id
    return set(db.session.scalars(asked.where(VoterRoll.decision_id == decision_id, VoterRoll.has_voted)))


def test_a_whole_vote_by_registration_is_counted_and_the_tool_accepts_it(window: Window) -> None:
    assembly = window.assembly
    window.register(*EVERYONE[:6])
    assert marked(window) == set(EVERYONE[:6])
    window.end()
    window.publish()
    assert (
        assembly.urn.credentials
        == "["
        + ",".join(f'"{public}"' for public in sorted((public for _slip, public in assembly.slips), key=int))
        + "]"
    )
    assert registered() == 0
    assembly.open()
    assembly.vote((0, FOR), (1, FOR), (2, AGAINST), (2, FOR))
    outcome = assembly.count().outcome
    assert outcome is not None
    assert outcome["counts"] == {"for": 3, "against": 0, "abstain": 0}
    archive = assembly.archive()
    assert recount(archive).counts == ((3, 0, 0),)
    assert verdict(archive, assembly.urn.uuid)[0]


def test_only_the_keeper_opens_what_was_registered_and_only_once_it_is_over(window: Window) -> None:
    assembly = window.assembly
    window.register("Bob")
    address = assembly.at("/scrutateur/inscriptions")
    assert assembly.sign_in(KEEPER).get(address).status_code == 409
    window.end()
    assert len(assembly.sign_in(KEEPER).get(address).get_json()) == 1
    for name in ("Bob", "Farid", "Alice", "Membre 000"):
        assert assembly.sign_in(name).get(address).status_code == 404
    assert window.opened() == [assembly.slips[0][1]]
    sealed = db.session.scalars(sa.select(UrnRegistration.sealed)).one()
    for name in ("Bob", "Farid"):
        phrase = assembly.phrases[name]
        assert assembly.devices.do("unseal", sealed=sealed, phrase=phrase, uuid=assembly.urn.uuid) is None


def test_what_is_sealed_is_always_as_long_and_never_the_same_twice(window: Window) -> None:
    urn, do = window.assembly.urn, window.assembly.devices.do
    key = urn.scrutineers[1].seal_key
    short, long = "2", str(10**616)
    made = {do("seal", credential=one, key=key, uuid=urn.uuid) for one in (short, long, long)}
    assert len(made) == 3
    assert {len(one.partition(".")[2]) for one in made} == {844}


@pytest.mark.parametrize(
    ("when", "words"), [((2, 4), "pas encore ouvertes"), ((-4, -2), "closes")], ids=["before", "after"]
)
def test_nobody_registers_outside_the_hours(window: Window, when: tuple[int, int], words: str) -> None:
    _made, sealed = window.draw()
    window.move(*when)
    assert words in window.send("Bob", sealed, expected=409)
    page = window.assembly.sign_in("Bob").get(window.assembly.at("/inscription")).text
    assert ("Pas encore" if when[0] > 0 else "voter sur papier, dans la salle") in page
    assert "register.js" not in page
    assert registered() == 0
    assert marked(window) == set()


def test_nobody_registers_twice_and_the_same_form_sent_again_changes_nothing(window: Window) -> None:
    _made, sealed = window.draw()
    bob = window.assembly.sign_in("Bob")
    for _turn in range(2):
        answer = bob.post(window.assembly.at("/inscription"), data={"sealed": sealed, "key": "one-form"})
        assert answer.status_code == 303
    _made, another = window.draw()
    assert "déjà inscrit" in window.send("Bob", another, expected=409)
    assert registered() == 1
    page = bob.get(window.assembly.at("/inscription")).text
    assert "Vous êtes inscrit·e" in page
    assert "Faire mon code" not in page


def test_who_is_not_on_the_roll_does_not_register(window: Window, collective: Collective) -> None:
    db.session.add(Member(collective_id=collective.id, name="Zoé", folded_name="zoe"))
    db.session.commit()
    window.assembly.member = lambda name: db.session.scalars(sa.select(Member).filter_by(name=name)).one()
    _made, sealed = window.draw()
    zoe = window.assembly.sign_in("Zoé")
    assert "pas de voix" in zoe.get(window.assembly.at("/inscription")).text
    assert "pas de voix" in window.send("Zoé", sealed, expected=403)
    stranger = window.assembly.sign_in(None).post(window.assembly.at("/inscription"), data={"sealed": sealed})
    assert (stranger.status_code, registered()) == (303, 0)


@pytest.mark.parametrize("wrong", ["nothing", "one too many", "not sealed", "cut", "the same twice"])
def test_what_is_no_sealed_credential_is_refused(window: Window, wrong: str) -> None:
    (_slip, public), sealed = window.draw()[0][0], window.draw()[1]
    sent = {
        "nothing": "",
        "one too many": f"{sealed} {window.draw()[1]}",
        "not sealed": public,
        "cut": sealed[:-4],
        "the same twice": f"{sealed} {sealed}",
    }[wrong]
    if wrong == "the same twice":
        roll = sa.update(VoterRoll).filter_by(decision_id=window.assembly.decision.id)
        db.session.execute(roll.values(weight=2))
        db.session.commit()
    assert "illisible" in window.send("Bob", sent, expected=422)
    assert registered() == 0
    assert marked(window) == set()


def test_who_carries_two_votes_makes_two_codes(window: Window) -> None:
    bob = window.assembly.member("Bob").id  # type: ignore[attr-defined]
    line = sa.update(VoterRoll).filter_by(decision_id=window.assembly.decision.id, member_id=bob)
    db.session.execute(line.values(weight=2))
    db.session.commit()
    assert 'data-votes="2"' in window.assembly.sign_in("Bob").get(window.assembly.at("/inscription")).text
    _made, sealed = window.draw(votes=2)
    window.send("Bob", sealed)
    assert registered() == 2


def test_what_cannot_be_opened_costs_its_sender_their_code_and_nobody_else(window: Window) -> None:
    window.register(*EVERYONE[:5])
    _made, sealed = window.draw()
    spoiled = sealed[:-6] + ("AAAAAA" if sealed[-6:] != "AAAAAA" else "BBBBBB")
    window.send("Membre 009", spoiled)
    window.end()
    assert len(window.opened()) == 5
    window.publish()
    entry = db.session.scalars(sa.select(RegisterEntry).filter_by(kind="urn.listed")).one()
    payload = json.loads(entry.payload)
    assert (payload["credentials"], payload["registered"]) == (5, 6)


def test_the_keeper_publishes_no_more_codes_than_were_registered(window: Window) -> None:
    window.register(*EVERYONE[:5])
    window.end()
    stuffed = [public for _slip, public in window.draw(votes=6)[0]]
    assert "plus de codes" in window.publish(stuffed, expected=422)
    window.publish(["2"] * 5, expected=422)
    window.publish(name="Bob", expected=403)
    assert window.assembly.urn.credentials is None
    window.publish()
    window.publish([], expected=409)


def test_under_five_codes_no_urn_opens(window: Window) -> None:
    window.register(*EVERYONE[:4])
    window.end()
    assert "le secret ne tiendrait pas" in window.publish(expected=409)
    assert window.assembly.sign_in("Farid").post(window.assembly.at("/ouverture"), data={}).status_code == 409
    window.set(ends=24)  # longer hours, and one more person
    window.register(EVERYONE[4])
    window.end()
    window.publish()
    window.assembly.open()
    page = window.assembly.sign_in("Bob").get(f"/c/quatorze/decisions/{window.assembly.decision.id}").text
    assert "moins de dix" in page


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [(2, 1, "vient après leur début"), (-3, -1, "après maintenant"), (1, 500, "avant l’échéance")],
)
def test_the_hours_must_make_sense(window: Window, begins: int, ends: int, words: str) -> None:
    window.assembly.decision.closes_at = now() + timedelta(hours=400)
    db.session.commit()
    assert words in window.set(begins, ends, expected=422)


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "hier", "", "2026-02-30T10:00"])
def test_hours_that_are_none_are_refused_beside_their_field(window: Window, typed: str) -> None:
    sent = {"opens_at": typed, "closes_at": typed, "keeper": "2"}
    answer = window.assembly.sign_in("Farid").post(window.assembly.at("/inscriptions"), data=sent)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    for keeper in ("", "4", "-1", "Chloé"):
        assert (
            window.assembly.sign_in("Farid")
            .post(window.assembly.at("/inscriptions"), data={**sent, "keeper": keeper})
            .status_code
            == 422
        )


def test_ten_registrations_of_one_person_at_once_are_one(window: Window) -> None:
    sent = [window.draw()[1] for _turn in range(10)]
    client_of = [window.assembly.sign_in("Bob") for _turn in sent]
    address = window.assembly.at("/inscription")
    db.session.commit()  # or this thread would keep the others waiting
    gate, statuses = threading.Barrier(len(sent)), [0] * len(sent)

    def send(number: int) -> None:
        gate.wait()
        statuses[number] = client_of[number].post(address, data={"sealed": sent[number]}).status_code

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(sent))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(statuses) == [303, *[409] * 9]
    db.session.expire_all()
    assert registered() == 1


def test_the_pages_of_registration_send_ten_statements_at_most(
    window: Window, count_queries: list[str]
) -> None:
    window.register(*EVERYONE[:5])
    pages = [("/inscription", "Membre 000"), ("/inscription", "Bob"), ("/scrutateur", KEEPER), ("", "Farid")]
    sent = {}

    def look(when: str) -> None:
        for act, name in pages:
            client, address = window.assembly.sign_in(name), window.assembly.at(act)
            db.session.commit()
            db.session.expire_all()
            count_queries.clear()
            assert client.get(address).status_code == 200
            sent[act, name, when] = len(count_queries)

    look("open")
    window.end()
    look("over")
    window.publish()
    look("listed")
    assert max(sent.values()) <= 10, sent


def test_the_keeper_s_key_stays_once_someone_registered(window: Window) -> None:
    window.register("Bob")
    assembly = window.assembly
    (phrase,) = assembly.devices.do("phrases", number=1)
    sent = {
        "public_key": json.dumps(assembly.devices.do("key", phrase=phrase, uuid=assembly.urn.uuid)),
        "seal_key": assembly.devices.do("sealKey", phrase=phrase, uuid=assembly.urn.uuid),
    }
    assert assembly.sign_in(KEEPER).post(assembly.at("/scrutateur/cle"), data=sent).status_code == 409
    assert assembly.sign_in("Bob").post(assembly.at("/scrutateur/cle"), data=sent).status_code == 303
    window.set(keeper=1, expected=409)


def test_the_keeper_has_a_key_first(gather: Callable[..., Assembly]) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    page = assembly.sign_in("Farid").get(assembly.at()).text
    assert "fasse d’abord sa clé" in page


def test_a_key_comes_with_one_that_seals(gather: Callable[..., Assembly]) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    (phrase,) = assembly.devices.do("phrases", number=1)
    key = json.dumps(assembly.devices.do("key", phrase=phrase, uuid=assembly.urn.uuid))
    for seal_key in ("", "2", "-1"):
        sent = {"public_key": key, "seal_key": seal_key}
        assert assembly.sign_in("Bob").post(assembly.at("/scrutateur/cle"), data=sent).status_code == 422


def test_slips_are_not_made_while_members_register_nor_members_registered_after_slips(
    window: Window, gather: Callable[..., Assembly]
) -> None:
    assembly = window.assembly
    made = assembly.devices.do("slips", uuid=assembly.urn.uuid, number=14)
    sent = {"credentials": "\n".join(public for _slip, public in made)}
    assert assembly.sign_in("Chloé").post(assembly.at("/scrutateur/fiches"), data=sent).status_code == 409
    farid = assembly.sign_in("Farid")
    bob = assembly.member("Bob").id  # type: ignore[attr-defined]
    assert farid.post(assembly.at("/emargement"), data={"member_id": bob}).status_code == 409
    assert farid.post(assembly.at("/inscriptions/fin"), data={}).status_code == 303
    assert assembly.sign_in("Bob").get(assembly.at("/inscription")).status_code == 404
    assembly.make_slips()
    window.set(expected=409)


def test_going_back_to_the_hat_or_the_simple_urn_forgets_who_registered(window: Window) -> None:
    assembly = window.assembly
    window.register("Bob", "Chloé")
    farid = assembly.sign_in("Farid")
    assert farid.post(assembly.at("/inscriptions/fin"), data={}).status_code == 303
    assert (registered(), marked(window)) == (0, set())
    window.set()
    window.register("Bob")
    assembly.name_scrutineers(("Farid", "Chloé", "Membre 000"))
    assert (registered(), marked(window), db.session.get(UrnWindow, assembly.decision.id)) == (0, set(), None)
    assert farid.post(assembly.at("/simple"), data={}).status_code == 303
    services.cast(assembly.decision, assembly.member("Bob"), "for", code="abcd-efgh-jkmn-pqrs")  # type: ignore[arg-type]
    db.session.commit()
    assert marked(window) == {"Bob"}


def test_who_drew_a_slip_before_the_urn_was_given_up_votes_in_the_simple_one(
    gather: Callable[..., Assembly],
) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    assembly.make_keys()
    assembly.make_slips()
    farid, bob = assembly.sign_in("Farid"), assembly.member("Bob").id  # type: ignore[attr-defined]
    assert farid.post(assembly.at("/emargement"), data={"member_id": bob}).status_code == 303
    assert farid.post(assembly.at("/simple"), data={}).status_code == 303
    db.session.expire_all()
    assert not db.session.get_one(VoterRoll, (assembly.decision.id, bob)).has_voted


def test_everyone_is_shown_what_this_way_changes(window: Window) -> None:
    assembly = window.assembly
    farid = assembly.sign_in("Farid").get(assembly.at()).text
    assert "Qui s’est inscrit" in farid
    assert "tirée d’un chapeau" not in farid
    window.register(*EVERYONE[:6])
    shown = assembly.sign_in("Farid").get(assembly.at()).text
    assert len(re.findall(r"badge good\">inscrit·e", shown)) == 6
    window.end()
    window.publish()
    assembly.open()
    assert assembly.urn.phase is UrnPhase.VOTING
    stranger = assembly.app.test_client()
    voting = stranger.get(assembly.public()).text
    assert "inscrit sous scellé" in voting
    assert "chapeau" not in voting
    assert "Codes de vote inscrits" in stranger.get(assembly.public("/bulletins")).text
    kinds = set(db.session.scalars(sa.select(RegisterEntry.kind)))
    assert {"urn.window", "urn.listed"} <= kinds
    register = assembly.sign_in("Farid").get("/c/quatorze/registre").text
    assert "publie 6 codes de vote pour 6 inscriptions" in register
