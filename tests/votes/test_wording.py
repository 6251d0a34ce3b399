"""Rules and choices are said in plain French."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask

from app.votes import wording
from app.votes.faults import invalid_rules, invalid_tally
from app.votes.rules import DecisionMode, InvalidRules, Step
from app.votes.tally import InvalidTally, cancelled

CONSENSUS, CONSENT, OPEN, SECRET = DecisionMode


@pytest.fixture(autouse=True)
def _in_french(recounting: Flask) -> Iterator[None]:
    with recounting.app_context():
        yield


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"mode": CONSENT, "quorum": Fraction(1, 2)}, "Consentement, quorum de la moitié des membres"),
        ({"mode": CONSENT}, "Consentement, sans quorum"),
        ({"mode": CONSENSUS, "quorum": Fraction(1)}, "Consensus, aucun retrait, quorum de tous les membres"),
        (
            {"mode": CONSENSUS, "stand_asides_max": Fraction(1, 4)},
            "Consensus, retraits limités à 1/4 des participant·es, sans quorum",
        ),
        (
            {"mode": CONSENSUS, "stand_asides_max": Fraction(1)},
            "Consensus, les retraits n’empêchent pas l’adoption, sans quorum",
        ),
        (
            {"mode": SECRET, "threshold": Fraction(2, 3), "quorum": Fraction(3, 7)},
            "Vote à bulletin secret, 2/3 des voix exprimées, quorum de 3/7 des membres",
        ),
        (
            {"mode": SECRET, "threshold": "absolute", "threshold_of": "eligible"},
            "Vote à bulletin secret, majorité absolue des personnes inscrites, sans quorum",
        ),
        (
            {"mode": OPEN, "threshold": Fraction(1), "quorum": Fraction(2, 3), "quorum_of": "present"},
            "Vote à main levée, unanimité des voix exprimées, quorum des deux tiers des personnes présentes",
        ),
        (
            {"mode": OPEN, "threshold": "simple", "quorum": Fraction(1), "electorate": "present"},
            "Vote à main levée, majorité simple, quorum de toutes les personnes présentes, "
            "seules les personnes présentes s’expriment",
        ),
    ],
)
def test_a_step_is_said_in_a_sentence(rules: dict[str, Any], words: str) -> None:
    assert wording.describe_step(Step(**rules, max_proxies=0)) == f"{words}, sans pouvoir"


def test_a_step_tells_its_smaller_rules_too() -> None:
    step = Step(
        mode=OPEN, threshold="simple", tie="reopen", show_results="live", close_when_all=True, max_proxies=1
    )

    assert wording.step_rules(step) == [
        "majorité simple",
        "sans quorum",
        "en cas d’égalité on rouvre la question",
        "1 pouvoir au plus par personne",
        "résultats visibles pendant le vote",
        "clôture dès que tout le monde s’est exprimé",
    ]


def test_a_tie_that_cannot_be_is_not_told() -> None:
    step = Step(mode=OPEN, threshold=Fraction(2, 3), tie="reopen")

    assert not any("égalité" in rule for rule in wording.step_rules(step))


def test_a_ballot_is_said_with_the_texts_of_its_options() -> None:
    options = {"o1": "Marché", "o2": "Ferme"}

    assert wording.choice_label("stand_aside") == "Je me mets en retrait"
    assert wording.choice_label("o2", options) == "Ferme"
    assert wording.choice_label("o1+o2", options) == "Marché, Ferme"
    assert wording.choice_label("o1:good+o2:reject", options) == "Marché (Bien), Ferme (À rejeter)"
    assert wording.choice_label("o9") == "o9"


@pytest.mark.parametrize(
    ("choice", "number", "words"),
    [
        ("objection", 0, "0 objection"),
        ("objection", 1, "1 objection"),
        ("objection", 2, "2 objections"),
        ("abstain", 1, "1 abstention"),
        ("o1", 3, "Marché\u00a0: 3 voix"),
    ],
)
def test_people_are_counted_in_the_singular_up_to_one(choice: str, number: int, words: str) -> None:
    assert wording.choice_count(choice, number, {"o1": "Marché"}) == words


def test_codes_have_their_words() -> None:
    assert wording.mode_label(SECRET) == "Vote à bulletin secret"
    assert wording.kind_label("charter") == "La charte"
    assert wording.method_label("approval") == "Approuver autant d’options que l’on veut"
    assert wording.result_label("no_quorum") == "Quorum non atteint"


def test_a_cancelled_decision_is_said_too() -> None:
    assert wording.outcome_sentence(cancelled()) == (
        "Annulée\u00a0: retirée avant sa clôture, rien n’a été compté"
    )


def test_faults_say_what_was_typed() -> None:
    quorum = invalid_rules(InvalidRules("quorum_out_of_range", value="3/2"))
    assert quorum == "Un quorum va de 0 à 1\u00a0: 3/2 demanderait plus que tout le monde."
    assert "maybe" in invalid_tally(InvalidTally("unknown_choice", choice="maybe"))
