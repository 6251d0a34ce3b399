"""`make bench`: what the application does in a second, beside what a bare one does in the same run.

A figure by itself says more about the machine than about the work; a ratio can be read anywhere. Readers and
servers share the machine, so every figure is low, and lowest where pages are cheap.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from bench import commits, evening, scale, tally, urn
from bench.instance import VOTING, Instance, Voter, prepare
from bench.load import Request, Same, Script, get, post, rate
from bench.servers import serving
from bench.timing import Figure

# Short turns, many of them: a neighbour on the machine slows some, and those beside one another alike.
ROUNDS = 15
SECONDS = 1.0
CONNECTIONS = VOTING
CHOICES = ("for", "against", "abstain")
_KEY = b"KEY-OF-THIS-FORM"


@dataclass(frozen=True)
class Votes:
    """One voter who changes their mind at every turn, each time with a form never sent before."""

    path: str
    voter: Voter
    run: int

    def __call__(self, turn: int) -> Request:
        form = self._forms[turn % len(CHOICES)]
        key = b"%02x%06x%08x" % (self.run, self.voter.number, turn)
        return replace(form, wire=form.wire.replace(_KEY, key))

    @cached_property
    def _forms(self) -> list[Request]:
        """Written once: what the reader spends at each turn, the server it shares the machine with lacks."""
        key = _KEY.decode()
        return [
            post(
                self.path,
                urlencode({"choice": choice, "csrf_token": self.voter.token, "key": key}),
                self.voter.cookie,
            )
            for choice in CHOICES
        ]


@dataclass(frozen=True)
class Line:
    """A figure against the bare one beside it; `expected` is the least ratio, or the most."""

    what: str
    mine: str
    bare: str
    ratio: float
    expected: float | None
    at_most: bool = False

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        expected = f"{sign} {self.expected:g}" if self.expected is not None else ""
        figures = f"{self.mine:>10} {self.bare:>10} {self.ratio:>7.2f}"
        return f"{self.what:<64} {figures}  {expected:<6} {self._mark}".rstrip()

    @property
    def _mark(self) -> str:
        if self.expected is None:
            return ""
        missed = self.ratio > self.expected if self.at_most else self.ratio < self.expected
        return "✗ below what is expected" if missed else "✓"


def main() -> None:
    """Print the table; a ratio that falls short is marked, and never makes the command fail."""
    start = time.monotonic()
    print(f"{'':<64} {'blason':>10} {'bare':>10} {'ratio':>7}  expected", flush=True)
    with TemporaryDirectory(prefix="blason-bench-") as folder:
        instance = prepare(Path(folder))
        commits.bare(Path(os.environ["BENCH_BARE_DATABASE"]), 0)  # it exists before sixteen open it at once
        for line in _over_the_wire(instance):
            print(line, flush=True)
        for line in _in_process(instance, Path(folder)):
            print(line, flush=True)
        for figure in scale.measure(Path(folder)):
            print(_at_scale(figure), flush=True)
    for what, mine, bare, ratio in tally.measure():
        figures = f"{mine * 1000:.0f} ms", f"{bare * 1000:.0f} ms"
        print(Line(what, *figures, ratio, tally.EXPECTED, at_most=True), flush=True)
    for step in urn.measure():
        print(_of_the_urn(step), flush=True)
    evening.main()
    print(f"{os.cpu_count()} processors, {time.monotonic() - start:.0f} s")


def _at_scale(figure: Figure) -> Line:
    mine, bare = (
        f"{value * 1000:.1f} ms" if figure.unit else f"{value:.0f}" for value in (figure.mine, figure.bare)
    )
    return Line(figure.what, mine, bare, figure.mine / figure.bare, figure.at_most, at_most=True)


def _of_the_urn(figure: urn.Figure) -> Line:
    """A step of the verifiable urn: beside the tool, or beside the time it may take."""
    mine, beside = f"{figure.mine * 1000:.1f} ms", figure.tool if figure.tool is not None else figure.at_most
    what = f"{figure.what} ({urn.arithmetic()})"
    if beside is None:
        raise RuntimeError(f"nothing beside {figure.what}")
    expected = 1 if figure.tool is None else figure.at_most
    return Line(what, mine, f"{beside * 1000:.1f} ms", figure.mine / beside, expected, at_most=True)


def _over_the_wire(instance: Instance) -> list[Line]:
    """Both servers side by side, asked in turn over as many connections."""
    run = count()

    def asked_of_blason() -> dict[str, list[Script]]:
        fresh = next(run)
        return {
            "brief": [Same(get(instance.brief))] * CONNECTIONS,
            "charter": [Same(get(instance.charter))] * CONNECTIONS,
            "proposal": [Same(get(instance.proposal, reader.cookie)) for reader in instance.readers],
            "vote": [Votes(instance.vote, voter, fresh) for voter in instance.voters],
        }

    asked_of_bare: dict[str, list[Script]] = {
        "page": [Same(get("/"))] * CONNECTIONS,
        "commit": [Same(post("/commit", "", expected=(204,)))] * CONNECTIONS,
    }
    mine, its_like = serving("app.serve:application()", "/healthz"), serving("bench.bare:create_app()", "/")
    with mine as port, its_like as bare:

        def blason(name: str) -> float:
            return rate(port, asked_of_blason()[name], SECONDS)

        def nothing(name: str) -> float:
            return rate(bare, asked_of_bare[name], SECONDS)

        measured = _interleaved(
            {name: partial(blason, name) for name in ("brief", "charter", "proposal")}
            | {"page": partial(nothing, "page"), "vote": partial(blason, "vote")}
            | {"commit": partial(nothing, "commit")}
        )

    def line(what: str, mine: str, bare: str, expected: float | None) -> Line:
        return _rates(what, measured[mine], measured[bare], expected)

    return [
        line("public charter, in brief / bare page", "brief", "page", 0.5),
        line("public charter, whole text / bare page", "charter", "page", 0.5),
        line("proposal, signed in / bare page", "proposal", "page", 0.1),
        line("vote cast / bare page", "vote", "page", None),
        line("vote cast / bare durable commit, same server", "vote", "commit", 0.3),
    ]


def _in_process(instance: Instance, folder: Path) -> list[Line]:
    """The service without a page around it, beside the database without the service."""
    voters = tuple(voter.number for voter in instance.voters)
    measured = _interleaved(
        {
            "cast": lambda: commits.casts(instance.decision, voters, SECONDS),
            "commit": lambda: commits.bare(folder / "loop.sqlite3", SECONDS),
        },
        rounds=5,
    )
    what = "a ballot noted and committed / bare sqlite3 loop, one thread"
    return [_rates(what, measured["cast"], measured["commit"], None)]


def _interleaved(work: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """What was measured of each, a figure a round, taken in turn."""
    figures: dict[str, list[float]] = {name: [] for name in work}
    for _round in range(rounds):
        for name, measure in work.items():
            figures[name].append(measure())
    return figures


def _rates(what: str, mine: list[float], bare: list[float], expected: float | None) -> Line:
    """The median of each, and the median of what each round gave for their ratio."""
    ratio = statistics.median(one / other for one, other in zip(mine, bare, strict=True))
    return Line(what, f"{statistics.median(mine):.0f}/s", f"{statistics.median(bare):.0f}/s", ratio, expected)


if __name__ == "__main__":
    try:
        main()
    except RuntimeError as error:  # a wrong answer: no figure is better than a false one
        print(error)
