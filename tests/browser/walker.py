"""A person at a screen: what they read, type and press, by mouse or by keyboard alone."""

from __future__ import annotations

import re
from typing import Literal

from playwright.sync_api import Locator, Page, expect

Role = Literal["button", "link", "radio", "checkbox", "textbox"]


def enter_as(page: Page, role: str) -> None:
    """Come in by the demonstration's own door."""
    page.goto("/")
    if role == "public":
        return
    page.locator("a[href*='/entrer']").first.click()
    page.locator(
        f"form:has(input[name=role][value={role}]) button, button[name=role][value={role}]"
    ).first.click()
    page.wait_for_load_state("load")


def excess_width(page: Page) -> int:
    """By how many pixels the page is wider than its screen: one scrolls sideways, and loses the line."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


class Walker:
    """What a person does on a page; how the hands do it is the subclass's part."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # --- hands ---

    def type_into(self, target: Locator, text: str) -> None:
        raise NotImplementedError

    def activate(self, target: Locator) -> None:
        raise NotImplementedError

    def mark(self, target: Locator) -> None:
        raise NotImplementedError

    # --- acts ---

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)
        self._nothing_overflows()

    def fill(self, label: str, text: str, *, nth: int = 0) -> None:
        """Type `text` in the field with this label, in place of what is there."""
        self.type_into(self.page.get_by_label(re.compile(label)).nth(nth), text)

    def choose(self, label: str, *, nth: int = 0) -> None:
        """Tick a box, or pick one of several."""
        self.mark(self.page.get_by_label(re.compile(label)).nth(nth))

    def select(self, label: str, option: str, *, nth: int = 0) -> None:
        """Pick in a drop-down list (the keyboard's part of it is the browser's)."""
        self.page.get_by_label(re.compile(label)).nth(nth).select_option(label=option)

    def press(self, name: str, *, nth: int = 0) -> None:
        """Press a button, then wait for the page it leads to."""
        self.leave(self.page.get_by_role("button", name=re.compile(name)).nth(nth))

    def follow(self, name: str, *, nth: int = 0) -> None:
        """Follow a link."""
        self.leave(self.page.get_by_role("link", name=re.compile(name)).nth(nth))

    def open(self, name: str, *, nth: int = 0) -> None:
        """Unfold a part of the page."""
        self.activate(self.page.locator("summary").filter(has_text=re.compile(name)).nth(nth))

    def reads(self, text: str) -> None:
        """Check that the page says this, anywhere a person can see it."""
        expect(self.page.get_by_text(re.compile(text)).filter(visible=True).first).to_be_visible()

    def does_not_read(self, text: str) -> None:
        """Check that the page does not say this."""
        expect(self.page.get_by_text(re.compile(text))).to_have_count(0)

    def leave(self, target: Locator) -> None:
        """Press or follow `target`, then wait for what it leads to: a page, or a part of one."""
        if target.evaluate("element => !!element.closest('[hx-post]') && !!window.htmx"):
            with self.page.expect_response(lambda response: response.request.method == "POST"):
                self.activate(target)
        else:
            with self.page.expect_navigation():
                self.activate(target)
        self._nothing_overflows()

    def _nothing_overflows(self) -> None:
        """A page never scrolls sideways: a phone's reader would lose the end of each line."""
        wide = excess_width(self.page)
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"


class Mouse(Walker):
    """Points, or touches."""

    def type_into(self, target: Locator, text: str) -> None:
        target.fill(text)

    def activate(self, target: Locator) -> None:
        target.click()

    def mark(self, target: Locator) -> None:
        target.check(force=True)


class Keyboard(Walker):
    """Never touches the mouse: Tab to the control, then the key that serves it."""

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_attached()
        for _ in range(400):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by Tab on {self.page.url}")

    def type_into(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def activate(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def mark(self, target: Locator) -> None:
        if target.evaluate("element => element.type === 'radio'"):
            self._pick(target)
            return
        self._reach(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        assert target.is_checked()

    def _pick(self, target: Locator) -> None:
        """Tab enters a group of radio buttons once; the arrows move inside it."""
        name = target.get_attribute("name")
        group = self.page.locator(f"input[type=radio][name='{name}']")
        for _ in range(400):
            if group.evaluate_all("all => all.includes(document.activeElement)"):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        assert target.is_checked()
