"""« Régler les tables »: names, sheets and rows, before the evening or during it; one more, one less."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask.testing import FlaskClient

from app.db import db
from app.members.models import Member
from app.workshops.group_models import Group
from app.workshops.models import AgendaItem, Workshop
from app.workshops.reading import items_of
from app.workshops.services import arriving, grouping, leading, worksheet
from app.workshops.tables import Line, find_table, groups_of, sheets_of

ROWS = "Le prix du pain\n\n  Qui  paie  \nQui paie"


class Settling:
    """The page where Farid settles the tables of tonight."""

    def __init__(self, workshop: Workshop, client: FlaskClient, actor: Member) -> None:
        self.workshop, self.client, self.actor = workshop, client, actor
        self.item: AgendaItem = next(one for one in items_of(workshop) if one.kind.value == "tables")
        self.number = self.item.id
        self.base = f"/c/quatorze/seances/{workshop.id}/animer/sequences/{self.number}/tables"
        self.code, self.text = 0, ""

    def post(self, where: str = "", **fields: object) -> int:
        answer = self.client.post(self.base + where, data=fields)
        self.code, self.text = answer.status_code, answer.text
        db.session.expire_all()
        return answer.status_code

    def settle(self, number: int, **fields: object) -> int:
        typed = {"name": "Les repas", "rows": ROWS, "sheet": "**Ailleurs**, on partage.", "version": 1}
        return self.post(f"/{number}", **{**typed, **fields})

    def names(self) -> list[tuple[int, str]]:
        return [(table.number, table.name) for table in groups_of(self._item())]

    def table(self, number: int) -> Group:
        return find_table(self._item(), number)

    def _item(self) -> AgendaItem:
        """The item, read again: what was sent at once left nothing in this session."""
        return db.session.get_one(AgendaItem, self.number)

    def begin(self) -> None:
        """The room is at its tables."""
        leading.go(self.workshop, self.actor, self.item, None)
        db.session.commit()

    def come(self, *names: str) -> None:
        for name in names:
            arriving.arrive(self.workshop, name, has_device=False, added_by=self.actor)
        db.session.commit()


@pytest.fixture
def tables(
    evening: Callable[..., Workshop],
    sign_in: Callable[[str | None], FlaskClient],
    member: Callable[[str], Member],
) -> Settling:
    return Settling(evening(), sign_in("Farid"), member("Farid"))


def test_a_table_gets_its_name_its_sheet_and_its_rows(tables: Settling) -> None:
    assert tables.client.get(f"{tables.base}/2").status_code == 200
    assert tables.settle(2) == 303
    table = tables.table(2)
    assert (table.name, table.rows) == ("Les repas", ["Le prix du pain", "Qui paie"])
    assert table.sheet == "**Ailleurs**, on partage."
    tables.begin()
    page = tables.client.get(tables.base.replace("/tables", "/feuilles/2")).text
    assert "Le prix du pain" in page
    assert "Critères pour les lieux" not in page


def test_the_paper_kit_follows(tables: Settling) -> None:
    from app.workshops import kit

    tables.settle(2)
    with tables.client.application.test_request_context():
        told = kit.told(tables.workshop, tables.actor.collective)["tables"]
    assert told[1]["name"] == "Les repas"
    assert told[1]["rows"] == ["Le prix du pain", "Qui paie"]


def test_one_more_table_and_one_less_before_the_evening(tables: Settling) -> None:
    assert tables.post(name="La logistique") == 303
    assert tables.names()[-1] == (5, "La logistique")
    assert tables.post("/2/retrait") == 303
    assert tables.names() == [
        (1, "Les publics cibles"),
        (2, "Le financement"),
        (3, "La gouvernance"),
        (4, "La logistique"),
    ]


def test_during_the_evening_an_empty_table_goes_and_the_others_keep_their_number(tables: Settling) -> None:
    tables.begin()
    assert tables.post("/2/retrait") == 303
    assert [number for number, _name in tables.names()] == [1, 3, 4]
    assert tables.client.get(tables.base.partition("/sequences")[0]).status_code == 200


def test_a_table_where_someone_sat_or_wrote_stays(tables: Settling) -> None:
    tables.begin()
    tables.come("Rose")
    rose = arriving.arrive(tables.workshop, "Malik", has_device=False, added_by=tables.actor)
    grouping.place(tables.workshop, tables.item, tables.actor, rose, tables.table(2))
    worksheet.write(tables.workshop, tables.item, tables.table(1), Line("Autre", "questions", "Et le pain ?"))
    db.session.commit()
    assert tables.post("/2/retrait") == 409
    assert "assises à cette table" in tables.text
    assert tables.post("/1/retrait") == 409
    assert "reste, avec ce qu’elle a écrit" in tables.text
    assert len(tables.names()) == 4


def test_what_is_written_under_a_row_that_has_gone_stays_on_the_sheet(tables: Settling) -> None:
    tables.begin()
    worksheet.write(tables.workshop, tables.item, tables.table(1), Line("Autre", "questions", "Et le pain ?"))
    db.session.commit()
    assert tables.settle(1) == 303
    sheet = sheets_of(tables.item, [tables.table(1)])[0]
    assert sheet.rows == ["Le prix du pain", "Qui paie", "Autre"]
    assert [note.text for note in sheet.cell("Autre", "questions")] == ["Et le pain ?"]


def test_what_is_written_under_a_row_follows_it_when_it_is_renamed(tables: Settling) -> None:
    tables.settle(1)
    tables.begin()
    for row, text in (("Le prix du pain", "Trop cher"), ("Qui paie", "La caisse")):
        worksheet.write(tables.workshop, tables.item, tables.table(1), Line(row, "questions", text))
    db.session.commit()
    assert tables.settle(1, rows="Le prix du pain\nQui cotise", version=2) == 303
    sheet = sheets_of(tables.item, [tables.table(1)])[0]
    assert sheet.rows == ["Le prix du pain", "Qui cotise"]
    assert [note.text for note in sheet.cell("Qui cotise", "questions")] == ["La caisse"]
    assert [note.text for note in sheet.cell("Le prix du pain", "questions")] == ["Trop cher"]


def test_another_table_keeps_its_rows_when_one_is_renamed(tables: Settling) -> None:
    for number, name in ((1, "Les repas"), (2, "Les lieux")):
        tables.settle(number, name=name)
    tables.begin()
    for number in (1, 2):
        worksheet.write(tables.workshop, tables.item, tables.table(number), Line("Qui paie", "needs", "Tous"))
    db.session.commit()
    tables.settle(1, rows="Le prix du pain\nQui cotise", version=2)
    sheet = sheets_of(tables.item, [tables.table(2)])[0]
    assert [note.text for note in sheet.cell("Qui paie", "needs")] == ["Tous"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Ce champ est nécessaire"),
        ({"name": "x" * 81}, "Entre 2 et 80"),
        ({"name": "les Publics CIBLES"}, "porte déjà ce nom"),
        ({"rows": "\n".join(f"Ligne {number}" for number in range(13))}, "douze lignes au plus"),
        ({"rows": "x" * 81}, "quatre-vingts caractères"),
        ({"sheet": "x" * 8_001}, "Au plus 8000"),
        ({"version": "hier"}, ""),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    tables: Settling, fields: dict[str, str], said: str
) -> None:
    assert tables.settle(2, **fields) == 422
    assert said in tables.text
    assert "on partage." in tables.text or "sheet" in fields
    assert tables.table(2).name == "Le conventionnement"


def test_two_people_at_once_read_both_wordings(tables: Settling) -> None:
    assert tables.settle(2) == 303
    assert tables.settle(2, name="Les goûters", version=1) == 409
    assert "Les repas" in tables.text
    assert "Les goûters" in tables.text
    assert 'name="version" type="hidden" value="2"' in tables.text
    assert tables.settle(2, name="Les goûters", version=2) == 303
    assert tables.table(2).name == "Les goûters"


@pytest.fixture
def at_once(sign_in: Callable[[str | None], FlaskClient], tables: Settling) -> Callable[..., list[int]]:
    """`at_once(one, other)` is sent by two facilitators at the same instant; their statuses, sorted."""
    browsers = [sign_in("Farid"), sign_in("Farid")]

    def press(*sent: tuple[str, dict[str, object]]) -> list[int]:
        ready, statuses = Barrier(len(sent)), []
        db.session.remove()

        def send(browser: FlaskClient, where: str, fields: dict[str, object]) -> None:
            ready.wait()
            statuses.append(browser.post(tables.base + where, data=fields).status_code)

        threads = [
            Thread(target=send, args=(browser, *one)) for browser, one in zip(browsers, sent, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(statuses)

    return press


def test_at_the_same_instant_one_settles_a_table_and_the_other_reads_it(
    tables: Settling, at_once: Callable[..., list[int]]
) -> None:
    typed = {"rows": ROWS, "sheet": "", "version": 1}
    sent = [("/2", {**typed, "name": name}) for name in ("Les repas", "Les goûters")]
    assert at_once(*sent) == [303, 409]
    assert tables.table(2).version == 2


def test_at_the_same_instant_two_tables_come_with_two_numbers(
    tables: Settling, at_once: Callable[..., list[int]]
) -> None:
    sent = [("", {"name": name}) for name in ("La logistique", "La musique")]
    assert at_once(*sent) == [303, 303]
    assert [number for number, _name in tables.names()] == [1, 2, 3, 4, 5, 6]
    assert at_once(("/6/retrait", {}), ("/6/retrait", {})) == [303, 404]


def test_there_are_twelve_tables_at_most(tables: Settling) -> None:
    for number in range(8):
        assert tables.post(name=f"Thème {number}") == 303
    assert tables.post(name="Un de trop") == 409
    assert "douze tables au plus" in tables.text
    assert tables.post(name="Thème 3") == 409


def test_two_tables_of_one_name_are_refused(tables: Settling) -> None:
    assert tables.post(name="LA GOUVERNANCE") == 422
    assert "porte déjà ce nom" in tables.text
    assert 'value="LA GOUVERNANCE"' in tables.text


def test_more_tables_than_the_room_fills_is_said_and_no_draw_leaves_anyone_alone(tables: Settling) -> None:
    assert "Trop de tables" not in tables.client.get(tables.base).text
    tables.come("Rose", "Malik", "Fatou", "Ada", "Noé")
    page = " ".join(tables.client.get(tables.base).text.split())
    assert "Trop de tables pour la salle" in page
    assert "Gardez-en 2 au plus" in page
    tables.begin()
    drawn = tables.client.post(
        tables.base.replace("/tables", "/groupes"), data={"act": "draw", "balanced": "yes", "from": "desk"}
    )
    assert drawn.status_code == 422
    assert "2 au plus" in " ".join(drawn.text.split())


def test_it_is_for_those_who_facilitate_and_for_items_of_tables(
    tables: Settling, sign_in: Callable[[str | None], FlaskClient]
) -> None:
    assert sign_in("Bob").get(tables.base).status_code == 403
    other = next(one for one in items_of(tables.workshop) if one.kind.value == "vote")
    client = sign_in("Farid")
    assert client.get(tables.base.replace(f"/{tables.item.id}/", f"/{other.id}/")).status_code == 404
    assert client.get(f"{tables.base}/9").status_code == 404


def test_once_the_session_is_over_tables_stay_as_they_were(tables: Settling) -> None:
    tables.begin()
    leading.go(tables.workshop, tables.actor, None, None)
    db.session.commit()
    assert tables.settle(2) == 409
    assert "La séance est terminée" in tables.text
    assert tables.post(name="Une de plus") == 409
