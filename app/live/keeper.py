"""Run a command again whenever it crashes: `keeper.py COMMAND…`. It imports little, to weigh little."""

import os
import signal
import sys
import time

LONGEST_WAIT = 8.0


def main(command: list[str]) -> None:
    """End when the command ends well. A command that crashes at once is given more and more time."""
    children: list[int] = []

    def end(number: int, frame: object) -> None:
        for child in children:
            os.kill(child, signal.SIGTERM)
        sys.exit(0)

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends first, then what it keeps
    signal.signal(signal.SIGTERM, end)
    wait = 0.25
    while True:
        began = time.monotonic()
        children[:] = [os.posix_spawn(command[0], command, os.environ)]
        ended = os.waitstatus_to_exitcode(os.waitpid(children[0], 0)[1])
        children.clear()
        if ended == 0:
            return
        wait = 0.25 if time.monotonic() - began > 30 else min(2 * wait, LONGEST_WAIT)
        time.sleep(wait)


if __name__ == "__main__":
    main(sys.argv[1:])
