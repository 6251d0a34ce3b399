"""What a phone says in a decision of the room: voices, objections, notes, options; who may not."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from app.db import db
from app.votes.models import Expression
from app.workshops.models import Workshop
from tests.workshops.deciding.room import BASE

Evening = Callable[..., Workshop]


def test_a_phone_speaks_changes_its_mind_and_the_last_word_counts(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    assert here.speak(fatou, "for") == 303
    assert "Noté : Pour" in here.mine(fatou)
    assert here.speak(fatou, "against") == 303
    (said,) = db.session.scalars(sa.select(Expression)).all()
    assert (said.choice, said.changes) == ("against", 1)
    assert said.assisted_by_id is None


def test_a_guest_is_told_how_to_vote_and_the_desk_makes_members_of_all(room) -> None:
    here = room()
    here.workshop.welcomes_members = False
    db.session.commit()
    noor = here.phone(here.workshop, "Noor")
    here.open()
    assert here.speak(noor, "for") == 403
    assert "devenir membre" in here.mine(noor)
    here.act("annulation")
    assert "n’est pas membre" in here.client.get(f"{here.base}/animer/decisions").text
    assert here.client.post(f"{here.base}/animer/adhesions").status_code == 303
    here.open()
    assert here.speak(noor, "for") == 303


def test_who_became_a_member_after_the_opening_is_not_on_the_list(room) -> None:
    here = room()
    here.open()
    late = here.phone(here.workshop, "Tardive")
    assert here.speak(late, "for") == 403
    assert "à la prochaine décision" in here.mine(late)


def test_an_objection_is_written_with_its_reason_and_lifted_by_its_author(room) -> None:
    here = room("consent")
    fatou, bob = here.phone(here.workshop, "Fatou"), here.phone(here.workshop, "Robin")
    here.open()
    here.act("phase", phase="objections")
    assert here.speak(fatou, "objection") == 422, "an objection says why"
    assert here.speak(fatou, "objection", reason="Le samedi, personne ne peut venir.") == 303
    assert "Le samedi, personne" in here.wall()
    where = f"{here.base}/participer/decisions/{here.decision.id}/objection"
    assert bob.post(where, data={"act": "withdraw"}).status_code == 404, "only its author lifts it"
    assert fatou.post(where, data={"act": "withdraw"}).status_code == 303
    here.act("cloture")
    assert here.decision.result == "adopted"


def test_notes_of_a_round_are_written_from_the_phone_in_its_phases_only(room) -> None:
    here = room("consent")
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    where = f"{here.base}/participer/decisions/{here.decision.id}/note"
    assert fatou.post(where, data={"body": "Qui tient l’étal ?"}).status_code == 409
    here.act("phase", phase="clarify")
    assert "Ma question" in here.mine(fatou)
    assert fatou.post(where, data={"body": "Qui tient l’étal ?"}).status_code == 303
    assert fatou.post(where, data={"body": "  "}).status_code == 422
    assert fatou.post(where, data={"body": "a" * 10_000}).status_code == 422


def test_options_are_chosen_by_a_tap(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open(method="choose_one", options="Samedi\nDimanche", body="")
    assert "Samedi" in here.mine(fatou)
    assert here.speak(fatou, "o2") == 303
    assert here.speak(fatou, "o7") == 422
    here.act("cloture")
    assert "« Dimanche »" in here.wall()


def test_nothing_is_said_after_the_closing(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.act("cloture")
    assert here.speak(fatou, "for") == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Expression)) == 0


def test_a_decision_of_another_session_does_not_exist_here(room, evening: Evening) -> None:
    here = room()
    here.open()
    other = evening()
    stranger = here.phone(other, "Ailleurs")
    assert stranger.post(f"{here.base}/participer/decisions/{here.decision.id}/voix").status_code == 404
    where = f"{BASE}/{other.id}/animer/decisions/{here.decision.id}/cloture"
    assert here.client.post(where).status_code == 404
