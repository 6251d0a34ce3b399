"""The judge: `belenios-tool`, another program by other people, run as anyone would."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

TOOL = "belenios-tool"
_ENVIRONMENT = {**os.environ, "BELENIOS_USE_URANDOM": "1"}


def verdict(data: bytes, uuid: str, before: bytes | None = None) -> tuple[bool, str]:
    """Whether the tool accepts the archive (as what `before` became, when given), and what it says."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"{uuid}.bel").write_bytes(data)
        arguments = ["verify", "--dir", str(folder)]
        if before is not None:
            (folder / "before").mkdir()
            (folder / "before" / f"{uuid}.bel").write_bytes(before)
            arguments = ["verify-diff", "--dir1", str(folder / "before"), "--dir2", str(folder)]
        done = _run(folder, "election", *arguments, check=False)
    return done.returncode == 0, (done.stdout + done.stderr).decode()


def _run(
    folder: Path, *arguments: str, given: bytes = b"", check: bool = True
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [TOOL, *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        check=check,
        env=_ENVIRONMENT,
        timeout=60,
    )


def opened(folder: Path, uuid: str) -> ToolElection:
    """An election that someone else prepared, whose archive is in `folder`: the tool goes on with it."""
    election = ToolElection.__new__(ToolElection)
    election.folder, election.uuid = folder, uuid
    return election


@dataclass
class ToolElection:
    """An election that the tool alone prepares, casts in and counts, in a folder."""

    folder: Path
    questions: list[dict[str, Any]]
    voters: int
    trustees: int = 3

    def __post_init__(self) -> None:
        self.uuid = self.run("setup", "generate-token").decode().strip()
        named = ("--uuid", self.uuid, "--group", "BELENIOS-2048")
        (self.folder / "voters.txt").write_text("".join(f"v{n}@example.org\n" for n in range(self.voters)))
        self.run("setup", "generate-credentials", *named, "--file", "voters.txt")
        self.credentials = [line.split()[1] for line in self._one("*.privcreds").read_text().splitlines()]
        self._one("*.pubcreds").rename(self.folder / "public_creds.json")
        for _trustee in range(self.trustees):
            self.run("setup", "generate-trustee-key", "--group", "BELENIOS-2048")
        keys = "".join(path.read_text() for path in sorted(self.folder.glob("*.pubkey")))
        (self.folder / "public_keys.jsons").write_text(keys)
        self.run("setup", "make-trustees")
        template = {"description": "Essai", "name": "Élection d’essai", "questions": self.questions}
        (self.folder / "template.json").write_text(json.dumps(template, ensure_ascii=False))
        self.run("setup", "make-election", *named, "--template", "template.json")
        self.run("archive", "init")

    @property
    def archive(self) -> bytes:
        """The public file as it is now."""
        return (self.folder / f"{self.uuid}.bel").read_bytes()

    def cast(self, voter: int, ticks: Sequence[Sequence[int]]) -> None:
        """Have the tool make a ballot, and add it."""
        self.add("Ballot", self.ballot(voter, ticks))

    def ballot(self, voter: int, ticks: Sequence[Sequence[int]]) -> bytes:
        """A ballot made by the tool."""
        (self.folder / "credential").write_text(self.credentials[voter])
        (self.folder / "ticks").write_text(json.dumps(ticks))
        return self.run("election", "generate-ballot", "--privcred", "credential", "--ballot", "ticks")

    def count(self) -> None:
        """Have the tool close, decrypt with every key, and state the result."""
        self.add("EndBallots", b"")
        self.add("EncryptedTally", self.run("election", "compute-encrypted-tally"))
        for owner, key in enumerate(sorted(self.folder.glob("*.privkey")), start=1):
            part = self.run("election", "decrypt", "--privkey", key.name, "--trustee-id", str(owner))
            self.add("PartialDecryption", part)
        self.add("Result", self.run("election", "compute-result"))

    def sum_and_decrypt(self) -> None:
        """Have the tool add up the ballots of a closed election, and decrypt with the key in `privkey`."""
        self.add("EncryptedTally", self.run("election", "compute-encrypted-tally"))
        self.run("election", "decrypt", "--privkey", "privkey", "--trustee-id", "1")

    def add(self, event: str, given: bytes) -> None:
        """Append an event to the archive."""
        self.run("archive", "add-event", "--type", event, given=given)

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """What the tool prints."""
        return _run(self.folder, *arguments, given=given).stdout

    def _one(self, pattern: str) -> Path:
        (found,) = self.folder.glob(pattern)
        return found
