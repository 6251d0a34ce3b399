"""How often something may be tried, counted in one place for all the processes of an instance.

A hall shares one address: whoever limits names a key of their own (a code, an e-mail, a device), and no page
is counted by its address alone. Beyond one machine the counts are kept where `RATELIMIT_STORAGE_URI` says.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from flask import Flask
from limits import parse
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

_TABLE = "CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, count INTEGER, until REAL) WITHOUT ROWID"
_MORE = (
    "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET count = count + excluded.count "
    "RETURNING count"
)


class SQLiteStorage(Storage):
    """Counts in a small file beside the embedded database (`sqlite:///path`); keys are kept as digests."""

    STORAGE_SCHEME = ["sqlite"]  # noqa: RUF012 - how the base class declares it

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._path = Path(uri.removeprefix("sqlite:///"))
        self._local = threading.local()

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def _ask(self, question: str, *values: str | float) -> Any:
        """The first column of the first row, None without one."""
        if not hasattr(self._local, "connection"):
            # With a database elsewhere, nothing else has made the folder yet.
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._local.connection = sqlite3.connect(self._path, isolation_level=None, timeout=5)
            # Counts of the last hour: after a power cut they may begin again.
            self._local.connection.execute("PRAGMA synchronous=OFF")
            self._local.connection.execute(_TABLE)
        row = self._local.connection.execute(question, values).fetchall()
        return row[0][0] if row else None

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` more under `key`, which lasts `expiry` seconds from its first count."""
        moment = time.time()
        self._ask("DELETE FROM counts WHERE until <= ?", moment)
        return int(self._ask(_MORE, _digest(key), amount, moment + expiry))

    def get(self, key: str) -> int:
        """How many are counted under `key` now."""
        asked = "SELECT count FROM counts WHERE key = ? AND until > ?"
        return int(self._ask(asked, _digest(key), time.time()) or 0)

    def get_expiry(self, key: str) -> float:
        """When the count under `key` ends, in seconds since the epoch; now when there is none."""
        found = self._ask("SELECT until FROM counts WHERE key = ?", _digest(key))
        return time.time() if found is None else float(found)

    def check(self) -> bool:
        """Whether the file can be read."""
        return bool(self._ask("SELECT 1"))

    def reset(self) -> None:
        """Forget every count."""
        self._ask("DELETE FROM counts")

    def clear(self, key: str) -> None:
        """Forget the count under `key`."""
        self._ask("DELETE FROM counts WHERE key = ?", _digest(key))


def _digest(key: str) -> str:
    """A key may hold an e-mail: nobody should read it here."""
    return hashlib.sha256(key.encode()).hexdigest()


class Limiter:
    """Counts what is tried; where nothing is counted (`RATELIMIT_ENABLED`), everything is allowed."""

    def __init__(self) -> None:
        self.enabled = True
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def init_app(self, app: Flask) -> None:
        """Count where the settings say."""
        self.enabled = app.config["RATELIMIT_ENABLED"]
        if self.enabled:
            self._limiter = FixedWindowRateLimiter(storage_from_string(app.config["RATELIMIT_STORAGE_URI"]))

    def allows(self, rate: str, *key: str) -> bool:
        """Whether one more would be within `rate` ("5/hour") under `key`; counts nothing."""
        return not self.enabled or self._limiter.test(parse(rate), *key)

    def count(self, rate: str, *key: str) -> bool:
        """Count one more under `key`, and say whether it is within `rate`."""
        return not self.enabled or self._limiter.hit(parse(rate), *key)
