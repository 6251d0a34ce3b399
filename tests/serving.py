"""An instance served as `make run` does it, on a database and a free port of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.error import URLError

import sqlalchemy as sa

from app.serve import server

ROOT = Path(__file__).resolve().parents[1]
APPLICATION = "app.serve:application()"


@dataclass(frozen=True)
class Server:
    """A running instance: its address, the folder where its letters arrive, its database, its process."""

    address: str
    outbox: Path
    database: str
    process: int

    def children(self, mark: str) -> list[int]:
        """The processes it started, and theirs, whose command holds `mark`."""
        found, looked = [], [self.process]
        while looked:
            parent = looked.pop()
            for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
                looked.append(int(child))
                if mark.encode() in Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" "):
                    found.append(int(child))
        return found


@dataclass(frozen=True)
class Place:
    """Where an instance is served, again and again: its folder, port, database and application."""

    folder: Path
    port: int
    database: str
    demo: bool = False
    application: str = APPLICATION
    workers: int = 1

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def server(self, process: subprocess.Popen[bytes]) -> Server:
        """What runs there."""
        return Server(self.address, self.folder / "outbox", self.database, process.pid)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """SIGKILL everything that runs there, at once: nothing of it has time to finish anything."""
        everything = [process.pid, *self.server(process).children("")]
        for one in everything:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        process.wait()
        if not gone(*everything[1:]):
            raise RuntimeError("what was killed still runs")

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        return {
            **os.environ,
            "PORT": str(self.port),
            "BLASON_DEMO": "1" if self.demo else "0",
            "BLASON_SECRET_KEY": "only-for-tests",
            "BLASON_OUTBOX": str(self.folder / "outbox"),
            "WEB_CONCURRENCY": str(self.workers),
            "DATABASE_URL": self.database,
        }

    def start(self, *, again: bool = False) -> subprocess.Popen[bytes]:
        """Serve, and wait until it answers; `again` what was prepared already."""
        served = [sys.executable, "-m", "app.serve", self.application]
        command = server(self.application, self.port) if again else served
        with (self.folder / "server.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        try:
            _wait(f"{self.address}/healthz", process, self.folder / "server.log")
        except BaseException:
            process.kill()
            raise
        return process


@contextmanager
def served(
    folder: Path, *, demo: bool = False, application: str = APPLICATION, workers: int = 1
) -> Iterator[Server]:
    """Serve an instance of its own, and stop it by its process id.

    The application itself starts on a copy of what was prepared once; another one prepares its own database.
    """
    is_ours = application == APPLICATION
    database = copied(_prepared(demo), folder) if is_ours else new_database(folder)
    place = Place(folder, free_port(), database, demo, application, workers)
    process = place.start(again=is_ours)
    try:
        yield place.server(process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@cache
def _prepared(demo: bool) -> str:
    """The address of a database as a server leaves it before it serves: migrated, and filled for `demo`."""
    folder = Path(tempfile.mkdtemp(prefix="blason-prepared-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    place = Place(folder, 0, new_database(folder), demo)
    subprocess.run(
        [sys.executable, "-c", "from app.serve import prepare; prepare()"],
        cwd=ROOT,
        env=place.environment,
        check=True,
    )
    return place.database


def gone(*processes: int) -> bool:
    """Whether these processes end, within ten seconds."""
    until = time.monotonic() + 10
    while any(map(_is_alive, processes)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(_is_alive, processes))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def free_port() -> int:
    """A port of the loopback that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def new_database(folder: Path) -> str:
    """The address of an empty database: a file of `folder`, or one more of the tests' PostgreSQL."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return _file(folder)
    return _created("")


def copied(database: str, folder: Path) -> str:
    """The address of a copy of a database that nobody is connected to."""
    if database.startswith("sqlite"):
        shutil.copyfile(database.removeprefix("sqlite:///"), _file(folder).removeprefix("sqlite:///"))
        return _file(folder)
    return _created(f'TEMPLATE "{database.rpartition("/")[2]}"')


def _file(folder: Path) -> str:
    return f"sqlite:///{folder / 'blason.sqlite3'}"


def _created(how: str) -> str:
    server, name = os.environ["TEST_DATABASE_URL"].rsplit("/", 1)[0], f"journey_{uuid.uuid4().hex[:12]}"
    engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" {how}')
    engine.dispose()
    return f"{server}/{name}"


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own loopback
                return
        except (URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-3000:]}")
