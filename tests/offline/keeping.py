"""What a browser test asks of a phone that keeps lessons, and a network that hangs."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any

from tests.offline.phones import store

PATIENCE = 60  # seconds, on a busy machine
KEPT = """async () => {
    const cache = await caches.open("onward.pages");
    const pages = {};
    for (const request of await cache.keys()) pages[new URL(request.url).pathname] = await (await cache.match(request)).text();
    return pages;
}"""
HAS = """async ([paths]) => {
    if (!navigator.serviceWorker.controller || !(await caches.has("onward.pages"))) return false;
    const cache = await caches.open("onward.pages");
    for (const path of paths) if (!(await cache.match(path))) return false;
    return (await (await caches.open("onward.files")).keys()).length > 20;
}"""


def keeps(page: Any, lesson: str, language: str = "en") -> None:
    """Wait until the phone has a lesson and what stands around it, and answers by itself."""
    paths = [f"/{language}/{lesson}", f"/{language}/{lesson}quiz/key.json", f"/{language}/"]
    _until(page, HAS, [paths])


def _until(page: Any, script: str, argument: Any = None) -> None:
    """Wait until a script is true. Playwright's own way breaks the pages' policy."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(script, argument):
        assert time.monotonic() < end, f"not true in {PATIENCE} s: {script}"
        page.wait_for_timeout(200)


def kept(page: Any) -> dict[str, str]:
    """Every page the phone keeps, by its address."""
    return page.evaluate(KEPT)


def is_whole(page: Any) -> bool:
    """Whether each file it keeps is whole, and no page is left of one that it does not keep."""
    rows = store(page, "kept")
    return all(row.get("complete") for row in rows) and set(kept(page)) == {path for row in rows for path in row["paths"]}


def take(page: Any, site: Any, language: str, module: str) -> None:
    """Take a module along in a language, as a learner does."""
    page.goto(f"{site.url}/{language}/{module}")
    page.locator("[data-take] [data-ask]").click()
    page.locator("[data-offer] .go").click()
    page.locator("[data-taken]:visible").wait_for(timeout=PATIENCE * 1000)
    _until(page, "Boolean(navigator.serviceWorker.controller)")


class Wire:
    """A way to a site that can be made to hang: it takes what is sent and gives no answer, as bad wifi does."""

    def __init__(self, host: str):
        self.server = (host.split(":")[0], int(host.split(":")[1]))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.hangs = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self.listener.accept()
                server = socket.create_connection(self.server)
                for one, other in ((phone, server), (server, phone)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                while self.hangs:
                    time.sleep(0.05)
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of whatever waits."""
        self.hangs = False
        self.listener.close()
