"""Notice that the database changed: PostgreSQL says so, SQLite is asked twenty times a second."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable

import psycopg
from flask import Flask

from app.db import db
from app.live.services import CHANNEL

EVERY = 0.05
# Looked at even if nothing was heard: a wake-up may be lost with its connection.
AT_LEAST_EVERY = 2.0

log = logging.getLogger("blason.streams")


async def watch(app: Flask, wake: Callable[[], None]) -> None:
    """Call `wake` soon after each change, for ever."""
    with app.app_context():
        url = db.engine.url
    if url.get_backend_name() == "sqlite":
        await _ask(url.database or "", wake)
    else:
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        await asyncio.gather(_listen(address, wake), _now_and_then(wake))


async def _ask(path: str, wake: Callable[[], None]) -> None:
    """`data_version` moves when another connection has committed; asking takes some microseconds."""
    connection = sqlite3.connect(path, isolation_level=None)
    last = None
    while True:
        try:
            ((version,),) = connection.execute("PRAGMA data_version")
        except sqlite3.OperationalError:
            log.exception("the database did not answer")
            version = None
        if version != last or version is None:
            last = version
            wake()
        await asyncio.sleep(EVERY)


async def _listen(address: str, wake: Callable[[], None]) -> None:
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                wake()  # for what was said before one listened
                async for _said in connection.notifies():
                    wake()
        except psycopg.Error as error:
            log.warning("not listening to the database: %s", error)
        await asyncio.sleep(1)


async def _now_and_then(wake: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(AT_LEAST_EVERY)
        wake()
