"""Choosing the name: proposing, voting for all that please, ties shown and put to the room again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from app.db import db
from app.register.models import RegisterEntry
from app.workshops.models import AgendaItem, Channel, Participant, Workshop
from app.workshops.name_models import NameIdea
from app.workshops.names import current_round
from app.workshops.poll_models import Poll
from app.workshops.polls import leading_options, tally_of
from app.workshops.services import arriving, naming
from tests.votes.test_concurrency import at_once
from tests.workshops.room import OpenRoom, Phone, Room


@pytest.fixture
def room(room_at: OpenRoom) -> Room:
    return room_at("name")


def propose(room: Room, phone: Phone, name: str) -> int:
    return phone.say("noms", {"item": room.item.id, "idea": name}).status_code


def key(name: str) -> str:
    return str(db.session.scalars(sa.select(NameIdea.id).filter_by(text=name)).one())


def names() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(NameIdea.text).order_by(NameIdea.id)))


def current(room: Room) -> Poll:
    db.session.expire_all()
    poll = current_round(room.item)
    assert poll is not None
    return poll


def open_round(room: Room, name: str = "name") -> int:
    return room.press("sondages", item=room.item.id, name=name).status_code


def support(room: Room, phone: Phone, *chosen: str) -> int:
    return phone.say(
        f"sondages/{current(room).id}", {"choice": ["", *(key(name) for name in chosen)]}
    ).status_code


def put_to_the_vote(room: Room, phone: Phone, *ideas: str) -> None:
    """They propose these names, the vote is opened, and they support the first."""
    for idea in ideas:
        propose(room, phone, idea)
    open_round(room)
    support(room, phone, ideas[0])


def test_a_name_proposed_on_a_phone_is_read_on_every_screen(room: Room) -> None:
    fatou = room.phone("Fatou")
    assert propose(room, fatou, "  Le  Panier du Quatorze ") == 303
    for page in (fatou.page(), room.wall(), room.desk()):
        assert "Le Panier du Quatorze" in page


def test_the_same_name_is_there_once_however_it_is_written(room: Room) -> None:
    fatou, karim = room.phone("Fatou"), room.phone("Karim")
    propose(room, fatou, "La Récolte")
    assert propose(room, karim, "la recolte !") == 303
    assert names() == ["La Récolte"]
    assert "est déjà dans la liste" in karim.page()


def test_the_answer_of_the_only_person_here_is_counted_in_the_singular(room: Room) -> None:
    fatou = room.phone("Fatou")
    put_to_the_vote(room, fatou, "Terreau", "La Récolte")
    assert "réponse pour 1 personne dans la salle<" in room.desk()
    assert "<span>pour 1 personne</span>" in room.wall()


def test_a_name_said_aloud_is_typed_at_the_desk_and_says_by_whom(room: Room) -> None:
    room.press("noms", item=room.item.id, idea="Terreau")
    idea = db.session.scalars(sa.select(NameIdea)).one()
    assert (idea.channel, idea.typed_by_id, idea.author_id) == (Channel.SCRIBE, room.leader.id, None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Écrivez un nom."),
        ("x" * 61, "Au plus 60 caractères"),
        ("🌱", "au moins deux lettres"),
        ("Pain\u202ebon", "caractères invisibles"),
    ],
)
def test_what_is_no_name_is_refused_in_words_and_stays_typed(room: Room, typed: str, said: str) -> None:
    fatou = room.phone("Fatou")
    answer = fatou.say("noms", {"item": room.item.id, "idea": typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{typed}"' in answer.text
    assert names() == []


def test_one_person_does_not_fill_the_list(room: Room) -> None:
    fatou = room.phone("Fatou")
    for number in range(naming.MOST_EACH):
        assert propose(room, fatou, f"Nom {number}") == 303
    answer = fatou.say("noms", {"item": room.item.id, "idea": "Encore un"})
    assert answer.status_code == 409
    assert "laissez-en aux autres" in answer.text
    assert 'value="Encore un"' in answer.text


def test_the_list_has_an_end(room: Room) -> None:
    for number in range(naming.MOST):
        naming.propose(room.workshop, room.item, f"Nom {number}", author=None, typed_by=room.leader)
    db.session.commit()
    assert propose(room, room.phone("Fatou"), "Un de trop") == 409
    assert open_round(room) == 303
    fatou = room.phone("Karim")
    assert support(room, fatou, *(f"Nom {number}" for number in range(naming.MOST))) == 303


def test_a_hidden_name_leaves_a_trace_that_everyone_reads_and_may_come_back(room: Room) -> None:
    fatou = room.phone("Fatou")
    propose(room, fatou, "Gros mot")
    assert "Gros mot" in fatou.page()
    refused = room.press(f"noms/{key('Gros mot')}/masquage", reason="")
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.text
    room.press(f"noms/{key('Gros mot')}/masquage", reason="Blessant")
    for page in (fatou.page(), room.wall()):
        assert "Gros mot" not in page
        assert "Un nom a été masqué par Farid" in page
        assert "Blessant" in page
    assert propose(room, fatou, "gros mot") == 409
    assert db.session.scalars(sa.select(RegisterEntry).filter_by(kind="workshop.name_hidden")).one()
    room.undo()
    assert "Gros mot" in fatou.page()
    assert "masqué" not in fatou.page()


def test_the_vote_wants_two_names_at_least(room: Room) -> None:
    propose(room, room.phone("Fatou"), "Terreau")
    answer = room.press("sondages", item=room.item.id, name="name")
    assert answer.status_code == 409
    assert "au moins deux noms" in answer.text


def test_everyone_supports_all_that_please_and_the_most_supported_leads(room: Room) -> None:
    fatou, karim, nadia = room.phone("Fatou"), room.phone("Karim"), room.phone("Nadia")
    for phone, name in ((fatou, "Terreau"), (karim, "La Récolte"), (nadia, "Racines")):
        propose(room, phone, name)
    open_round(room)
    assert 'type="checkbox"' in fatou.page()
    assert propose(room, fatou, "Trop tard") == 409
    support(room, fatou, "Terreau", "Racines")
    support(room, karim, "Racines")
    support(room, nadia)
    assert "poll-chart" not in room.wall()
    poll = current(room)
    assert tally_of(poll).answers == 3
    room.press(f"sondages/{poll.id}/fermeture")
    assert [one["label"] for one in leading_options(current(room))] == ["Racines"]
    assert open_round(room, "name-2") == 409  # nothing is tied


def test_a_name_no_longer_ticked_is_no_longer_supported(room: Room) -> None:
    fatou = room.phone("Fatou")
    propose(room, fatou, "Terreau")
    propose(room, fatou, "Racines")
    open_round(room)
    support(room, fatou, "Terreau", "Racines")
    support(room, fatou, "Racines")
    assert {one.key: one.total for one in tally_of(current(room)).counts} == {
        key("Terreau"): 0,
        key("Racines"): 1,
    }


def test_names_that_tie_are_shown_tied_until_the_room_votes_again_between_them(room: Room) -> None:
    fatou, karim = room.phone("Fatou"), room.phone("Karim")
    for name in ("Terreau", "Racines", "La Récolte"):
        propose(room, fatou, name)
    open_round(room)
    support(room, fatou, "Terreau", "Racines")
    support(room, karim, "Terreau", "Racines")
    assert open_round(room, "name-2") == 409  # the first round is not over
    first = current(room).id
    room.press(f"sondages/{first}/fermeture")
    assert room.wall().count("à égalité") == 2
    assert "Second tour entre les noms à égalité" in room.desk()
    assert open_round(room, "name-2") == 303
    second = current(room)
    assert second.id != first
    assert [option["label"] for option in second.options] == ["Terreau", "Racines"]
    assert 'type="radio"' in karim.page()
    for phone in (fatou, karim):
        phone.say(f"sondages/{second.id}", {"choice": key("Racines")})
    room.press(f"sondages/{second.id}/fermeture")
    assert [one["label"] for one in leading_options(current(room))] == ["Racines"]


def test_taking_the_second_round_back_leads_to_the_tie_again(room: Room) -> None:
    fatou = room.phone("Fatou")
    propose(room, fatou, "Terreau")
    propose(room, fatou, "Racines")
    open_round(room)
    support(room, fatou, "Terreau", "Racines")
    first = current(room).id
    room.press(f"sondages/{first}/fermeture")
    open_round(room, "name-2")
    room.undo()
    assert current(room).id == first
    assert "Second tour entre les noms à égalité" in room.desk()


def test_taking_the_opening_back_lets_names_come_again_and_keeps_what_was_supported(room: Room) -> None:
    fatou = room.phone("Fatou")
    put_to_the_vote(room, fatou, "Terreau", "Racines")
    room.undo()
    assert propose(room, fatou, "La Récolte") == 303
    assert "1 réponse est gardée de côté" in room.desk()
    open_round(room)
    assert len(current(room).options) == 3
    assert tally_of(current(room)).leading == (key("Terreau"),)


def test_the_same_name_from_ten_phones_at_once_is_there_once(app, room: Room) -> None:
    people = [arriving.arrive(room.workshop, f"Voix {number}").id for number in range(10)]
    db.session.commit()
    workshop, item = room.workshop.id, room.item.id

    def proposer(person: int) -> Callable[[], None]:
        def work() -> None:
            naming.propose(
                db.session.get_one(Workshop, workshop),
                db.session.get_one(AgendaItem, item),
                "Terreau" if person % 2 else "TERREAU",
                author=db.session.get_one(Participant, person),
            )

        return work

    assert at_once(app, [proposer(person) for person in people]) == [None] * 10
    assert [name.lower() for name in names()] == ["terreau"]
