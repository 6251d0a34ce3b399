"""A real server on a free port, and a browser that walks through it as a person does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page

from tests.browser.walker import Keyboard, Mouse, Walker

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Server:
    """A running instance: its address, the folder where its letters arrive, its database."""

    address: str
    outbox: Path
    database: str


@contextmanager
def served(folder: Path, *, demo: bool) -> Iterator[Server]:
    """Serve an instance of its own as `make run` does, and stop it by its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = _database(folder)
    environment = {
        **os.environ,
        "PORT": str(port),
        "BLASON_DEMO": "1" if demo else "0",
        "BLASON_SECRET_KEY": "only-for-tests",
        "BLASON_OUTBOX": str(folder / "outbox"),
        "WEB_CONCURRENCY": "1",
        "DATABASE_URL": database,
    }
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", process, folder / "server.log")
            yield Server(f"http://127.0.0.1:{port}", folder / "outbox", database)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _database(folder: Path) -> str:
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        return f"sqlite:///{folder / 'blason.sqlite3'}"
    name = f"journey_{uuid.uuid4().hex[:12]}"
    engine = sa.create_engine(server.rsplit("/", 1)[0] + "/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine.dispose()
    return server.rsplit("/", 1)[0] + f"/{name}"


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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration collective, served."""
    with served(tmp_path_factory.mktemp("demo"), demo=True) as server:
        yield server


@pytest.fixture
def empty_instance(tmp_path: Path) -> Iterator[Server]:
    """An instance on its first day, served."""
    with served(tmp_path, demo=False) as server:
        yield server


@pytest.fixture
def walker(browser: Browser) -> Iterator[Callable[..., Walker]]:
    """`walker(server, width=…, javascript=…, hands=…)` is one more person with a browser of their own."""
    contexts = []

    def arrive(
        server: Server,
        *,
        viewport: dict[str, int] = DESKTOP,
        javascript: bool = True,
        hands: type[Walker] = Mouse,
        scheme: str = "light",
    ) -> Walker:
        context = browser.new_context(
            base_url=server.address,
            viewport=viewport,
            java_script_enabled=javascript,
            color_scheme=scheme,
            locale="fr-FR",
            bypass_csp=scheme == "axe",
        )
        context.set_default_timeout(8000)
        contexts.append(context)
        return hands(context.new_page())

    yield arrive
    for context in contexts:
        context.close()


__all__ = ["DESKTOP", "PHONE", "Keyboard", "Mouse", "Page", "Server", "Walker"]
