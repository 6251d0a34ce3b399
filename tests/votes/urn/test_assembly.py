"""From the preparation to the result, by the pages: whole votes, and what their archive proves."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from app.votes.decision_file import parse
from app.votes.decision_file import recount as recount_file
from app.votes.rules import Method
from app.votes.urn.canonical import fingerprint
from app.votes.urn.recount import verify_diff
from tests.votes.urn.people import SCRUTINEERS, Assembly
from tests.votes.urn.reference import verdict

FOR, AGAINST, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)
Gather = Callable[..., Assembly]


def test_a_whole_vote_is_counted_and_the_tool_accepts_its_archive(assembly: Assembly) -> None:
    first, *_others = assembly.vote((0, FOR), (1, FOR), (2, FOR), (3, AGAINST), (0, ABSTAIN))
    begun = assembly.archive()
    assert verdict(begun, assembly.urn.uuid)[0]
    decision = assembly.count()

    assert decision.result == "adopted"
    assert decision.outcome is not None
    assert decision.outcome["counts"] == {"for": 2, "against": 1, "abstain": 1}
    archive = assembly.archive()
    accepted, said = verdict(archive, assembly.urn.uuid, before=begun)
    assert accepted, said
    counted = verify_diff(begun, archive)
    assert counted.counts == ((2, 1, 1),)
    assert first not in counted.trackers
    assert len(counted.trackers) == 4


def test_the_archive_only_grows_whoever_decrypts_first(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, FOR), (2, AGAINST))
    states = [assembly.archive()]
    assembly.close()
    states.append(assembly.archive())
    for name in reversed(SCRUTINEERS):
        assembly.send_part(name)
        states.append(assembly.archive())
    for before, after in pairwise(states):
        verify_diff(before, after)
    assert verdict(states[-1], assembly.urn.uuid)[0]


def test_the_decision_file_names_its_archive_and_is_recounted(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, AGAINST), (2, FOR))
    decision = assembly.count()
    document = parse((decision.document or "").encode())
    assert document["urn"] == {
        "uuid": assembly.urn.uuid,
        "election": fingerprint((assembly.urn.election or "").encode()),
        "archive": fingerprint(assembly.archive()),
    }
    assert not recount_file(document).differences


def test_a_tie_rejects(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, AGAINST))
    assert assembly.count().result == "rejected"


@pytest.mark.parametrize(
    ("method", "votes", "counts", "elected"),
    [
        (
            Method.CHOOSE_ONE,
            [(1, 0, 0), (0, 1, 0), (0, 1, 0), (0, 0, 1)],
            {"o1": 1, "o2": 2, "abstain": 1},
            ["o2"],
        ),
        (
            Method.APPROVAL,
            [(0, 1, 1), (0, 0, 1), (1, 0, 0), (0, 1, 1)],
            {"o1": 2, "o2": 3, "expressed": 3, "abstain": 1},
            ["o2"],
        ),
    ],
)
def test_options_are_chosen(
    gather: Gather,
    method: Method,
    votes: list[tuple[int, ...]],
    counts: dict[str, int],
    elected: list[str],
) -> None:
    assembly = gather(method=method, options=["Grange", "École"], text="").opened()
    assembly.vote(*enumerate(votes))
    outcome = assembly.count().outcome
    assert outcome is not None
    assert (outcome["counts"], outcome["elected"]) == (counts, elected)
    assert not recount_file(parse((assembly.decision.document or "").encode())).differences


def test_majority_judgment_keeps_the_simple_urn(gather: Gather) -> None:
    assembly = gather(method=Method.MAJORITY_JUDGMENT, options=["Grange", "École"], text="")
    answer = assembly.sign_in("Farid").post(assembly.at(), data={})
    assert answer.status_code == 409
    assert "jugement majoritaire" in answer.text
