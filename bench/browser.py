"""A real Chromium as a cheap phone, and what it fetches."""

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.install_browser import find

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
QUIET = 500  # ms without a request under way: nothing more is coming
EVENTS = (
    "requestWillBeSent",
    "requestServedFromCache",
    "responseReceived",
    "dataReceived",
    "loadingFinished",
    "loadingFailed",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def phone(browser: Browser, language: str = "en", **more: Any) -> Iterator[BrowserContext]:
    """A phone that has never been here: its own empty cache and cookies."""
    options: dict[str, Any] = PHONE | {"device_scale_factor": 2, "locale": language} | more
    context = browser.new_context(**options)
    try:
        yield context
    finally:
        context.close()


@dataclass
class Request:
    """One request that went over the network. ``sent``: bytes received on the wire, headers too."""

    path: str
    kind: str
    sent: int = 0
    whole: int = 0  # after decompression
    encoding: str = ""
    cached: bool = False

    @property
    def part(self) -> str:
        """What the page needs it for."""
        if "icon" in self.path.rsplit("/", 1)[-1]:
            return "icons"
        if "/media/" in self.path or self.kind == "Media":
            return "pictures"
        return {"Document": "HTML", "Stylesheet": "CSS", "Script": "JS", "Image": "pictures"}.get(self.kind, "other")


@dataclass
class Visit:
    """What one visit to a page cost."""

    requests: list[Request] = field(default_factory=list)
    blocking: int = 0

    def bytes(self, *parts: str) -> int:
        """Bytes on the wire, of these parts or of all."""
        return sum(one.sent for one in self.requests if not parts or one.part in parts)


class Wire:
    """Watches what a tab fetches. The tab's icon is fetched outside the tab, so it is fetched and weighed here."""

    def __init__(self, page: Page):
        self.page, self.icons = page, set[str]()
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.under_way: dict[str, Request] = {}
        self.done: list[Request] = []
        for name in EVENTS:
            self.session.on(f"Network.{name}", getattr(self, f"_{name}"))

    def visit(self, action: Callable[[], Any]) -> Visit:
        """Do something that opens a page, wait until all is there, and say what it fetched."""
        self.done, self.under_way = [], {}
        action()
        self.page.wait_for_load_state("load")
        self.page.wait_for_timeout(QUIET)
        while self.under_way:
            self.page.wait_for_timeout(QUIET)
        blocking = "performance.getEntriesByType('resource').filter((one) => one.renderBlockingStatus === 'blocking').length"
        visit = Visit([one for one in self.done if not one.cached], self.page.evaluate(blocking))
        visit.requests += self._icon()
        return visit

    def go(self, url: str) -> Visit:
        """Open an address as if typed."""
        return self.visit(lambda: self.page.goto(url, wait_until="load"))

    def _icon(self) -> list[Request]:
        href = self.page.evaluate("document.querySelector('link[rel~=icon]')?.href ?? new URL('/favicon.ico', location).href")
        if href in self.icons or any(one.path == urlsplit(href).path for one in self.done):
            return []
        self.icons.add(href)
        return [fetch(href)]

    def _requestWillBeSent(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith(("data:", "blob:")):
            return
        if before := self.under_way.pop(event["requestId"], None):
            before.sent = event["redirectResponse"]["encodedDataLength"]
            self.done.append(before)
        self.under_way[event["requestId"]] = Request(urlsplit(event["request"]["url"]).path, event.get("type", "Other"))

    def _requestServedFromCache(self, event: dict[str, Any]) -> None:
        if one := self.under_way.get(event["requestId"]):
            one.cached = True

    def _responseReceived(self, event: dict[str, Any]) -> None:
        if one := self.under_way.get(event["requestId"]):
            response = event["response"]
            one.cached = one.cached or response.get("fromDiskCache", False) or response.get("fromPrefetchCache", False)
            one.encoding = {name.lower(): value for name, value in response["headers"].items()}.get("content-encoding", "")

    def _dataReceived(self, event: dict[str, Any]) -> None:
        if one := self.under_way.get(event["requestId"]):
            one.whole += event["dataLength"]

    def _loadingFinished(self, event: dict[str, Any]) -> None:
        if one := self.under_way.pop(event["requestId"], None):
            one.sent = int(event["encodedDataLength"])
            self.done.append(one)

    def _loadingFailed(self, event: dict[str, Any]) -> None:
        if (one := self.under_way.pop(event["requestId"], None)) and not event.get("canceled"):
            raise RuntimeError(f"{one.path} could not be fetched: {event['errorText']}")


def fetch(url: str) -> Request:
    """Fetch an icon or a script as Chromium would, and weigh it with its headers."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    connection.request("GET", parts.path, headers={"Accept-Encoding": "gzip, deflate, br"})
    response = connection.getresponse()
    body = response.read()
    headers = sum(len(name) + len(value) + 4 for name, value in response.getheaders()) + len("HTTP/1.1 200 OK\r\n\r\n")
    connection.close()
    return Request(parts.path, "Image", headers + len(body), len(body), response.getheader("Content-Encoding", ""))
