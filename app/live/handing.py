"""A worker authorises who follows, then gives the connection itself to the process that holds the streams.

Pages have sixteen threads; a hall of four hundred phones would take them all. So no thread holds a stream:
the descriptor of the client's socket goes over to the streams' process, and the web server is left with one
end of a stub, to which it may write, and which it may shut down and close, as it likes.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
from dataclasses import asdict, dataclass
from typing import Any

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

_LONGEST = 16_384


class NoStreams(Exception):
    """No process holds streams here, or it is not able to take one more now."""


@dataclass(frozen=True)
class Order:
    """What a stream must know of who opened it.

    `share` is how many the person may hold; `head` the beginning of the answer, ready to be sent.
    """

    topic: str
    audience: str
    language: str
    root: str
    after: int
    person: str
    share: int
    head: str


def hand_over(order: Order) -> Response:
    """Give away the connection of this request; the answer that is left for the web server goes nowhere.

    Raises NoStreams, and the connection is still this server's.
    """
    link, client = current_app.extensions["blason.streams"], _connection(request.environ)
    if link is None or client is None:
        raise NoStreams
    stub, other_end = socket.socketpair()
    try:
        socket.send_fds(link, [_packed(order)], [client.fileno()], socket.MSG_DONTWAIT)
        os.dup2(stub.fileno(), client.fileno(), inheritable=False)
    except OSError as error:
        other_end.close()
        raise NoStreams from error
    finally:
        stub.close()
    answer = Response(headers={"Connection": "close"})
    answer.call_on_close(other_end.close)
    return answer


def receive(link: socket.socket) -> tuple[Order, socket.socket] | None:
    """The next connection given, None when nobody is left who could give one.

    Raises BlockingIOError when there is none yet, ValueError for what is no order.
    """
    packed, descriptors, _flags, _address = socket.recv_fds(link, _LONGEST, 1)
    if not packed and not descriptors:
        return None
    client = socket.socket(fileno=descriptors[0])
    try:
        return Order(**json.loads(packed)), client
    except (TypeError, ValueError) as error:
        client.close()
        raise ValueError("not an order") from error


def _packed(order: Order) -> bytes:
    packed = json.dumps(asdict(order)).encode()
    if len(packed) > _LONGEST:
        raise NoStreams
    return packed


def _connection(environ: dict[str, Any]) -> socket.socket | None:
    """The client's socket, when this is a plain connection that carries one request at a time."""
    client = environ.get("gunicorn.socket")
    is_plain = isinstance(client, socket.socket) and not isinstance(client, ssl.SSLSocket)
    is_get = environ.get("REQUEST_METHOD") == "GET"
    is_one = environ.get("SERVER_PROTOCOL", "").startswith("HTTP/1.") and environ.get("HTTP_VERSION") != "2"
    return client if is_plain and is_get and is_one else None


def init_app(app: Flask) -> None:
    """No streams, until the server that holds them starts some (`beside.py`)."""
    app.extensions["blason.streams"] = None
