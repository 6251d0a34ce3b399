"""Each way of deciding, once, in the browser: what people press, and what the page then says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Server, Walker
from tests.browser.walker import enter_as

Person = Callable[[str], Walker]
WAYS = [
    pytest.param({"viewport": PHONE, "javascript": False}, id="phone-without-javascript"),
    pytest.param({"viewport": DESKTOP, "javascript": True}, id="desktop"),
]
pytestmark = [pytest.mark.xdist_group("demonstration"), pytest.mark.parametrize("way", WAYS)]
WITHOUT_DEVICE = 9


@pytest.fixture
def person(demo: Server, walker: Callable[..., Walker], way: dict[str, object]) -> Iterator[Person]:
    """`person("facilitator")`: someone of this role, in a browser of their own; "public" has no session."""

    def arrive(role: str) -> Walker:
        someone = walker(demo, **way)
        enter_as(someone.page, role)
        return someone

    return arrive


def open_decision(facilitator: Walker, kind: str, question: str, **fields: str) -> str:
    """Open a decision that no proposal carries, in the mode the blason says; return its address."""
    facilitator.follow("^Décisions$") if facilitator.page.viewport_size == DESKTOP else None
    facilitator.go(f"{home(facilitator)}/decisions/nouvelle")
    facilitator.fill("^Question", f"{question} ({uuid4().hex[:6]})")
    facilitator.select("^Type de question", kind)
    if "options" in fields:
        facilitator.choose(f"^{fields['method']}")
        facilitator.fill("^Options, une par ligne", fields["options"])
    else:
        facilitator.fill("^Texte soumis", "Un exemple, pour essayer.")
    facilitator.press("^Ouvrir la décision")
    facilitator.reads("La décision est ouverte")
    return path(facilitator)


def home(person: Walker) -> str:
    return re.sub(r"(/c/[^/]+).*", r"\1", path(person))


def path(person: Walker) -> str:
    return re.sub(r"^https?://[^/]+|#.*$", "", person.page.url)


def close(facilitator: Walker, decision: str) -> None:
    facilitator.go(decision)
    facilitator.open("^Clore la décision")
    facilitator.press("^Oui, clore la décision")
    facilitator.reads("La décision est close")


def test_a_block_stops_the_consensus_and_the_cascade_goes_on(person: Person) -> None:
    julien, bernard = person("facilitator"), person("member")
    decision = open_decision(julien, "La charte", "Écrire la charte en deux langues ?")
    bernard.go(decision)
    bernard.choose("^Je bloque")
    bernard.press("^M’exprimer")
    bernard.reads("ne peut|[Dd]ites|raison")  # a block without its reason is not taken
    bernard.fill("^Pourquoi", "Personne ici ne traduira les amendements.")
    bernard.press("^M’exprimer")
    bernard.reads("Vous avez exprimé")
    julien.go(decision)
    julien.choose("^D’accord(?! avec)")
    julien.press("^M’exprimer")
    close(julien, decision)
    julien.reads("1.blocage")
    julien.open("^Passer au mode suivant de la cascade")
    julien.press("^Oui, passer au mode suivant")
    julien.reads("La décision suivante est ouverte")
    julien.reads("^Consentement$")
    assert path(julien) != decision
    bernard.go(decision)
    bernard.reads("Suite donnée à cette décision")


def test_hands_of_the_room_count_once_another_person_confirms_them(person: Person) -> None:
    julien, amina, bernard = person("facilitator"), person("administrator"), person("member")
    seat_people_without_device(julien)
    decision = open_decision(julien, "Une question courante", "Commencer à l’heure ?")
    bernard.go(decision)
    bernard.choose("^Contre")
    bernard.press("^M’exprimer")
    bernard.go(decision)
    bernard.choose("^Pour(?!quoi)")
    bernard.press("^Changer mon expression")
    julien.go(decision)
    julien.fill("^Pour$", str(WITHOUT_DEVICE))
    julien.press("^Saisir ce comptage")
    julien.reads("attend qu’une autre personne le confirme")
    assert julien.page.get_by_text("Je confirme ce comptage").count() == 0
    amina.go(decision)
    amina.open("^Je confirme ce comptage")
    amina.press("^Oui, je confirme")
    amina.reads("Le comptage est confirmé")
    close(julien, decision)
    julien.reads(f"^Adoptée.*{WITHOUT_DEVICE + 1} pour")


def seat_people_without_device(julien: Walker) -> None:
    """Mark people as here without a device, until there are enough for the quorum of a current question."""
    julien.go(f"{home(julien)}/emargement")
    already = julien.page.get_by_text("présent·e, sans appareil", exact=True).count()
    for _ in range(WITHOUT_DEVICE - already):
        julien.press("^Sans appareil, ", nth=5)
    julien.go(path(julien))
    assert julien.page.get_by_text("présent·e, sans appareil", exact=True).count() >= WITHOUT_DEVICE


def test_a_paper_without_a_name_is_read_again_and_changed_with_its_code(person: Person) -> None:
    julien, bernard = person("facilitator"), person("member")
    decision = open_decision(julien, "Un conventionnement", "Conventionner la ferme fictive ?")
    bernard.go(decision)
    bernard.reads("Elle protège des curieux, pas de l’administrateur du serveur")
    code = bernard.page.locator("strong.code").inner_text()
    bernard.choose("^Contre")
    bernard.press("^Déposer mon bulletin")
    bernard.reads("Votre bulletin est dans l’urne")
    assert code not in bernard.page.content()
    bernard.fill("^Relire mon bulletin", code.upper())
    bernard.press("^Relire$")
    bernard.reads("Il dit.: Contre")
    bernard.choose("^Pour(?!quoi)")
    bernard.fill("^Code de mon bulletin", code)
    bernard.press("^Déposer mon bulletin")
    bernard.fill("^Relire mon bulletin", code)
    bernard.press("^Relire$")
    bernard.reads("Il dit.: Pour")
    julien.go(decision)
    julien.reads("Aucun compte, même partiel, n’existe avant la clôture")
    julien.does_not_read("1.pour")
    close(julien, decision)
    julien.reads("1.pour")


def test_options_receive_mentions(person: Person) -> None:
    julien, bernard = person("facilitator"), person("member")
    decision = open_decision(
        julien,
        "Une question courante",
        "Où nous réunir ?",
        method="Donner une mention",
        options="Au jardin\nÀ la maison de quartier",
    )
    for someone, garden, house in ((bernard, "Excellent", "Passable"), (julien, "Bien", "Assez bien")):
        someone.go(decision)
        ballot = someone.page.locator("section[aria-labelledby=ballot]")
        for option, mention in (("Au jardin", garden), ("À la maison de quartier", house)):
            group = ballot.get_by_role("group", name=option)
            someone.mark(group.get_by_label(mention, exact=True))
        someone.press("^M’exprimer")
        someone.reads("Vous avez exprimé")
    close(julien, decision)
    public = person("public")
    public.go(decision)
    public.reads("^Quorum non atteint")
    public.does_not_read("Bernard")
