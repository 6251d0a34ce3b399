"""Any version is made again from the first one and the change-sets decided since: same bytes, same hash."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.charter.changes import apply, derive
from app.charter.document import Charter, ClauseKind, ProductType, Scope
from app.charter.drafting import numbered, removed, shifted
from app.charter.models import CharterVersion
from app.db import db
from app.members.models import Member
from app.proposals.models import Proposal, Round
from app.register.chain import canonical, link
from app.register.models import GENESIS
from app.votes.models import Decision
from app.votes.services import close
from tests.charter.charters import add, charters, edited, small


@given(st.data())
def test_the_change_sets_make_every_version_again_byte_for_byte(data: st.DataObject) -> None:
    versions = [data.draw(charters())]
    for _ in range(data.draw(st.integers(1, 5))):
        versions.append(data.draw(edited(versions[-1])))
    stored = [canonical(version.to_document()) for version in versions]
    decided = [json.loads(canonical(derive(before, after))) for before, after in pairwise(versions)]
    charter = Charter.from_document(json.loads(stored[0]))
    for changes, document in zip(decided, stored[1:], strict=True):
        charter = apply(charter, changes)
        assert canonical(charter.to_document()) == document


def test_what_the_collective_decided_makes_its_charter_again(
    opened: Callable[..., Decision], speak: Callable[..., None], member: Callable[[str], Member]
) -> None:
    charter = small()
    for step in (
        lambda c: c,
        lambda c: replace(
            c, products=(ProductType("T1", "Pain"),), last={**c.last, "T": 1}, rates={(2, "T1"): 60}
        ),
        lambda c: add(c, ClauseKind.CRITERION, Scope.VENUE, title="Sans plastique"),
        lambda c: shifted(c, "L4", -3),
        numbered,
        lambda c: removed(c, "L2"),
    ):
        charter = step(charter)
        decision = opened(charter)
        speak(decision)
        close(decision, member("Farid"))
        db.session.commit()
    versions = list(db.session.scalars(sa.select(CharterVersion).order_by(CharterVersion.number)))
    assert len(versions) == 6
    again, previous = Charter(), GENESIS
    for version in versions:
        again = apply(again, _decided(version)["changes"])
        document = canonical(again.to_document())
        assert document == version.document
        assert (version.prev_hash, version.hash) == (previous, link(previous, document))
        previous = version.hash


def _decided(version: CharterVersion) -> dict[str, list[dict[str, object]]]:
    """The change-set that the decision of a version adopted."""
    put = sa.select(Proposal).join(Round).where(Round.decision_id == version.decision_id)
    return db.session.scalars(put).one().effect_payload
