"""Versions are chained, kept by the database itself, and verified with the register."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.blason import services
from app.blason.document import ItemKind
from app.blason.models import BlasonVersion
from app.collectives import founding
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.register.chain import link
from app.register.models import GENESIS
from app.register.search import find
from app.register.services import verify
from app.votes.presets import GENEVE
from app.votes.rulebook import current_rulebook
from app.votes.rules import QuestionKind


def test_founding_writes_the_first_version_with_the_chosen_rules(collective: Collective) -> None:
    made, _founder = founding.found(
        name="Tablée", territory="", presentation="", founder="Zoé", email=None, preset="geneve", first=False
    )
    first = services.current_version(made.id)
    assert first is not None
    assert (first.number, first.prev_hash, first.decision_id) == (1, GENESIS, None)
    assert first.blason.name == "Tablée"
    assert first.blason.rules == GENEVE


def test_each_version_is_chained_to_the_one_before(founded: Collective) -> None:
    stored = [row.version for row in reversed(services.versions(founded.id))]
    previous = GENESIS
    for version in stored:
        assert version.prev_hash == previous
        assert version.hash == link(previous, version.document)
        previous = version.hash


def test_a_sound_chain_verifies(adopted: Collective) -> None:
    assert list(verify(adopted.id)) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE blason_versions SET document = '{}'", "DELETE FROM blason_versions"]
)
def test_the_database_refuses_to_rewrite_a_version(founded: Collective, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(sa.text(statement))
    db.session.rollback()
    assert len(services.versions(founded.id)) == 4


def test_a_forged_version_is_found_by_the_verification(founded: Collective) -> None:
    latest = services.current_version(founded.id)
    assert latest is not None
    forged = BlasonVersion(
        collective_id=founded.id,
        number=latest.number + 1,
        document=latest.document.replace("Solidarité", "Obéissance"),
        prev_hash=latest.hash,
        hash="0" * 64,
    )
    db.session.add(forged)
    db.session.commit()
    assert any("version 5: altered" in fault for fault in verify(founded.id))


def test_a_number_is_given_once(founded: Collective) -> None:
    latest = services.current_version(founded.id)
    assert latest is not None
    twin = BlasonVersion(
        collective_id=founded.id, number=latest.number, document="{}", prev_hash=GENESIS, hash=GENESIS
    )
    db.session.add(twin)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_decision_leaves_a_version_even_when_it_adopts_the_draft_as_it_is(
    adopted: Collective, member: Callable[[str], Member]
) -> None:
    assert services.is_adopted(adopted.id)
    with pytest.raises(services.AlreadyAdopted):
        services.edit(adopted, member("Alice"), lambda blason: blason.renamed("À moi"))


def test_rules_change_only_when_the_blason_changes_them(
    founded: Collective, member: Callable[[str], Member]
) -> None:
    cascade = GENEVE.cascade(QuestionKind.CHARTER)
    services.edit(founded, member("Alice"), lambda blason: blason.with_cascade(QuestionKind.CHARTER, cascade))
    assert current_rulebook(founded.id).cascade(QuestionKind.CHARTER) == cascade


def test_what_the_blason_says_is_found_by_its_words(founded: Collective) -> None:
    assert [hit.kind for hit in find(founded.id, "solidarite", kinds=["blason"])] == ["blason"]


def test_proposals_answer_to_the_prohibitions_in_force(
    founded: Collective, member: Callable[[str], Member]
) -> None:
    assert services.prohibitions(founded) == [("I1", "Trier les personnes")]
    services.edit(founded, member("Alice"), services.remove("I1"))
    assert services.prohibitions(founded) == []
    services.edit(founded, member("Alice"), lambda b: b.with_item(ItemKind.PROHIBITION, "Exclure"))
    assert services.prohibitions(founded) == [("I2", "Exclure")]
