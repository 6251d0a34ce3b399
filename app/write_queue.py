"""The queue of those who want to write to an SQLite file: threads of a process first, then processes.

SQLite lets one write at a time. Who finds it taken sleeps and tries again, longer and longer: in a crowd
the lock lies free while all sleep, and a process with many writers hardly lets the other one in. Here each is
woken for their turn. It is only a queue: SQLite's own lock still decides, for whoever does not stand in it.
"""

from __future__ import annotations

import fcntl
import os
import threading
from functools import cache

# A writer of this process that takes longer is left to SQLite, which says who waits too long.
PATIENCE = 15.0


class WriteQueue:
    """The queue before one file; `path` is beside it, and empty for a database that is no file."""

    def __init__(self, path: str) -> None:
        self._threads = threading.Lock()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) if path else None

    def enter(self) -> bool:
        """Wait for one's turn; False when it did not come in PATIENCE seconds."""
        if not self._threads.acquire(timeout=PATIENCE):
            return False
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        return True

    def leave(self) -> None:
        """Let the next one in. The system does it for a process that dies."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()


def queue_before(database: str | None) -> WriteQueue:
    """This process's place in the queue before `database` (a path, or an address in memory)."""
    is_file = database is not None and os.path.isfile(database)
    return _queue(f"{database}-queue" if is_file else "", os.getpid())


@cache
def _queue(path: str, _process: int) -> WriteQueue:
    return WriteQueue(path)
