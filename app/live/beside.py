"""Settings of the web server (`gunicorn --config python:app.live.beside`): hold streams beside the pages.

The application is loaded once, before the workers and the process that holds the streams are forked from it:
they share its memory, and one that crashed is there again at once.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import time
from typing import Any

from flask import Flask

preload_app = True
LONGEST_WAIT = 8.0


def on_starting(server: Any) -> None:
    """Start the streams of the application, before the server listens: its port is not inherited."""
    app = server.app.wsgi()
    if isinstance(app, Flask) and "blason.streams" in app.extensions:
        start_streams(app)
    gc.freeze()


def start_streams(app: Flask) -> None:
    """Fork the streams' keeper; from here on `app` hands connections over to it.

    They go through a pair of sockets that have no name: there is no path to protect, and none is left behind.
    The streams end by themselves when the last process that could hand over one more is gone.
    """
    given, taken = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() == 0:
        given.close()
        _never_return(lambda: _keep(app, taken))
    taken.close()
    app.extensions["blason.streams"] = given


def _keep(app: Flask, link: socket.socket) -> None:
    """Hold streams in a process of their own; in another one if it crashes, until they end well."""
    children: list[int] = []

    def end(number: int, frame: object) -> None:
        for child in children:
            os.kill(child, signal.SIGTERM)
        os._exit(0)

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends first; then nobody is left
    signal.signal(signal.SIGTERM, end)
    wait = 0.25
    while True:
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            _never_return(lambda: _hold(app, link))
        children[:] = [child]
        ended = os.waitpid(child, 0)[1]
        children.clear()
        if ended == 0:
            return
        # One that crashes at once is given more and more time.
        wait = 0.25 if time.monotonic() - began > 30 else min(2 * wait, LONGEST_WAIT)
        time.sleep(wait)


def _hold(app: Flask, link: socket.socket) -> None:
    from app.live.streams.holding import run

    run(app, link)


def _never_return(act: Any) -> None:
    """What the server does when it ends is not for those who were forked from it."""
    status = 1
    try:
        act()
        status = 0
    except Exception:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(status)
