"""The application and the bare one, each served by the very command that serves an instance."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def serving(application: str, path: str) -> Iterator[int]:
    """Serve `application` ("module:factory()") until the block ends; gives its port once `path` answers."""
    from app.serve import server

    port = free_port()
    process = subprocess.Popen(
        server(application, port), env={**os.environ, "GUNICORN_CMD_ARGS": "--log-level error"}
    )
    try:
        wait(port, path, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}"):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server of {path} did not start")
