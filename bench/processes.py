"""What a server and all it started weigh and spend, as Linux tells it."""

from __future__ import annotations

import os
import re
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def family(process: int) -> list[int]:
    """A process and all that descend from it."""
    found = [process]
    for parent in found:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        except OSError:
            continue
        found += map(int, children.split())
    return found


def weight(process: int) -> float:
    """The memory of the family, in megabytes: what is shared is counted once."""
    total = 0
    for one in family(process):
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        shares = re.findall(r"^Pss:\s+(\d+) kB", rollup, re.M)
        total += sum(map(int, shares))
    return total / 1024


def spent(process: int) -> float:
    """Seconds of processor that the family has used."""
    total = 0
    for one in family(process):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def busy() -> float:
    """Seconds of processor that the whole machine has used."""
    fields = Path("/proc/stat").read_text().partition("\n")[0].split()[1:]
    idle = int(fields[3]) + int(fields[4])
    return (sum(map(int, fields[:8])) - idle) / _TICKS
