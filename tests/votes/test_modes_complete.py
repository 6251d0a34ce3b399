"""Registry, ballots, cases and words speak of the same modes; the guide's fifth mode works as written."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.votes import wording
from app.votes.rules import DecisionMode, Method, QuestionKind
from app.votes.tally import METHODS, MODES, Result
from app.votes.tally.arithmetic import ABSTAIN
from app.votes.tally.majority_judgment import MENTIONS

PROJECT = Path(__file__).parents[2]
GUIDE = PROJECT / "docs" / "modes-de-decision.md"
BLOCK = re.compile(r"<!-- (créer|ajouter à) (\S+)(?: après (.+?))? -->\n```\w+\n(.*?)```", re.DOTALL)
MODE_NAMES = {mode.value for mode in DecisionMode}
METHOD_NAMES = {method.value for method in METHODS}


def names(folder: str, suffix: str) -> set[str]:
    return {path.stem for path in (PROJECT / folder).glob(f"*{suffix}")}


def test_every_mode_has_its_tally() -> None:
    assert set(MODES) == MODE_NAMES


def test_every_mode_and_every_method_has_its_ballot() -> None:
    assert names("templates/votes/modes", ".html") == MODE_NAMES
    assert names("templates/votes/methods", ".html") == METHOD_NAMES


def test_every_mode_and_every_method_has_its_cases() -> None:
    assert names("tests/votes/cases", ".yaml") == MODE_NAMES | METHOD_NAMES


def test_every_mode_has_its_name_and_its_motto() -> None:
    assert set(wording.MODES) == set(wording.MOTTOS) == MODE_NAMES
    assert set(wording.METHODS) == {method.value for method in Method}


def test_every_choice_has_its_words() -> None:
    choices = {choice for mode in MODES.values() for choice in mode.CHOICES} | {ABSTAIN}
    statuses = {status for mode in MODES.values() for known in mode.STATUSES.values() for status in known}

    assert set(wording.CHOICES) == set(wording.COUNTS) == set(wording.HELPS) == choices
    assert set(wording.STATUSES) == statuses
    assert set(wording.MENTIONS) == set(MENTIONS)


def test_every_result_and_every_reason_has_its_words() -> None:
    reasons = {reason for module in (*MODES.values(), *METHODS.values()) for reason in module.REASONS}

    assert set(wording.REASONS) == reasons | {"cancelled"}
    assert set(wording.RESULTS) == set(wording.TONES) == {result.value for result in Result}
    assert set(wording.KINDS) == {kind.value for kind in QuestionKind}


def test_reasons_are_asked_for_choices_that_exist() -> None:
    for mode in MODES.values():
        assert {*mode.REASON_REQUIRED, *mode.REASON_ASKED, *mode.STATUSES} <= set(mode.CHOICES)


def follow(guide: str, project: Path) -> list[str]:
    """Do in `project` what the guide says; the files it creates and changes."""
    touched = []
    for act, path, after, text in BLOCK.findall(guide):
        file = project / path
        if act == "créer":
            assert not file.exists()
            file.write_text(text, encoding="utf-8")
        else:
            before = file.read_text(encoding="utf-8")
            assert before.count(after + "\n") == 1, f"{path} n'a pas, ou a deux fois : {after}"
            file.write_text(before.replace(after + "\n", after + "\n" + text), encoding="utf-8")
        touched.append(path)
    return touched


@pytest.mark.slow
def test_the_fifth_mode_of_the_guide_works_as_written(tmp_path: Path) -> None:
    hidden = shutil.ignore_patterns("__pycache__")
    for folder in ("app", "templates", "tests/votes"):
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=hidden)
    for file in ("tests/conftest.py", "pyproject.toml", "docs/modes-de-decision.md"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / file, tmp_path / file)

    touched = follow(GUIDE.read_text(encoding="utf-8"), tmp_path)
    assert len(touched) == 7
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", "not slow"]
    asked = ["tests/votes/tally", "tests/votes/test_modes_complete.py"]
    ran = subprocess.run([*command, *asked], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout
    assert (
        "consensus_minus_one"
        in subprocess.run(
            [*command, "--collect-only", "tests/votes/tally/test_cases.py"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
