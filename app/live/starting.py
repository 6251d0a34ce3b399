"""Start the process that holds the streams, beside the server of the pages and as long as it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from app.live.handing import LINK

_KEEPER = Path(__file__).with_name("keeper.py")


def start_streams(application: str) -> None:
    """Start them for `application` ("module:factory()"); who is executed next finds them in its environment.

    They hold the other end of a pair of sockets that have no name: there is no path to protect, none is left
    behind, and they end by themselves when the last one that could give them a connection is gone.
    """
    given, taken = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "app.live.streams", application, str(taken.fileno())]
    subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, str(_KEEPER), *command],
        pass_fds=[taken.fileno()],
        cwd=_KEEPER.parents[2],
        env={**os.environ, "MALLOC_ARENA_MAX": "2"},
    )
    taken.close()
    os.set_inheritable(given.fileno(), True)
    os.environ[LINK] = str(given.detach())
