"""The server is killed in each item of the evening, and started again: nothing acknowledged is lost."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPException

import pytest

from app.workshops.kinds import ItemKind
from app.workshops.poll_models import PollAnswer
from tests.live.phone import Phone
from tests.workshops.served import Evening, House, open_house

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server for the tests of this file, killed in each."""
    with open_house(tmp_path_factory.mktemp("killed")) as opened:
        yield opened


# --- what is done in each item, then what is still there once the server was killed ---------------------

Scene = Callable[[Evening], Iterator[None]]


def welcome(evening: Evening) -> Iterator[None]:
    evening.say(evening.fatou, "signature")
    evening.add_person("Odette")
    yield
    assert "Je signe" not in evening.page_of(evening.fatou)
    assert "Je signe" in evening.page_of(evening.malik)
    assert "Odette" in evening.leader.get(f"{evening.base}/personnes")


def presentation(evening: Evening) -> Iterator[None]:
    evening.say(evening.malik, "parole", act="raise")
    yield
    assert "au rang 1" in evening.page_of(evening.malik)
    assert "Demande la parole : Malik" in evening.wall()


def icebreaker(evening: Evening) -> Iterator[None]:
    number = evening.number_on(evening.malik, r"Votre numéro <strong>(\d+)")
    fields = {"item": evening.item, "with": number, "point": "Le couscous du vendredi"}
    evening.say(evening.fatou, "binomes", **fields)
    yield
    assert "Le couscous du vendredi" in evening.wall()
    assert "Vous et Fatou : Le couscous du vendredi" in evening.page_of(evening.malik)


def guesses(evening: Evening) -> Iterator[None]:
    evening.lead("quiz", item=evening.item, phase="guess")
    poll = evening.number_on(evening.fatou, r"/participer/sondages/(\d+)")
    evening.say(evening.fatou, f"sondages/{poll}", choice="55")
    yield
    assert 'value="55"' in evening.page_of(evening.fatou)


def answers_about_oneself(evening: Evening) -> Iterator[None]:
    evening.lead("quiz", item=evening.item, phase="guess")
    evening.lead("quiz", item=evening.item, phase="tell")
    evening.say(evening.fatou, "quiz", item=evening.item, women="woman", age="41", years="7")
    yield
    assert "Votre réponse est mêlée" in evening.page_of(evening.fatou)
    assert "Mêler ma réponse" in evening.page_of(evening.malik)


def post_its(evening: Evening) -> Iterator[None]:
    evening.lead(f"sequences/{evening.item}/groupes", act="draw")
    axis = re.search(r'name="axis" value="([^"]+)"', evening.page_of(evening.fatou))
    assert axis is not None
    evening.say(evening.fatou, "post-it", item=evening.item, axis=axis[1], text="Manger à sa faim")
    where = f"sequences/{evening.item}/post-it"
    evening.lead(where, group=1, axis=axis[1], text="Sans fiche de paie")
    yield
    assert "Sans fiche de paie" in evening.page_of(evening.malik), "they are of the same group still"
    for text in ("Manger à sa faim", "Sans fiche de paie"):
        assert text in evening.wall()


def poll(evening: Evening) -> Iterator[None]:
    evening.lead("sondages", item=evening.item, name="rule")
    number = evening.number_on(evening.fatou, r"/participer/sondages/(\d+)")
    evening.say(evening.fatou, f"sondages/{number}", choice="consent")
    evening.add_person("Odette")
    evening.lead(f"sondages/{number}/mains", **{"count-consensus": 1})
    yield
    assert "Noté à" in evening.page_of(evening.fatou)
    assert "Noté à" not in evening.page_of(evening.malik)
    evening.lead(f"sondages/{number}/fermeture")
    assert re.search(r"Consentement.*?1", evening.wall(), re.DOTALL)


def decision(evening: Evening) -> Iterator[None]:
    asked = {"question": "Un marché le samedi ?", "body": "De 9 h à 13 h.", "kind": "ordinary"}
    evening.lead("decisions", method="adopt", **asked)
    number = evening.number_on(evening.fatou, r"/participer/decisions/(\d+)/voix")
    evening.say(evening.fatou, f"decisions/{number}/voix", choice="for")
    yield
    assert "Noté : Pour" in evening.page_of(evening.fatou)
    assert "Un marché le samedi ?" in evening.wall()
    evening.lead(f"decisions/{number}/cloture")
    assert "1 pour, 0 contre" in evening.wall()


def name(evening: Evening) -> Iterator[None]:
    evening.say(evening.fatou, "noms", item=evening.item, idea="La Table du Quatorze")
    yield
    assert "La Table du Quatorze" in evening.wall()


def tables(evening: Evening) -> Iterator[None]:
    evening.say(evening.fatou, "groupe", item=evening.item, group=2)
    line = {"row": "Critères pour les lieux", "column": "questions", "finding": "question"}
    evening.say(evening.fatou, "feuille", item=evening.item, text="Qui visite les lieux ?", **line)
    yield
    assert "Qui visite les lieux ?" in evening.page_of(evening.fatou)
    assert "Le conventionnement" in evening.page_of(evening.fatou)


def restitution(evening: Evening) -> Iterator[None]:
    evening.lead(f"sequences/{evening.item}/restitution", table=3)
    yield
    assert "Le financement" in evening.wall()
    assert "Le financement" in evening.page_of(evening.malik)


def pause(evening: Evening) -> Iterator[None]:
    evening.lead("tour", act="start", order="arrival")
    evening.lead("tour", act="next")
    evening.lead("minuteur", item=evening.item, act="pause")
    left = timer(evening.desk(), "left")
    yield
    assert timer(evening.desk(), "left") == left, "a timer that waits still waits"
    assert "La parole est à <strong>Malik" in evening.wall()


SCENES: list[tuple[ItemKind, Scene]] = [
    (ItemKind.WELCOME, welcome),
    (ItemKind.PRESENTATION, presentation),
    (ItemKind.ICEBREAKER, icebreaker),
    (ItemKind.COMPOSITION_QUIZ, guesses),
    (ItemKind.COMPOSITION_QUIZ, answers_about_oneself),
    (ItemKind.GROUP_WORK, post_its),
    (ItemKind.BLASON, post_its),
    (ItemKind.VOTE, poll),
    (ItemKind.VOTE, decision),
    (ItemKind.NAME, name),
    (ItemKind.TABLES, tables),
    (ItemKind.RESTITUTION, restitution),
    (ItemKind.BREAK, pause),
]


def test_every_kind_of_item_has_its_scene() -> None:
    assert {kind for kind, _scene in SCENES} == set(ItemKind)


@dataclass
class Cut:
    """A room as it was when the server was killed: its stream ended, nothing more was heard of it."""

    evening: Evening
    title: str
    played: Iterator[None]
    known: int
    clock: list[tuple[str, str]]
    stream_ended: bool = False


@pytest.fixture(scope="module")
def rooms(house: House) -> dict[tuple[Scene, ItemKind], Cut]:
    """One room at each scene, in the same house, which is killed while all of them are at work."""
    cut: dict[tuple[Scene, ItemKind], Cut] = {}
    with ExitStack() as open_streams:
        streams = {}
        for kind, scene in SCENES:
            evening = house.open_evening()
            streams[scene, kind] = open_streams.enter_context(closing(evening.stream(after=0)))
            known = streams[scene, kind].next().data["version"]
            title = evening.go(kind)
            evening.lead("minuteur", item=evening.item, act="start", minutes=7)
            played = scene(evening)
            next(played)
            cut[scene, kind] = Cut(evening, title, played, known, timers(evening.desk()))
        house.restart_after_a_kill()
        for which, stream in streams.items():
            cut[which].stream_ended = stream.ends()
    return cut


@pytest.mark.parametrize(
    ("kind", "scene"), SCENES, ids=[f"{kind}-{scene.__name__}" for kind, scene in SCENES]
)
def test_killed_and_started_again_the_evening_is_where_it_was(
    rooms: dict[tuple[Scene, ItemKind], Cut], kind: ItemKind, scene: Scene
) -> None:
    room = rooms[scene, kind]
    evening = room.evening
    assert room.stream_ended
    with closing(evening.stream(after=room.known)) as again:
        assert room.title in stage_of(again), "who was cut off hears where the room is"
        assert timers(evening.desk()) == room.clock
        for screen in (evening.desk(), evening.page_of(evening.malik)):
            assert room.title in screen
        next(room.played, None)
        evening.lead("duree", item=evening.item, minutes=5)
        assert room.title in stage_of(again), "and goes on hearing"


def timers(page: str) -> list[tuple[str, str]]:
    """When the timer that a page shows rings, or what is left of one that waits."""
    found = re.findall(r'data-(ends|left)="(\d+)"', page)
    assert found
    return found


def timer(page: str, kind: str) -> str:
    """The only timer of that kind."""
    (shown,) = (value for name, value in timers(page) if name == kind)
    return shown


def stage_of(stream: Phone) -> str:
    """The next stage that a stream tells."""
    while (event := stream.next_of("region", 30)).data["region"] != "stage":
        pass
    return str(event.data["html"]).replace("&#39;", "'")


# --- amid what is being sent ----------------------------------------------------------------------------


def test_killed_while_a_whole_room_answers_what_was_acknowledged_is_there_and_counts_once(
    house: House,
) -> None:
    """Some answers were acknowledged and some were not: those are sent again, as phones do by themselves."""
    evening = house.open_evening()
    evening.go(ItemKind.VOTE)
    evening.lead("sondages", item=evening.item, name="rule")
    phones = [evening.come_in(f"Voix {number}") for number in range(16)]
    poll = evening.number_on(phones[0], r"/participer/sondages/(\d+)")
    for phone in phones:
        evening.page_of(phone)  # the token of its forms
    where = f"{evening.base}/participer/sondages/{poll}"
    acknowledged: set[int] = set()
    enough = threading.Event()

    def answer(number: int) -> None:
        try:
            phones[number].post(where, choice="consent", key=f"voice-{poll}-{number}")
        except (OSError, HTTPException):
            return  # the server died before it answered
        acknowledged.add(number)
        if len(acknowledged) == 4:
            enough.set()

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(len(phones))]
    for thread in threads:
        thread.start()
    assert enough.wait(30)
    house.restart_after_a_kill()
    for thread in threads:
        thread.join(60)
    held = house.count(PollAnswer, poll_id=poll)
    assert len(acknowledged) <= held <= len(phones)
    for number in sorted(acknowledged):
        assert "Noté à" in evening.page_of(phones[number])
    for number in range(len(phones)):
        phones[number].post(where, choice="consent", key=f"voice-{poll}-{number}")
    assert house.count(PollAnswer, poll_id=poll) == len(phones)
