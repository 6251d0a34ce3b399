"""Anyone counts an archive again: 0 when it is right, 1 when its result is not, 2 when it does not hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from app.votes.recount import recount_command, verify_diff_command
from app.votes.urn.recount import recount
from app.votes.urn.rehearsal import prepare
from app.votes.urn_pool import spread
from app.votes.urn_wording import FAULTS
from tests.votes.urn import elections as urn
from tests.votes.urn.sources import numbered

URN = Path(__file__).resolve().parents[3] / "app" / "votes" / "urn"


def ran(app: Flask, *files: Path) -> tuple[int, str, str]:
    command = recount_command if len(files) == 1 else verify_diff_command
    result = app.test_cli_runner().invoke(command, [str(file) for file in files])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "right.bel").write_bytes(urn.counted())
    (tmp_path / "open.bel").write_bytes(urn.written(urn.steps()[:3]))
    (tmp_path / "wrong.bel").write_bytes(urn.written(urn.altered(9, lambda _said: {"result": [[3, 0, 0]]})))
    (tmp_path / "cut.bel").write_bytes(urn.counted()[:-700])
    (tmp_path / "less.bel").write_bytes(urn.written([urn.steps()[0], *urn.steps()[2:4]]))
    return tmp_path


def test_a_right_archive_is_said_again(recounting: Flask, folder: Path) -> None:
    assert ran(recounting, folder / "right.bel") == (
        0,
        "Archive exacte\u00a0: Petite élection\n"
        "3 bulletins comptés sur 4 reçus, 4 codes de vote inscrits\n"
        "Adopter « la charte » ? — Pour 2, Contre 1, Abstention 0\n",
        "",
    )


def test_an_archive_still_open_has_no_result(recounting: Flask, folder: Path) -> None:
    status, said, _error = ran(recounting, folder / "open.bel")
    assert status == 0
    assert "2 bulletins comptés sur 2 reçus" in said
    assert "Pas encore de résultat" in said


def test_a_wrong_result_is_said_beside_the_right_one(recounting: Flask, folder: Path) -> None:
    status, said, error = ran(recounting, folder / "wrong.bel")
    assert (status, said) == (1, "")
    assert error == (
        "Archive refusée\u00a0: le résultat annoncé n’est pas celui des bulletins "
        "(((3, 0, 0),) ≠ ((2, 1, 0),)).\n"
    )


def test_an_archive_that_does_not_hold_is_refused(recounting: Flask, folder: Path) -> None:
    assert ran(recounting, folder / "cut.bel") == (2, "", "Archive refusée\u00a0: le fichier est coupé.\n")


def test_what_becomes_of_an_archive_is_followed(recounting: Flask, folder: Path) -> None:
    status, said, _error = ran(recounting, folder / "open.bel", folder / "right.bel")
    assert (status, said.splitlines()[0]) == (0, "Archive exacte\u00a0: Petite élection")


@pytest.mark.parametrize(("before", "after"), [("open.bel", "less.bel"), ("right.bel", "open.bel")])
def test_an_event_that_left_the_archive_is_seen(
    recounting: Flask, folder: Path, before: str, after: str
) -> None:
    status, said, error = ran(recounting, folder / before, folder / after)
    assert (status, said) == (2, "")
    assert "n’est pas la suite de la première" in error


def test_a_missing_file_is_said(recounting: Flask, folder: Path) -> None:
    status, _said, error = ran(recounting, folder / "none.bel", folder / "right.bel")
    assert status == 2
    assert "ne peut pas être lu" in error


def test_checks_spread_over_processors_say_the_same() -> None:
    many = prepare("BeaucoupDeVoix", "Beaucoup", [urn.MOTION], 30, numbered("many"), hands=2)
    steps = many.counted(many.cast([(voter, [urn.FOR]) for voter in range(30)]))
    data = urn.written(steps)
    with spread() as mapper:
        assert recount(data, mapper) == recount(data)


def test_every_code_has_a_sentence() -> None:
    written = "".join(path.read_text() for path in sorted(URN.glob("*.py")))
    codes = set(re.findall(r'InvalidUrn\("(\w+)"|__init__\("(\w+)"', written))
    assert {first or second for first, second in codes} == set(FAULTS)
