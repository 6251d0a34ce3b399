"""A real server on a free port, and a browser that walks through it as a person does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.walker import Keyboard, Mouse, Walker
from tests.serving import ROOT, Server, served

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


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


__all__ = ["DESKTOP", "PHONE", "ROOT", "Keyboard", "Mouse", "Page", "Server", "Walker"]
