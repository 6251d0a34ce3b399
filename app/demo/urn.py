"""`make urn-demo`: a whole election of 60 voters, without a person, and the archive anyone can recount."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

from app.votes.urn import chain
from app.votes.urn.credentials import ALPHABET
from app.votes.urn.election import Question
from app.votes.urn.encryption import Ticks
from app.votes.urn.recount import recount
from app.votes.urn.rehearsal import prepare
from app.votes.urn_pool import spread

VOTERS, ABSENT, CHANGING = 60, 7, 5
BUILD = Path(__file__).resolve().parents[2] / "build"
QUESTIONS = (
    Question("Adopter la charte des fermes ?", ("Pour", "Contre", "Abstention")),
    Question("Où nous réunir ?", ("La grange", "L’école", "Le café"), minimum=1, maximum=2, blank=True),
)
ANSWERS: tuple[Ticks, ...] = (
    ((1, 0, 0), (0, 1, 0, 0)),
    ((1, 0, 0), (0, 1, 1, 0)),
    ((0, 1, 0), (0, 0, 0, 1)),
    ((0, 0, 1), (1, 0, 0, 0)),
)


def main() -> None:
    """Prepare, vote, count, write; then recount what was written, with the reference tool too when it is here."""
    began = time.monotonic()
    uuid = "".join(secrets.choice(ALPHABET) for _sign in range(14))
    election = prepare(uuid, "Élection de démonstration", QUESTIONS, VOTERS, secrets.token_bytes)
    order = list(range(VOTERS - ABSENT)) + list(range(CHANGING))
    secrets.SystemRandom().shuffle(order)
    ballots = election.cast([(voter, secrets.choice(ANSWERS)) for voter in order])
    BUILD.mkdir(exist_ok=True)
    file = BUILD / f"{uuid}.bel"
    file.write_bytes(chain.write(int(time.time()), election.counted(ballots)))
    say(f"{len(ballots)} bulletins, 4 détenteurs de clé : {file}, {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    with spread() as mapper:
        counted = recount(file.read_bytes(), mapper)
    say(f"recompté : {counted.counts}, {len(counted.trackers)} voix, {time.monotonic() - began:.1f} s")
    sys.exit(_ask_the_tool(uuid, file))


def _ask_the_tool(uuid: str, file: Path) -> int:
    """What the reference tool answers, alone in a folder with the archive; 0 when it is not installed."""
    tool = shutil.which("belenios-tool")
    if tool is None:
        say("belenios-tool n’est pas installé : apt install belenios-tool, puis")
        say(f"belenios-tool election verify --dir <un dossier qui ne contient que {file.name}>")
        return 0
    folder = file.parent / uuid
    folder.mkdir()
    shutil.copy(file, folder)
    done = subprocess.run([tool, "election", "verify", "--dir", str(folder)], check=False)  # noqa: S603
    shutil.rmtree(folder)
    return done.returncode


def say(line: str) -> None:
    """Print at once, before what another program prints."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
