"""Every mode, method, phase, state and act has its fragment and its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.votes import labels
from app.votes.models import DecisionState, Phase
from app.votes.round_models import ObjectionAct, ObjectionState
from app.votes.rules import DecisionMode, Method

TEMPLATES = Path(__file__).parents[2] / "templates" / "votes"


def fragments(folder):
    return {path.stem for path in (TEMPLATES / folder).glob("*.html")}


def test_each_mode_has_its_ballot():
    assert fragments("modes") == {mode.value for mode in DecisionMode}


def test_each_method_with_options_has_its_ballot():
    assert fragments("methods") == {method.value for method in Method} - {"adopt"}


def test_each_phase_has_its_fragment():
    assert fragments("phases") == {phase.value for phase in Phase}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (labels.STATES, DecisionState),
        (labels.PHASES, Phase),
        (labels.OBJECTION_STATES, ObjectionState),
        (labels.OBJECTION_ACTS, ObjectionAct),
    ],
)
def test_each_code_has_its_words(words, kind):
    assert set(words) == set(kind)
