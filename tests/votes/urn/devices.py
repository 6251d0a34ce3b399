"""The devices of voters and scrutineers: the browser's own module, run by Node, one answer for each act."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ACTS = Path(__file__).resolve().parents[2] / "js" / "acts.mjs"


class Devices:
    """A process in which the module of the browser runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, act: str, **given: Any) -> Any:
        """What the module answers."""
        said, heard = self._process.stdin, self._process.stdout
        if said is None or heard is None:
            raise RuntimeError("no pipe")
        said.write(json.dumps({"act": act, **given}) + "\n")
        said.flush()
        return json.loads(heard.readline())


@contextmanager
def devices() -> Iterator[Devices]:
    """The devices, put away at the end."""
    process = subprocess.Popen(
        ["node", str(ACTS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    with process:
        yield Devices(process)
        if process.stdin:
            process.stdin.close()
