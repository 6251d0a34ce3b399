"""What SQLite wrote ahead reaches the disk before anyone is told - while the next one already writes.

With `synchronous=FULL` SQLite waits for the disk at each commit and holds its only write lock meanwhile: in a
crowd, everyone waits for everyone's disk. Here (`synchronous=NORMAL`) a commit only writes to the log; who
made it lets the next one in, then waits for the disk, then answers. One log keeps the order of all: what is
on the disk carries all that it was built on. A power cut can lose a commit that others saw for a
millisecond, never one that was answered (https://www.sqlite.org/wal.html).
"""

from __future__ import annotations

import os
from typing import Any


def open_log(cursor: Any) -> bool:
    """Set a new connection up; False where the file takes no log, and SQLite itself waits for the disk."""
    [mode] = cursor.execute("PRAGMA journal_mode=WAL").fetchone()
    has_log = mode == "wal"
    cursor.execute(f"PRAGMA synchronous={'NORMAL' if has_log else 'FULL'}")
    return has_log


def reach_disk(database: str) -> None:
    """Wait until all that was committed to the file `database` is on the disk; OSError when it cannot be.

    The log is opened anew: while a connection is open it is the one the commit went to, and it may have been
    another before. Closing it frees none of SQLite's locks, which are on other files.
    """
    log = os.open(f"{database}-wal", os.O_RDWR | os.O_CLOEXEC)
    try:
        os.fdatasync(log)
    finally:
        os.close(log)
