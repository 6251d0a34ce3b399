"""`flask --app app recount FILE`: count a closed decision again, offline, from its published file.

The file is that of a decision, or the archive of a verifiable urn (`.bel`). Exit status 0 when the stated
outcome is right, 1 when it is not, 2 when the file is not valid.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import NoReturn

import click
from flask_babel import gettext as _

from app.votes.decision_file import InvalidFile, Recount, parse, recount
from app.votes.faults import invalid_file
from app.votes.urn.archive import MAGIC
from app.votes.urn.faults import InvalidUrn, WrongResult
from app.votes.urn.recount import recount as recount_archive
from app.votes.urn.recount import verify_diff
from app.votes.urn_wording import fault_sentence, recount_lines
from app.votes.wording import outcome_sentence

RIGHT, WRONG, INVALID = 0, 1, 2


@click.command("recount", help="Count a closed decision again, from its published file.")
@click.argument("file")
def recount_command(file: str) -> None:
    """Print the outcome, or both when the stated one is wrong, and exit with the status above."""
    try:
        data = Path(file).read_bytes()
        if data.startswith(MAGIC):
            say_archive(data)
        counted = recount(parse(data))
    except (OSError, ValueError) as fault:
        said = invalid_file(fault) if isinstance(fault, InvalidFile) else _unreadable(file)
        click.echo(printable(said), err=True)
        sys.exit(INVALID)
    for line in report(counted):
        click.echo(printable(line))
    sys.exit(WRONG if counted.differences else RIGHT)


@click.command("verify-diff", help="Check that an archive is an earlier one with nothing removed.")
@click.argument("before")
@click.argument("after")
def verify_diff_command(before: str, after: str) -> None:
    """Print what the second archive says, and exit with 0 when the first is its beginning, 2 otherwise."""
    texts = []
    for file in (before, after):
        try:
            texts.append(Path(file).read_bytes())
        except OSError:
            click.echo(printable(_unreadable(file)), err=True)
            sys.exit(INVALID)
    say_archive(texts[1], before=texts[0])


def say_archive(data: bytes, before: bytes | None = None) -> NoReturn:
    """Recount an archive, say what it holds, and exit with the status above."""
    from app.votes.urn_pool import spread

    with spread() as mapper:
        try:
            counted = recount_archive(data, mapper) if before is None else verify_diff(before, data, mapper)
        except InvalidUrn as fault:
            click.echo(printable(_("Archive refusée : %(fault)s.", fault=fault_sentence(fault))), err=True)
            sys.exit(WRONG if isinstance(fault, WrongResult) else INVALID)
    for line in recount_lines(counted):
        click.echo(printable(line))
    sys.exit(RIGHT)


def report(counted: Recount) -> list[str]:
    """The lines to read: the right outcome, or what is stated and what is recomputed."""
    sentence = outcome_sentence(counted.recomputed, counted.options)
    result = counted.recomputed.result.value
    if not counted.differences:
        return [_("Recompte exact (%(result)s).", result=result), sentence]
    stated = counted.stated
    numbers = ", ".join(f"{choice} {number}" for choice, number in stated.get("counts", {}).items())
    said = " — ".join(part for part in (stated["result"], numbers, stated.get("because", "")) if part)
    return [
        _("Recompte différent : %(fields)s.", fields=", ".join(counted.differences)),
        _("Annoncé : %(said)s", said=said),
        _("Recompté : %(result)s — %(sentence)s", result=result, sentence=sentence),
    ]


def printable(line: str) -> str:
    """One line safe for a terminal: no control, direction or lone surrogate character."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(sign)[0] == "C" or sign in "\u2028\u2029"
        else sign
        for sign in line
    )


def _unreadable(file: str) -> str:
    return _("Fichier non valide : « %(file)s » ne peut pas être lu.", file=file[:200])
