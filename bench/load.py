"""Many readers at once: persistent connections that ask again as soon as they are answered."""

from __future__ import annotations

import multiprocessing
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

PROCESSES = 2
BROWSER = "bench"


@dataclass(frozen=True)
class Request:
    """A request as it goes over the wire, and the statuses that count as its right answer."""

    wire: bytes
    expected: tuple[int, ...] = (200,)


# What a connection asks for, by the number of its turn; it must be picklable.
Script = Callable[[int], "Request"]


@dataclass(frozen=True)
class Same:
    """The same request at every turn."""

    request: Request

    def __call__(self, turn: int) -> Request:
        return self.request


def get(path: str, cookie: str = "") -> Request:
    """A page, compressed as browsers ask for it."""
    return Request(_head("GET", path, cookie) + b"\r\n")


def post(path: str, body: str, cookie: str = "", expected: tuple[int, ...] = (303,)) -> Request:
    """A form."""
    content = body.encode()
    kind = b"Content-Type: application/x-www-form-urlencoded\r\n"
    length = f"Content-Length: {len(content)}\r\n\r\n".encode()
    return Request(_head("POST", path, cookie) + kind + length + content, expected)


def _head(method: str, path: str, cookie: str) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept-Encoding: gzip",
        "Accept-Language: fr",
        f"User-Agent: {BROWSER}",
    ]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return ("\r\n".join(lines) + "\r\n").encode()


def rate(port: int, scripts: Sequence[Script], seconds: float) -> float:
    """Right answers per second; each script is one connection's, who asks until time is up.

    Raises RuntimeError at the first wrong answer: a fast refusal is not speed.
    """
    shares = [list(scripts[start::PROCESSES]) for start in range(PROCESSES)]
    shares = [share for share in shares if share]
    with multiprocessing.get_context("fork").Pool(len(shares)) as pool:
        counts = pool.starmap(_run, [(port, share, seconds) for share in shares])
    wrong = [error for _, error in counts if error]
    if wrong:
        raise RuntimeError(wrong[0])
    return sum(count for count, _ in counts) / seconds


def _run(port: int, share: list[Script], seconds: float) -> tuple[int, str]:
    until = time.monotonic() + seconds
    answered = [0] * len(share)
    errors: list[str] = []

    def ask(index: int) -> None:
        try:
            answered[index] = _ask(port, share[index], until)
        except (OSError, RuntimeError) as error:
            errors.append(repr(error))

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(len(share))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answered), errors[0] if errors else ""


def _ask(port: int, script: Script, until: float) -> int:
    count = 0
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        while time.monotonic() < until:
            request = script(count)
            connection.sendall(request.wire)
            status = _read(connection)
            if status not in request.expected:
                raise RuntimeError(f"{status} for {request.wire[:80]!r}")
            count += 1
    return count


def _read(connection: socket.socket) -> int:
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    lower = head.lower()
    mark = lower.find(b"content-length:")
    length = int(lower[mark + 15 :].split(b"\r\n", 1)[0]) if mark >= 0 else 0
    missing = length - len(body)
    while missing > 0:
        missing -= len(_more(connection))
    return int(head.split(b" ", 2)[1])


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise RuntimeError("the server closed the connection")
    return received
