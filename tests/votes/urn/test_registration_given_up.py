"""Registration given up for the hat or for the simple urn: what is forgotten, who still votes."""

from __future__ import annotations

from collections.abc import Callable

from app.db import db
from app.votes import services
from app.votes.models import VoterRoll
from app.votes.verifiable.models import UrnWindow
from tests.votes.urn.people import Assembly
from tests.votes.urn.registering import Window, marked, registered


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
