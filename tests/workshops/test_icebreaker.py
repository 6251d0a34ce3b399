"""Making acquaintance: two phones say that they have a common point, and the first five pairs win."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from app.db import db
from app.live.reading import versions
from app.workshops.handfuls import handful
from app.workshops.icebreaker import game_of
from app.workshops.models import AgendaItem, Channel, Participant, Workshop
from app.workshops.pair_models import Pair
from app.workshops.services import arriving, pairs
from tests.votes.test_concurrency import at_once
from tests.workshops.room import OpenRoom, Phone, Room


@pytest.fixture
def room(room_at: OpenRoom) -> Room:
    return room_at("icebreaker")


def code(phone: Phone) -> str:
    """The number shown on a phone."""
    found = re.search(r"Votre numéro <strong>(\d+)</strong>", phone.page())
    assert found is not None
    return found[1]


def say(room: Room, phone: Phone, other: str, point: str = "le tajine") -> int:
    return phone.say("binomes", {"item": room.item.id, "with": other, "point": point}).status_code


def won(room: Room) -> list[set[str]]:
    db.session.expire_all()
    return [{pair.low.name, pair.high.name} for pair in game_of(room.item).won]


def test_a_number_read_on_the_other_phone_forms_the_pair_at_once(room: Room) -> None:
    fatou, karim = room.phone("Fatou"), room.phone("Karim")
    assert code(fatou) != code(karim)
    assert say(room, fatou, code(karim)) == 303
    assert won(room) == [{"Fatou", "Karim"}]
    for page in (fatou.page(), karim.page(), room.wall(), room.desk()):
        assert "le tajine" in page
        assert "Karim" in page


def test_by_first_name_both_have_to_say_so(room: Room) -> None:
    fatou, karim = room.phone("Fatou"), room.phone("Karim")
    say(room, fatou, "karim")
    assert won(room) == []
    assert "Karim doit encore taper votre prénom" in fatou.page()
    assert "Fatou dit que vous avez un point commun" in karim.page()
    assert say(room, karim, "FATOU", "") == 303
    assert won(room) == [{"Fatou", "Karim"}]


def test_who_is_named_is_told_on_their_phone_at_once_and_few_others_are_asked_to_look(room: Room) -> None:
    fatou, karim = room.phone("Fatou"), room.phone("Karim")
    hers, his = (handful(room.number_of(name)) for name in ("Fatou", "Karim"))
    assert hers != his
    assert f'data-region="{his}"' in karim.page()
    before = changed(room)
    say(room, fatou, "karim")
    assert {name for name in changed(room) if changed(room)[name] > before.get(name, 0)} == {his}
    before = changed(room)
    pair = db.session.scalars(sa.select(Pair)).one()
    assert karim.say(f"binomes/{pair.id}").status_code == 303
    told = {name for name in changed(room) if changed(room)[name] > before.get(name, 0)}
    assert told == {hers, his, "stage", "wall", "desk"}


def changed(room: Room) -> dict[str, int]:
    """The version of each region of the room."""
    db.session.expire_all()
    return versions([room.workshop.topic])[room.workshop.topic]


def test_the_other_agrees_with_one_button(room: Room) -> None:
    fatou, karim, nadia = room.phone("Fatou"), room.phone("Karim"), room.phone("Nadia")
    say(room, fatou, "Karim")
    number = db.session.scalars(sa.select(Pair.id)).one()
    for stranger in (fatou, nadia):
        assert stranger.say(f"binomes/{number}").status_code == 422
    assert karim.say(f"binomes/{number}").status_code == 303
    assert won(room) == [{"Fatou", "Karim"}]


def test_the_first_five_win_and_the_sixth_is_told_without_a_place(room: Room) -> None:
    phones = [room.phone(f"Voix {number}") for number in range(12)]
    for left, right in zip(phones[::2], phones[1::2], strict=True):
        assert say(room, left, code(right)) == 303
    assert won(room) == [{f"Voix {2 * place}", f"Voix {2 * place + 1}"} for place in range(5)]
    assert "1 autre binôme s’est trouvé" in room.wall()
    assert "Toutes les places sont gagnées" in phones[0].page()


def test_the_same_two_people_win_once_and_someone_who_won_leaves_places_to_others(room: Room) -> None:
    fatou, karim, nadia = room.phone("Fatou"), room.phone("Karim"), room.phone("Nadia")
    say(room, fatou, code(karim))
    assert say(room, karim, code(fatou)) == 409
    assert say(room, fatou, code(nadia)) == 303
    assert won(room) == [{"Fatou", "Karim"}]


@pytest.mark.parametrize(
    ("other", "point", "said"),
    [
        ("Fatou", "le pain", "C’est vous-même"),
        ("own", "le pain", "C’est vous-même"),
        ("Personne", "le pain", "Personne ici ne porte ce prénom"),
        ("99", "le pain", "Personne ici ne porte ce prénom"),
        ("", "le pain", "Écrivez le prénom ou le numéro"),
        ("Karim", "", "Dites votre point commun"),
        ("Karim", "x" * 141, "Au plus 140 caractères"),
        ("Karim", "du pain\u202e", "caractères invisibles"),
    ],
)
def test_what_makes_no_pair_is_refused_in_words_and_stays_typed(
    room: Room, other: str, point: str, said: str
) -> None:
    fatou, _karim = room.phone("Fatou"), room.phone("Karim")
    typed = code(fatou) if other == "own" else other
    answer = fatou.say("binomes", {"item": room.item.id, "with": typed, "point": point})
    assert answer.status_code == 422
    assert said in answer.text
    assert answer.text.count(f'value="{typed}"') >= 1
    assert f'value="{point}"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Pair.id))) == 0


def test_people_without_a_device_are_paired_at_the_desk(room: Room) -> None:
    room.without_device("Odette", "René")
    answer = room.press("binomes", item=room.item.id, first="Odette", second="Inconnu", point="la rue Didot")
    assert answer.status_code == 422
    assert 'value="la rue Didot"' in answer.text
    room.press("binomes", item=room.item.id, first="odette", second="Rene", point="la rue Didot")
    assert won(room) == [{"Odette", "René"}]
    kept = db.session.scalars(sa.select(Pair)).one()
    assert (kept.channel, kept.typed_by_id) == (Channel.SCRIBE, room.leader.id)


def test_a_pair_taken_out_lets_the_next_one_move_up_and_comes_back_when_undone(room: Room) -> None:
    phones = [room.phone(f"Voix {number}") for number in range(12)]
    for left, right in zip(phones[::2], phones[1::2], strict=True):
        say(room, left, code(right))
    first = db.session.scalars(sa.select(Pair.id).filter_by(number=1)).one()
    room.press(f"binomes/{first}/retrait")
    assert {"Voix 10", "Voix 11"} in won(room)
    assert {"Voix 0", "Voix 1"} not in won(room)
    assert say(room, phones[0], code(phones[1])) == 409
    room.undo()
    assert won(room)[0] == {"Voix 0", "Voix 1"}
    assert len(won(room)) == 5


def test_the_game_is_over_once_the_room_goes_on(room: Room) -> None:
    fatou, karim = room.phone("Fatou"), room.phone("Karim")
    number = code(karim)
    room.press("passage", to=room.item.id + 1)
    assert say(room, fatou, number) == 409


def test_six_pairs_at_once_make_exactly_five_winners_in_order(app, room: Room) -> None:
    people = [arriving.arrive(room.workshop, f"Voix {number}").id for number in range(12)]
    db.session.commit()
    workshop, item = room.workshop.id, room.item.id

    def sayer(left: int, right: int) -> Callable[[], None]:
        def work() -> None:
            other = db.session.get_one(Participant, right)
            pairs.say(
                db.session.get_one(Workshop, workshop),
                db.session.get_one(AgendaItem, item),
                db.session.get_one(Participant, left),
                pairs.Met(other, by_code=True),
                "le pain",
            )

        return work

    works = [sayer(left, right) for left, right in zip(people[::2], people[1::2], strict=True)]
    assert at_once(app, works) == [None] * 6
    formed = db.session.scalars(sa.select(Pair).order_by(Pair.number)).all()
    assert [pair.number for pair in formed] == [1, 2, 3, 4, 5, 6]
    assert [pair.number for pair in game_of(room.item).won] == [1, 2, 3, 4, 5]


def test_two_people_who_name_each_other_at_once_are_one_pair(app, room: Room) -> None:
    people = [arriving.arrive(room.workshop, name).id for name in ("Fatou", "Karim")]
    db.session.commit()
    workshop, item = room.workshop.id, room.item.id

    def sayer(left: int, right: int) -> Callable[[], None]:
        def work() -> None:
            met = pairs.Met(db.session.get_one(Participant, right), by_code=False)
            pairs.say(
                db.session.get_one(Workshop, workshop),
                db.session.get_one(AgendaItem, item),
                db.session.get_one(Participant, left),
                met,
                "le pain",
            )

        return work

    assert at_once(app, [sayer(*people), sayer(*reversed(people))]) == [None, None]
    assert [pair.number for pair in db.session.scalars(sa.select(Pair))] == [1]


def test_pairs_are_formed_at_this_item_only(room: Room) -> None:
    fatou = room.phone("Fatou")
    other = room.item.id + 1
    assert fatou.say("binomes", {"item": other, "with": "Karim", "point": "le pain"}).status_code == 422
