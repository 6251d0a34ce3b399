"""Elections of ours judged by the reference tool, and elections of the tool counted again by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.votes.urn import archive, chain
from app.votes.urn.ballot import tracker
from app.votes.urn.recount import fault_of_ballot, recount
from app.votes.urn.rehearsal import prepare
from tests.votes.urn import elections as urn
from tests.votes.urn.reference import ToolElection, opened, verdict
from tests.votes.urn.sources import numbered

TWO_QUESTIONS = [urn.MOTION.document(), urn.VENUES.document()]
BLANK = (1, 0, 0, 0)


@pytest.fixture(scope="module")
def made_by_the_tool(tmp_path_factory: pytest.TempPathFactory) -> ToolElection:
    """Five voters of whom four vote, one twice, one blank."""
    election = ToolElection(tmp_path_factory.mktemp("tool"), TWO_QUESTIONS, voters=5)
    election.cast(0, [urn.FOR, (0, 1, 0, 0)])
    election.cast(1, [urn.AGAINST, (0, 1, 1, 0)])
    election.cast(2, [urn.FOR, BLANK])
    election.cast(3, [urn.ABSTAIN, (0, 0, 0, 1)])
    election.cast(0, [urn.AGAINST, (0, 0, 1, 1)])
    election.count()
    return election


@pytest.mark.parametrize("length", range(1, len(urn.steps()) + 1))
def test_the_tool_accepts_it_at_every_moment_of_its_life(length: int) -> None:
    data = urn.written(urn.steps()[:length])
    accepted, said = verdict(data, urn.UUID)
    assert accepted, said
    assert (recount(data).counts is None) == (length < len(urn.steps()))


def test_the_tool_accepts_two_questions_a_blank_vote_and_four_hands() -> None:
    rehearsal = prepare(
        "DeuxQuestionsAa", "L’été « ici » \u2028 é", [urn.MOTION, urn.VENUES], 5, numbered("two")
    )
    votes = [(0, [urn.FOR, BLANK]), (1, [urn.ABSTAIN, (0, 1, 0, 1)]), (2, [urn.FOR, (0, 0, 1, 0)])]
    data = urn.written(rehearsal.counted(rehearsal.cast(votes)))
    accepted, said = verdict(data, "DeuxQuestionsAa")
    assert accepted, said
    assert recount(data).counts == ((2, 0, 1), (1, 1, 1, 1))


@pytest.mark.parametrize("votes", [[], [(0, [urn.FOR])]])
def test_the_tool_accepts_an_urn_that_is_almost_empty(votes: list[tuple[int, list[tuple[int, ...]]]]) -> None:
    small = urn.small()
    data = urn.written(small.counted(small.cast(votes)))
    accepted, said = verdict(data, urn.UUID)
    assert accepted, said
    assert recount(data).counts == ((len(votes), 0, 0),)


def test_we_count_again_what_the_tool_counted(made_by_the_tool: ToolElection) -> None:
    counted = recount(made_by_the_tool.archive)
    assert counted.counts == ((1, 2, 1), (1, 1, 2, 2))
    assert (counted.received, len(counted.trackers), counted.decryptions) == (5, 4, 3)


def test_we_write_the_tools_archive_to_the_byte(made_by_the_tool: ToolElection) -> None:
    timestamp, files = archive.read(made_by_the_tool.archive)
    assert chain.write(timestamp, chain.steps_of(files)) == made_by_the_tool.archive


def test_a_ballot_of_the_tool_is_accepted_one_by_one(made_by_the_tool: ToolElection) -> None:
    counted = recount(made_by_the_tool.archive)
    text = made_by_the_tool.ballot(4, [urn.FOR, BLANK]).strip()
    assert fault_of_ballot(counted.setup.election, text) is None
    assert tracker(text) not in counted.trackers


def test_the_tool_adds_to_an_archive_that_we_began(tmp_path: Path) -> None:
    """What we write, it goes on with: the file is one and the same for both."""
    begun = urn.written(urn.steps()[:1])
    (tmp_path / f"{urn.UUID}.bel").write_bytes(begun)
    judge = opened(tmp_path, urn.UUID)
    for step in urn.steps()[1:]:
        judge.add(step.type, b"\n".join(step.data) + b"\n" if step.data else b"")
    assert judge.archive == urn.counted()
