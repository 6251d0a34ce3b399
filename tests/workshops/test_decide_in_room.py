"""A formal decision in the room: opened from the desk, voted on phones and by hands, closed, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import app.db as database
from app.collectives.models import Collective
from app.db import db
from app.live.models import LiveRegion
from app.members import attendance, proxies
from app.members.models import Member
from app.register.models import RegisterEntry
from app.votes.decision_file import parse, recount
from app.votes.models import Decision, DecisionState, Expression, RoomCount, VoterRoll
from app.votes.rulebook import adopt_rulebook
from app.votes.rules import Step
from app.workshops.decision_models import WorkshopDecision
from app.workshops.models import AgendaItem, Move, Participant, Workshop
from app.workshops.services import arriving, leading
from tests.votes.conftest import rules, step

SignIn = Callable[[str | None], FlaskClient]
Evening = Callable[..., Workshop]
Phone = Callable[[Workshop, str], FlaskClient]
ItemOf = Callable[[Workshop, str], AgendaItem]
BASE = "/c/quatorze/seances"
QUESTION = {"question": "Le marché ouvre-t-il le samedi ?", "body": "Oui, de 9 h à 13 h."}


def plain(page: str) -> str:
    """The page with ordinary spaces."""
    return page.replace("\u00a0", " ").replace("\u202f", " ")


class Room:
    """A session at its vote, whose rules have one step; what its desk and its phones do."""

    def __init__(self, workshop: Workshop, desk: FlaskClient, phone: Phone) -> None:
        self.workshop, self.client, self.phone = workshop, desk, phone
        self.base = f"{BASE}/{workshop.id}"

    @property
    def decision(self) -> Decision:
        db.session.expire_all()
        found = db.session.scalars(sa.select(Decision).order_by(Decision.id.desc())).first()
        assert found is not None
        return found

    def open(self, **fields: object) -> int:
        answer = self.client.post(
            f"{self.base}/animer/decisions",
            data={**QUESTION, "kind": "ordinary", "method": "adopt", **fields},
        )
        return answer.status_code

    def act(self, what: str, **fields: object) -> int:
        where = f"{self.base}/animer/decisions/{self.decision.id}/{what}"
        return self.client.post(where, data=fields).status_code

    def speak(self, client: FlaskClient, choice: str, **fields: object) -> int:
        where = f"{self.base}/participer/decisions/{self.decision.id}/voix"
        return client.post(where, data={"choice": choice, **fields}).status_code

    def mine(self, client: FlaskClient) -> str:
        return plain(client.get(f"{self.base}/participer/moi").text)

    def wall(self) -> str:
        return plain(self.client.get(f"{self.base}/mur").text)

    def desk(self) -> str:
        return plain(self.client.get(f"{self.base}/animer/pupitre").text)

    def undo(self) -> int:
        db.session.expire_all()
        number = db.session.scalar(sa.select(sa.func.max(Move.number)).filter_by(undone_at=None))
        return self.client.post(f"{self.base}/animer/annulation", data={"move": number}).status_code


@pytest.fixture
def room(
    collective: Collective,
    member: Callable[[str], Member],
    evening: Evening,
    item_of: ItemOf,
    sign_in: SignIn,
    phone: Phone,
) -> Callable[..., Room]:
    """`room("consent", quorum="1/2")` is a room at the vote of an evening that welcomes members."""

    def meet(mode: str = "open_majority", then: tuple[Step, ...] = (), **changes: object) -> Room:
        adopt_rulebook(collective.id, rules(step(mode, **changes), *then), decision_id=None, actor_id=None)
        workshop = evening("reunion-de-consentement", welcomes_members=True)
        leading.go(workshop, member("Farid"), item_of(workshop, "vote"), None)
        db.session.commit()
        return Room(workshop, sign_in("Farid"), phone)

    return meet


def regions(workshop: Workshop) -> dict[str, int]:
    db.session.expire_all()
    rows = db.session.execute(
        sa.select(LiveRegion.region, LiveRegion.version).filter_by(topic=workshop.topic)
    )
    return {row.region: row.version for row in rows}


# --- opening ---------------------------------------------------------------------------------------


def test_a_question_is_opened_in_the_mode_of_the_blason_and_shown_on_every_screen(room) -> None:
    here = room("consent")
    fatou = here.phone(here.workshop, "Fatou")
    assert here.open() == 303
    decision = here.decision
    assert decision.mode.value == "consent"
    link = db.session.get_one(WorkshopDecision, decision.id)
    assert link.workshop_id == here.workshop.id
    for screen in (here.wall(), here.desk(), fatou.get(f"{here.base}/participer").text):
        assert "Le marché ouvre-t-il le samedi ?" in screen


def test_the_item_offers_to_decide_as_long_as_nothing_is_open(room) -> None:
    here = room()
    assert "Ouvrir une décision dans la salle" in here.desk()
    assert "Tour de clarification" in here.wall()
    here.open()
    assert "Ouvrir une décision dans la salle" not in here.desk()


def test_the_room_decides_of_one_thing_at_a_time(room) -> None:
    here = room()
    assert here.open() == 303
    answer = here.client.post(
        f"{here.base}/animer/decisions",
        data={**QUESTION, "question": "Et le dimanche ?", "kind": "ordinary", "method": "adopt"},
    )
    assert answer.status_code == 409
    assert "une chose à la fois" in answer.text
    assert "Et le dimanche ?" in answer.text, "what was typed is kept"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 1


def test_two_facilitators_who_open_at_once_open_one(room, sign_in: SignIn) -> None:
    here = room()
    seen = here.workshop.version
    for client in (here.client, sign_in("Alice")):
        fields = {**QUESTION, "kind": "ordinary", "method": "adopt", "seen": seen}
        assert client.post(f"{here.base}/animer/decisions", data=fields).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 1


def test_nothing_is_decided_before_the_session_begins(room, evening: Evening, collective: Collective) -> None:
    here = room()
    later = evening()
    where = f"{BASE}/{later.id}/animer/decisions"
    answer = here.client.post(where, data={**QUESTION, "kind": "ordinary", "method": "adopt"})
    assert answer.status_code == 409
    assert "commencez-la" in answer.text


def test_a_question_without_text_is_refused_and_kept(room) -> None:
    here = room()
    where = f"{here.base}/animer/decisions"
    answer = here.client.post(where, data={"question": "Un marché ?", "kind": "ordinary", "method": "adopt"})
    assert answer.status_code == 422
    assert "Un marché ?" in answer.text


def test_who_steps_aside_is_named_on_the_wall_and_does_not_vote(room, member) -> None:
    here = room()
    bob = member("Bob")
    arriving.arrive_as(here.workshop, bob)
    db.session.commit()
    here.open(recused=bob.id)
    assert "En déport : Bob." in here.wall()
    line = db.session.get_one(VoterRoll, (here.decision.id, bob.id))
    assert line.is_recused


# --- phones ----------------------------------------------------------------------------------------


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


# --- what is shown, and when ------------------------------------------------------------------------


def test_results_are_hidden_while_people_speak_and_explained_at_the_closing(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "for")
    for screen in (here.wall(), here.desk()):
        assert "hall-bar" not in screen
        assert 'class="chart"' not in screen
    here.act("cloture")
    wall = here.wall()
    assert "Adoptée" in wall
    assert "1 pour, 0 contre" in wall
    assert 'class="hall-bar' in wall
    assert "1 pour, 0 contre" in fatou.get(f"{here.base}/participer").text


def test_voices_are_shown_at_once_where_the_rules_say_so(room) -> None:
    here = room("open_majority", show_results="live")
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "for")
    assert 'class="hall-bar' in here.wall()


def test_a_voice_moves_the_counters_and_asks_nothing_of_other_phones(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    before = regions(here.workshop)
    here.speak(fatou, "for")
    after = regions(here.workshop)
    assert {name for name in after if after[name] > before[name]} == {"wall", "desk"}


def test_the_opening_and_the_closing_reach_every_screen(room) -> None:
    here = room()
    before = regions(here.workshop)
    here.open()
    opened = regions(here.workshop)
    assert {name for name in opened if opened[name] > before[name]} == {"stage", "mine", "wall", "desk"}
    here.act("cloture")
    closed = regions(here.workshop)
    assert {name for name in closed if closed[name] > opened[name]} == {"stage", "mine", "wall", "desk"}


def test_a_vote_from_its_own_page_moves_the_screens_of_the_room_too(room, sign_in: SignIn) -> None:
    here = room()
    here.open()
    before = regions(here.workshop)
    where = f"/c/quatorze/decisions/{here.decision.id}/expression"
    assert sign_in("Bob").post(where, data={"choice": "for"}).status_code == 303
    assert regions(here.workshop)["wall"] > before["wall"]


def test_the_gauge_follows_arrivals_and_departures(room) -> None:
    here = room("open_majority", quorum="1/2")
    for name in ("Ana", "Bao", "Célia", "Dora"):
        here.phone(here.workshop, name)
    here.open()  # four members of the house, four who came in: 8 on the roll, 4 needed
    assert "quorum de 4 voix, il en manque 4" in here.wall()
    assert "4 voix dans la salle ne sont pas encore exprimées" in here.wall()
    leaver = db.session.scalars(sa.select(Participant).filter_by(name="Dora")).one()
    here.client.post(f"{here.base}/personnes/{leaver.id}/depart")
    assert "3 voix dans la salle" in here.wall()
    assert "le quorum n’est plus atteignable" in here.wall()
    here.client.post(f"{here.base}/personnes/{leaver.id}/retour")
    assert "le quorum n’est plus atteignable" not in here.wall()


# --- hands, assisted entry, proxies -------------------------------------------------------------------


def without_device(here: Room, *names: str) -> None:
    for name in names:
        answer = here.client.post(f"{here.base}/personnes", data={"name": name})
        assert answer.status_code == 303


def test_hands_are_typed_by_one_and_confirmed_from_the_phone_of_another(room) -> None:
    here = room()
    without_device(here, "Jeanne", "Marcel", "Odile")
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "for")
    assert here.act("comptage", **{"count-for": 2, "count-against": 1}) == 303
    assert "2 pour, 1 contre" in here.mine(fatou)
    count = db.session.scalars(sa.select(RoomCount)).one()
    confirm = f"comptage/{count.id}/confirmation"
    assert here.act(confirm) == 403, "who typed it does not confirm it"
    where = f"{here.base}/participer/decisions/{here.decision.id}/{confirm}"
    assert fatou.post(where).status_code == 303
    here.act("cloture")
    assert here.decision.outcome["counts"] == {"for": 3, "against": 1, "abstain": 0}
    assert "Comptés en salle : 2 pour, 1 contre" in here.wall()


def test_no_more_hands_than_people_without_a_device(room) -> None:
    here = room()
    without_device(here, "Jeanne")
    here.open()
    assert here.act("comptage", **{"count-for": 2}) == 409
    assert here.act("comptage", **{"count-for": "deux"}) == 422


def test_a_facilitator_types_for_someone_without_a_device(room) -> None:
    here = room("consensus")
    without_device(here, "Jeanne")
    here.open()
    jeanne = db.session.scalars(sa.select(Member).filter_by(name="Jeanne")).one()
    assert "Jeanne" in here.desk()
    assert here.act("saisie", voter_id=jeanne.id, choice="block") == 422
    assert here.act("saisie", voter_id=jeanne.id, choice="agree") == 303
    (said,) = db.session.scalars(sa.select(Expression)).all()
    assert said.assisted_by_id is not None


def test_nobody_types_a_secret_vote_for_someone(room, member) -> None:
    here = room("secret_majority")
    without_device(here, "Jeanne", "Marcel")
    here.open()
    assert "Saisir pour quelqu’un" not in here.desk()
    assert here.act("saisie", voter_id=member("Bob").id, choice="for") == 403


def test_a_secret_vote_is_cast_from_a_page_with_its_code_and_tells_nothing(room) -> None:
    here = room("secret_majority")
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    assert "Prendre mon bulletin" in here.mine(fatou)
    page = fatou.get(f"{here.base}/participer/decisions/{here.decision.id}/bulletin")
    assert page.headers["Cache-Control"] == "no-store"
    code = page.text.partition('name="code" value="')[2].partition('"')[0]
    assert here.speak(fatou, "for", code=code) == 303
    assert here.speak(fatou, "against", code="aaaa-bbbb-cccc-dddd") == 409
    assert here.speak(fatou, "against", code=code) == 303
    assert "hall-bar" not in here.wall()
    here.act("cloture")
    assert here.decision.outcome["counts"]["against"] == 1


def test_a_proxy_given_in_the_room_counts_once_its_giver_has_left(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    noor = here.phone(here.workshop, "Noor")
    holder = db.session.scalars(sa.select(Member).filter_by(name="Fatou")).one()
    assert noor.post(f"{here.base}/participer/pouvoir", data={"holder": holder.id}).status_code == 303
    noor.post(f"{here.base}/participer/depart")
    here.open()
    assert "Vous portez 2 voix" in here.mine(fatou)
    here.speak(fatou, "for")
    here.act("cloture")
    assert here.decision.outcome["counts"]["for"] == 2


def test_a_proxy_is_taken_back_from_the_phone(room, collective: Collective) -> None:
    here = room()
    here.phone(here.workshop, "Fatou")
    noor = here.phone(here.workshop, "Noor")
    holder = db.session.scalars(sa.select(Member).filter_by(name="Fatou")).one()
    where = f"{here.base}/participer/pouvoir"
    noor.post(where, data={"holder": holder.id})
    assert noor.post(where, data={"holder": holder.id}).status_code == 409
    assert "Le reprendre" in noor.get(where).text
    assert noor.post(f"{where}/fin").status_code == 303
    assert proxies.active(collective.id) == []


def test_the_desk_notes_a_proxy_and_refuses_one_too_many(room, collective: Collective) -> None:
    here = room()
    for name in ("Fatou", "Noor", "Sam", "Lou"):
        here.phone(here.workshop, name)
    ids = {one.name: one.id for one in db.session.scalars(sa.select(Member))}
    where = f"{here.base}/animer/pouvoirs"
    for giver in ("Noor", "Sam"):
        fields = {"principal": ids[giver], "holder": ids["Fatou"]}
        assert here.client.post(where, data=fields).status_code == 303
    assert here.client.post(where, data={"principal": ids["Lou"], "holder": ids["Fatou"]}).status_code == 409
    given = proxies.active(collective.id)
    assert here.client.post(f"{where}/{given[0].id}/fin").status_code == 303
    assert len(proxies.active(collective.id)) == 1


# --- ending, taking back, what follows -----------------------------------------------------------------


def test_taking_back_the_opening_cancels_after_saying_so(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "for")
    assert "Ce qui a été exprimé ne comptera pas" in here.desk()
    assert here.undo() == 303
    assert here.decision.state is DecisionState.CANCELLED
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Expression)) == 1, "still readable"
    kinds = set(db.session.scalars(sa.select(RegisterEntry.kind)))
    assert "decision.cancelled" in kinds
    assert "rien n’a été compté" in here.wall()


def test_what_is_closed_is_not_taken_back(room) -> None:
    here = room()
    here.open()
    here.act("cloture")
    assert "Annuler le dernier geste" not in here.desk()
    assert here.undo() == 303
    assert here.decision.state is DecisionState.CLOSED


def test_the_move_after_a_closed_decision_is_still_taken_back(room, item_of: ItemOf) -> None:
    here = room()
    here.open()
    here.act("cloture")
    pause = item_of(here.workshop, "break")
    here.client.post(f"{here.base}/animer/passage", data={"to": pause.id})
    assert "Annuler le dernier geste" in here.desk()
    assert here.undo() == 303
    db.session.expire_all()
    assert not item_of(here.workshop, "break").is_current


def test_the_next_mode_of_the_cascade_is_opened_in_the_room(room) -> None:
    here = room("consensus", then=(step("open_majority"),))
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "block", reason="Non.")
    here.act("cloture")
    assert "Passer au mode suivant" in here.desk()
    assert here.act("suite", act="step_down") == 303
    assert here.decision.mode.value == "open_majority"
    assert db.session.get_one(WorkshopDecision, here.decision.id).workshop_id == here.workshop.id
    assert here.speak(fatou, "for") == 303


def test_an_open_decision_stays_on_the_screens_of_any_item(room, item_of: ItemOf) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    leading.go(
        here.workshop,
        db.session.get_one(Member, here.workshop.created_by_id),
        item_of(here.workshop, "break"),
        None,
    )
    db.session.commit()
    assert "Le marché ouvre-t-il" in here.wall()
    assert here.speak(fatou, "for") == 303
    here.act("cloture")
    assert "Adoptée" in here.wall()


def test_what_came_out_gives_way_to_the_item_after_some_minutes(
    room, item_of: ItemOf, monkeypatch: pytest.MonkeyPatch, member
) -> None:
    here = room()
    pause = item_of(here.workshop, "break")
    here.open()
    leading.go(here.workshop, member("Farid"), pause, None)
    db.session.commit()
    link = db.session.get_one(WorkshopDecision, here.decision.id)
    link.item_id = pause.id
    db.session.commit()
    here.act("cloture")
    assert "Le marché ouvre-t-il" in here.wall()
    later = database.now() + timedelta(minutes=6)
    monkeypatch.setattr(database, "clock", lambda: later)
    assert "Le marché ouvre-t-il" not in here.wall()


def test_the_file_of_a_decision_of_the_room_is_recounted(room) -> None:
    here = room()
    without_device(here, "Jeanne", "Marcel")
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "against")
    here.act("comptage", **{"count-for": 2})
    count = db.session.scalars(sa.select(RoomCount)).one()
    fatou.post(f"{here.base}/participer/decisions/{here.decision.id}/comptage/{count.id}/confirmation")
    here.act("cloture")
    document = parse((here.decision.document or "").encode())
    counted = recount(document)
    assert counted.differences == ()
    assert json.loads(here.decision.document or "")["room_counts"][0]["counts"] == {"for": 2}


# --- after midnight, after the fact --------------------------------------------------------------------


def test_an_evening_that_outlasts_midnight_keeps_who_is_here(
    app: Flask, room, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = room("open_majority", electorate="present")
    here.phone(here.workshop, "Fatou")
    later = database.now() + timedelta(days=1)
    monkeypatch.setattr(database, "clock", lambda: later)
    assert here.open() == 303
    assert here.decision.eligible == 1


def test_a_person_typed_the_day_after_was_present_the_day_before(
    room, monkeypatch: pytest.MonkeyPatch, collective: Collective
) -> None:
    here = room("open_majority", electorate="present")
    day = arriving.day_of(here.workshop)
    later = database.now() + timedelta(days=1)
    monkeypatch.setattr(database, "clock", lambda: later)
    without_device(here, "Jeanne")
    assert len(attendance.present_ids(collective.id, day)) == 1
    assert here.open() == 303
    assert here.act("comptage", **{"count-for": 1}) == 303


def test_what_was_decided_on_paper_keeps_its_own_time(room) -> None:
    here = room()
    assert here.open(held_at="2024-04-23T19:05") == 303
    held = db.session.get_one(WorkshopDecision, here.decision.id).held_at
    assert held is not None
    assert held.isoformat() == "2024-04-23T17:05:00+00:00"


def test_a_moment_to_come_is_not_when_it_was_decided(room) -> None:
    assert room().open(held_at="2124-04-23T19:05") == 422
