"""A member makes their credential: when, who, how many, and what the server never learns."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.votes.models import VoterRoll
from tests.votes.urn.registering import Window, marked, registered


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
