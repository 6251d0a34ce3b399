"""What is false is refused: by us, and by the reference tool beside us."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.votes.urn import archive, ballot, chain, credentials
from app.votes.urn.chain import Step
from app.votes.urn.election import Question
from app.votes.urn.encryption import encrypt, signed, vote
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.group import G, P, Q
from app.votes.urn.proofs import drawn
from app.votes.urn.recount import recount, verify_diff
from tests.votes.urn import elections as urn
from tests.votes.urn.reference import verdict
from tests.votes.urn.sources import numbered

FIRST, SECOND, CHANGED, END, TALLY, PART, RESULT = 1, 2, 4, 5, 6, 7, 9


def both_refuse(data: bytes) -> str:
    """Our code, once the tool has refused too."""
    accepted, said = verdict(data, urn.UUID)
    assert not accepted, said
    with pytest.raises(InvalidUrn) as fault:
        recount(data)
    return fault.value.code


def numbers(place: str, change: Callable[[int], int]) -> Callable[[Any], None]:
    """A change of the number at `place` of a document."""

    def apply(document: Any) -> None:
        *path, name = (int(part) if part.isdigit() else part for part in place.split("/"))
        for part in path:
            document = document[part]
        document[name] = str(change(int(document[name])))

    return apply


def signed_again(voter: int, change: Callable[[Any], None]) -> list[Step]:
    """The first ballot changed, then signed by its owner: only the proofs are left to refuse it."""
    steps = list(urn.steps())
    document = json.loads(steps[FIRST].data[0])
    change(document)
    text = json.dumps(document, separators=(",", ":")).encode()
    read = ballot.read(text)
    owner = credentials.secret(urn.small().credentials[voter], urn.UUID)
    steps[FIRST] = Step(chain.BALLOT, (signed(read, owner, drawn(numbered("again"))).text(),))
    return steps


ALPHA, BETA = "answers/0/choices/0/alpha", "answers/0/choices/0/beta"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (numbers(ALPHA, lambda alpha: alpha * int(G) % int(P)), "wrong_individual_proof"),
        (numbers(ALPHA, lambda alpha: int(P) - alpha), "not_in_group"),
        (numbers(BETA, lambda beta: int(P) - beta), "not_in_group"),
        (numbers(ALPHA, lambda _alpha: 0), "not_in_group"),
        (numbers(ALPHA, lambda alpha: alpha + int(P)), "not_in_group"),
        (numbers(BETA, lambda beta: beta * pow(int(G), 100, int(P)) % int(P)), "wrong_individual_proof"),
        (
            numbers("answers/0/individual_proofs/0/0/response", lambda r: (r + 1) % int(Q)),
            "wrong_individual_proof",
        ),
        (
            numbers("answers/0/individual_proofs/0/1/challenge", lambda c: (c + 1) % int(Q)),
            "wrong_individual_proof",
        ),
        (numbers("answers/0/overall_proof/0/response", lambda r: (r + 1) % int(Q)), "wrong_overall_proof"),
    ],
)
def test_a_mauled_ballot_is_refused_even_signed_by_its_owner(
    change: Callable[[Any], None], code: str
) -> None:
    assert both_refuse(urn.written(signed_again(0, change))) == code


def test_a_number_of_the_signature_that_moves_is_refused() -> None:
    for name in ("challenge", "response"):
        change = numbers(f"signature/proof/{name}", lambda number: (number + 1) % int(Q))
        assert both_refuse(urn.written(urn.altered(FIRST, change))) == "wrong_signature"


def over_voted(extra: int) -> Step:
    """A ballot that ticks `extra` times more, its proofs made as well as anyone can."""
    small = urn.small()
    honest = vote(small.election, small.credentials[0], [urn.FOR], drawn(numbered("over")))
    answer = honest.answers[0]
    more = encrypt(small.election.public_key, extra, 0)
    choices = (answer.choices[0] * more, *answer.choices[1:])
    forged = replace(honest, answers=(replace(answer, choices=choices),))
    secret = credentials.secret(small.credentials[0], urn.UUID)
    return Step(chain.BALLOT, (signed(forged, secret, drawn(numbered("over 2"))).text(),))


def test_a_ballot_of_a_hundred_votes_is_refused() -> None:
    steps = list(urn.steps())
    steps[FIRST] = over_voted(100)
    assert both_refuse(urn.written(steps)) == "wrong_individual_proof"


def test_a_ballot_for_two_answers_of_which_one_was_asked_is_refused() -> None:
    """Proofs of a looser question pass one by one; that of the sum does not."""
    small = urn.small()
    loose = Question(urn.MOTION.text, urn.MOTION.answers, minimum=2, maximum=2)
    wide = replace(small.election, questions=(loose,))
    both = vote(wide, small.credentials[0], [(1, 1, 0)], drawn(numbered("two")))
    steps = list(urn.steps())
    steps[FIRST] = Step(chain.BALLOT, (both.text(),))
    assert both_refuse(urn.written(steps)) == "wrong_overall_proof"


def test_the_answers_of_another_voter_cannot_be_copied() -> None:
    theirs = json.loads(urn.steps()[FIRST].data[0])
    small = urn.small()
    mine = vote(small.election, small.credentials[3], [urn.AGAINST], drawn(numbered("mine")))
    copied = replace(mine, answers=ballot.read(json.dumps(theirs, separators=(",", ":")).encode()).answers)
    secret = credentials.secret(small.credentials[3], urn.UUID)
    steps = list(urn.steps())
    steps.insert(END, Step(chain.BALLOT, (signed(copied, secret, drawn(numbered("copy"))).text(),)))
    assert both_refuse(urn.written(steps)) == "wrong_individual_proof"


def test_a_credential_that_is_not_on_the_list_is_refused() -> None:
    small = urn.small()
    stranger = vote(small.election, "1" * 5 + "-222222-33333-444444", [urn.FOR], drawn(numbered("who")))
    steps = list(urn.steps())
    steps.insert(END, Step(chain.BALLOT, (stranger.text(),)))
    assert both_refuse(urn.written(steps)) == "unknown_credential"


def test_a_ballot_after_the_end_is_refused() -> None:
    small = urn.small()
    late = vote(small.election, small.credentials[3], [urn.FOR], drawn(numbered("late")))
    steps = list(urn.steps())
    steps.insert(END + 1, Step(chain.BALLOT, (late.text(),)))
    assert both_refuse(urn.written(steps)) == "wrong_order"


@pytest.mark.parametrize(
    ("height", "change", "code"),
    [
        (2, {"parent": "0" * 64}, "broken_chain"),
        (0, {"parent": "0" * 64}, "broken_chain"),
        (3, {"height": 7}, "broken_chain"),
        (2, {"type": "Sweep"}, "unknown_event"),
        (5, {"payload": "0" * 64}, "wrong_payload"),
        (3, {"payload": "0" * 64}, "wrong_payload"),
    ],
)
def test_a_broken_event_is_refused(height: int, change: dict[str, Any], code: str) -> None:
    opened = urn.events(urn.steps())
    opened[height][1].update(change)
    assert both_refuse(urn.chained(opened)) == code


@pytest.mark.parametrize("removed", range(len(urn.steps()) - 1))
def test_a_removed_event_is_refused(removed: int) -> None:
    opened = urn.events(urn.steps())
    del opened[removed]
    assert both_refuse(urn.chained(opened))


@pytest.mark.parametrize("removed", [FIRST, SECOND, CHANGED, PART])
def test_an_event_removed_and_the_rest_chained_again_is_refused(removed: int) -> None:
    steps = list(urn.steps())
    del steps[removed]
    assert both_refuse(urn.written(steps)) in ("wrong_tally", "missing_decryption")


@pytest.mark.parametrize(
    "counts", [[[3, 0, 0]], [[2, 1, 1]], [[1, 2, 0]], [[2, 1]], [[2, 1, 0], [0]], [[-1, 4, 0]]]
)
def test_a_wrong_result_is_refused(counts: list[list[int]]) -> None:
    assert both_refuse(urn.written(urn.altered(RESULT, lambda _result: {"result": counts}))) == "wrong_result"


@pytest.mark.parametrize(
    ("place", "change", "code"),
    [
        ("decryption_factors/0/0", lambda factor: factor * int(G) % int(P), "wrong_decryption"),
        ("decryption_factors/0/1", lambda factor: int(P) - factor, "not_in_group"),
        ("decryption_proofs/0/2/response", lambda response: (response + 1) % int(Q), "wrong_decryption"),
        ("decryption_proofs/0/0/response", lambda response: response + int(Q), "number_too_big"),
    ],
)
def test_a_wrong_decryption_is_refused(place: str, change: Callable[[int], int], code: str) -> None:
    assert both_refuse(urn.written(urn.altered(PART, numbers(place, change)))) == code


def test_a_decryption_signed_by_another_trustee_is_refused() -> None:
    steps = urn.altered(PART, lambda owned: {**owned, "owner": 2}, piece=1)
    steps[PART] = Step(chain.PARTIAL, (steps[PART].data[0], urn.steps()[PART + 1].data[1]))
    with pytest.raises(InvalidUrn):
        recount(urn.written(steps))
    forged = chain.partial(2, urn.steps()[PART].data[0])
    steps[PART], steps[PART + 1] = forged, chain.partial(1, urn.steps()[PART + 1].data[0])
    assert both_refuse(urn.written(steps)) == "wrong_decryption"


@pytest.mark.parametrize(
    ("piece", "change"),
    [
        (1, lambda keys: keys[0][1].update(public_key=str(G))),
        (1, lambda keys: keys.reverse() or keys[:1]),
        (2, lambda listed: [*listed, listed[0]]),
        (2, lambda listed: [*listed[1:], str(int(P) - int(listed[0]))]),
    ],
)
def test_a_setup_that_does_not_hold_is_refused(piece: int, change: Callable[[Any], Any]) -> None:
    assert both_refuse(urn.written(urn.altered(0, change, piece)))


def test_trustees_who_did_not_make_the_key_are_refused() -> None:
    other = urn.prepare(urn.UUID, "Autre", [urn.MOTION], voters=1, random=numbered("other"), hands=2)
    mine, theirs = urn.steps()[0].data, other.setup.data
    setup = chain.setup(mine[0], theirs[1], mine[2])
    assert both_refuse(urn.written([setup, *urn.steps()[1:]])) == "wrong_election_key"


@pytest.mark.parametrize("cut", [1, 511, 600, 1024, 5000])
def test_a_truncated_archive_is_refused(cut: int) -> None:
    assert both_refuse(urn.counted()[:-cut]) in ("truncated", "data_without_event", "not_canonical_tar")


@pytest.mark.parametrize("added", [bytes(10), bytes(1024), b"more"])
def test_an_archive_with_more_at_its_end_is_refused(added: bytes) -> None:
    assert both_refuse(urn.counted() + added)


def test_nothing_may_leave_the_archive_from_one_day_to_the_next() -> None:
    steps = urn.steps()
    monday, tuesday = urn.written(steps[:3]), urn.written(steps[:4])
    assert verify_diff(monday, tuesday).received == 3
    assert verdict(tuesday, urn.UUID, before=monday)[0]

    with pytest.raises(InvalidUrn, match="not_a_continuation"):
        verify_diff(tuesday, monday)

    without = urn.written([steps[0], *steps[2:4]])
    assert recount(without).received == 2
    assert not verdict(without, urn.UUID, before=monday)[0]
    with pytest.raises(InvalidUrn, match="not_a_continuation"):
        verify_diff(monday, without)


# --- where we say no and the tool does not look ---------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        (lambda steps: [*steps[:2], steps[1], *steps[2:]], "ballot_twice"),
        (lambda steps: [*steps[:PART], steps[PART], *steps[PART:]], "decryption_twice"),
        (lambda steps: [*steps, steps[-1]], "wrong_order"),
        (lambda steps: [steps[0], *steps], "wrong_order"),
        (lambda steps: [*steps[:END], *steps[END + 1 :]], "wrong_order"),
    ],
)
def test_an_order_that_no_honest_server_makes_is_refused(steps: Any, code: str) -> None:
    with pytest.raises(InvalidUrn) as fault:
        recount(urn.written(steps(list(urn.steps()))))
    assert fault.value.code == code


@pytest.mark.parametrize("name", ["num_tallied", "total_weight"])
def test_a_wrong_number_of_ballots_is_refused(name: str) -> None:
    with pytest.raises(InvalidUrn, match="wrong_tally"):
        recount(urn.written(urn.altered(TALLY, lambda sized: sized.update({name: 2}), piece=1)))


def test_the_tally_stated_must_be_that_of_the_ballots() -> None:
    with pytest.raises(InvalidUrn, match="wrong_tally"):
        recount(urn.written(urn.altered(TALLY, lambda tally: [tally[0][::-1]])))


def test_the_header_must_be_that_of_an_archive() -> None:
    for data, code in (
        (b"", "no_header"),
        (urn.counted()[1024:], "no_header"),
        (b"x" * 2048, "not_canonical_tar"),
    ):
        with pytest.raises(InvalidUrn) as fault:
            archive.read(data)
        assert fault.value.code == code
