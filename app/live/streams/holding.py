"""Hold the streams that are handed over, until nobody is left who could hand over one more."""

from __future__ import annotations

import asyncio
import logging
import resource
import socket

from flask import Flask

from app.live.handing import receive
from app.live.streams.hub import Hub
from app.live.streams.screens import Screens
from app.live.streams.watching import watch

log = logging.getLogger("blason.streams")


async def hold(app: Flask, link: socket.socket) -> None:
    """Hold streams until nobody is left who could hand over one more."""
    link.setblocking(False)
    hub, ended = Hub(Screens(app), most=app.config["STREAMS_MOST"]), asyncio.Event()
    asyncio.get_running_loop().add_reader(link, _take, link, hub, ended)
    tasks = [
        asyncio.create_task(work) for work in (hub.tell(), hub.beat(), watch(app, hub.wake), ended.wait())
    ]
    try:
        # Each of the others goes on for ever: one that ends has failed, and the whole starts afresh.
        for task in (await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED))[0]:
            task.result()
    finally:
        hub.close()


def _take(link: socket.socket, hub: Hub, ended: asyncio.Event) -> None:
    for _turn in range(64):  # then let the others work
        try:
            given = receive(link)
        except BlockingIOError:
            return
        except (OSError, ValueError) as error:
            log.warning("a connection could not be taken: %s", error)
            return
        if given is None:
            asyncio.get_running_loop().remove_reader(link)
            ended.set()
            return
        hub.take(*given)


def run(app: Flask, link: socket.socket) -> None:
    """Hold the streams of `app` that come by `link`."""
    logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s %(message)s")
    _limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(hold(app, link))
