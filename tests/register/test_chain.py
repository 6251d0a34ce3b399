"""The register is a chain: whoever alters, removes or cuts an entry is found."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.collectives.models import Collective
from app.db import db
from app.register.chain import Link, breaks, canonical, link
from app.register.models import GENESIS, RegisterEntry, RegisterHead
from app.register.services import record, verify


def chained(texts: list[str]) -> list[Link]:
    links, previous = [], GENESIS
    for position, text in enumerate(texts, start=1):
        links.append(Link(position, text, previous, previous := link(previous, text)))
    return links


TEXTS = st.lists(st.text(max_size=20), min_size=1, max_size=8)


@given(TEXTS)
def test_an_untouched_chain_holds(texts: list[str]) -> None:
    assert list(breaks(chained(texts), GENESIS)) == []


@given(TEXTS, st.data())
def test_any_altered_text_is_found(texts: list[str], data: st.DataObject) -> None:
    links = chained(texts)
    at = data.draw(st.integers(0, len(links) - 1))
    links[at] = Link(links[at].position, links[at].document + "x", links[at].previous_hash, links[at].hash)
    assert [(found.position, found.code) for found in breaks(links, GENESIS)] == [(at + 1, "altered")]


@given(st.lists(st.text(max_size=20), min_size=2, max_size=8), st.data())
def test_any_entry_removed_before_the_last_is_found(texts: list[str], data: st.DataObject) -> None:
    links = chained(texts)
    at = data.draw(st.integers(0, len(links) - 2))
    del links[at]
    assert [found.code for found in breaks(links, GENESIS)] == ["gap"]


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=5))
def test_one_value_has_one_text(value: dict[str, int | str]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))


def test_recorded_acts_verify(collective: Collective) -> None:
    for number in range(3):
        record(collective.id, "test.done", actor_id=None, subject=("test", number), number=number)
    db.session.commit()
    assert list(verify(collective.id)) == []


def test_the_database_refuses_to_rewrite_an_entry(collective: Collective) -> None:
    record(collective.id, "test.done")
    db.session.commit()
    for act in (sa.update(RegisterEntry).values(kind="other"), sa.delete(RegisterEntry)):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            db.session.execute(act)
        db.session.rollback()


def test_a_cut_tail_is_found(collective: Collective) -> None:
    record(collective.id, "test.done")
    record(collective.id, "test.done")
    db.session.execute(sa.update(RegisterHead).values(position=3))
    db.session.commit()
    assert list(verify(collective.id)) == ["registre : les actes qui suivaient le n° 2 ont été retirés"]


def test_the_command_says_that_every_chain_holds(app, collective: Collective) -> None:
    record(collective.id, "test.done")
    db.session.commit()
    answer = app.test_cli_runner().invoke(args=["register", "verify"])
    assert answer.exit_code == 0
    assert "quatorze : 1 acte, tout se tient." in answer.output


def test_the_command_fails_on_a_broken_chain(app, collective: Collective) -> None:
    record(collective.id, "test.done")
    db.session.execute(sa.update(RegisterHead).values(hash="f" * 64))
    db.session.commit()
    answer = app.test_cli_runner().invoke(args=["register", "verify"])
    assert answer.exit_code == 1
    assert "quatorze : registre : les actes qui suivaient le n° 1 ont été retirés" in answer.output
