"""A phone that can be killed, on a network that can be cut; and what such a phone holds, read past our own scripts."""

import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import Any

from faults.proxy import Cut, Way
from tests.install_browser import find as find_browser
from tests.journeys.places import LESSON, answer

LESSONS = (LESSON, "online-safety/safe-before-you-go/second-step/", "online-safety/safe-before-you-go/fake-jobs-and-visas/")
PATIENCE = 60  # seconds for anything, on a busy machine
REQUEST = re.compile(rb"(GET|HEAD|POST) (\S+) HTTP/1\.1\r\n")
ARGUMENTS = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--password-store=basic",
    "--remote-debugging-port=0",
]
STATEMENTS = """async () => {
  const db = await new Promise((resolve, reject) => {
    const request = indexedDB.open("onward");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  try {
    if (!db.objectStoreNames.contains(STORE)) return [];
    return await new Promise((resolve, reject) => {
      const request = db.transaction(STORE).objectStore(STORE).getAll();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    db.close();
  }
}"""
CHANGE = """async () => {
  const db = await new Promise((resolve) => {
    const request = indexedDB.open("onward");
    request.onsuccess = () => resolve(request.result);
  });
  const transaction = db.transaction(STORE, "readwrite");
  transaction.objectStore(STORE).HOW;
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  db.close();
}"""
# An answer is given; and what the screen says of it, as soon as it says it.
WATCH = """addEventListener("submit", ({ target }) => window.heard(target.elements.namedItem("item").value, "given"), true);
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const form = document.querySelector("form.question");
  const said = [...document.querySelectorAll("[data-receipt] [data-is]")].find((one) => one.checkVisibility());
  if (form && said) window.heard(form.elements.namedItem("item").value, said.dataset.is);
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["hidden"] }))"""


def until(check: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What ``check`` returns, once it is true. Raises AssertionError."""
    end = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < end, f"never came true in {seconds} s"
        time.sleep(0.1)
    return found


# ---- The network ----


@dataclass
class Network(Way):
    """A way for browsers, which hold many connections and keep them.

    ``cut`` applies to the next request to ``breaks_at``. ``away``: there is no network. ``left``: so many requests, then none.
    ``refuses``: what comes not through, by a part of its path.
    """

    breaks_at: str = "/sync/"
    away: bool = False
    left: int | None = None
    refuses: str = ""
    asked: list[str] = field(default_factory=list)  # the path of each request that came
    refused: list[str] = field(default_factory=list)  # the path of each that came not through
    ends: set[socket.socket] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def serve(self) -> None:
        """Pass connections on until the listener is closed."""
        with suppress(OSError):
            while True:
                phone, _ = self.listener.accept()
                threading.Thread(target=self._connected, args=(phone,), daemon=True).start()

    def go_away(self) -> None:
        """The network is gone, in the middle of whatever is under way."""
        self.away = True
        for end in list(self.ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def come_back(self) -> None:
        self.away, self.left, self.refuses = False, None, ""

    def _connected(self, phone: socket.socket) -> None:
        with phone, suppress(OSError):
            if self.away:
                return
            with socket.create_connection(self.server, timeout=PATIENCE) as server:
                both = {phone, server}
                self.ends |= both
                try:
                    self._carry(phone, server)
                finally:
                    self.ends -= both

    def _carry(self, phone: socket.socket, server: socket.socket) -> None:
        cut, passed = None, 0
        with DefaultSelector() as ready:
            for end in (phone, server):
                ready.register(end, EVENT_READ)
            while True:
                for key, _ in ready.select():
                    up = key.fileobj is phone
                    data = (phone if up else server).recv(65536)
                    if not data or self.away:
                        return
                    if up and (request := REQUEST.match(data)):
                        if not self._let_pass(request[2].decode()):
                            return None
                        cut, passed = self._cut_for(request[2].decode()), 0
                    counted = cut is not None and cut.up == up
                    room = cut.after - passed if cut and counted else len(data)
                    (server if up else phone).sendall(data[:room])
                    passed += len(data[:room]) if counted else 0
                    if cut and room < len(data):
                        return self._break(cut, phone, server)

    def _let_pass(self, path: str) -> bool:
        if self.refuses and self.refuses in path:
            self.refused.append(path)
            return False
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.go_away()
                return False
        self.asked.append(path)
        return True

    def _cut_for(self, path: str) -> Cut | None:
        if path != self.breaks_at or not self.cut:
            return None
        cut, self.cut = self.cut, None
        return cut


@contextmanager
def network_to(site: Any) -> Iterator[Network]:
    """A network before a site, until the block ends."""
    name, port = site.host.split(":")
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        network = Network(listener, (name, int(port)))
        thread = threading.Thread(target=network.serve, daemon=True)
        thread.start()
        try:
            yield network
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            network.go_away()
            thread.join(5)


# ---- The phone ----


@dataclass
class Phone:
    """A whole Chromium on a profile of its own."""

    playwright: Any  # its BrowserType
    profile: Path
    heard: list[tuple[str, str]] = field(default_factory=list)  # an item, and “given” or what its receipt said
    battery: threading.Timer | None = None  # if there is one, it begins to run out when an answer is given
    process: subprocess.Popen[bytes] | None = None
    browser: Any = None
    page: Any = None

    def start(self) -> Any:
        """Switch it on. Returns its page."""
        port = self.profile / "DevToolsActivePort"
        for left in (port, *self.profile.glob("Singleton*")):
            left.unlink(missing_ok=True)
        arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        command = [str(find_browser()), *arguments, f"--user-data-dir={self.profile}", "about:blank"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until(lambda: port.exists() and port.read_text().count("\n"))
        number, path = port.read_text().split()[:2]
        self.browser = self.playwright.connect_over_cdp(f"ws://127.0.0.1:{number}{path}", timeout=PATIENCE * 1000)
        (context,) = self.browser.contexts
        context.set_default_timeout(PATIENCE * 1000)
        context.expose_function("heard", self._hear)
        context.add_init_script(WATCH)
        self.page = context.new_page()
        return self.page

    def _hear(self, item: str, said: str) -> None:
        self.heard.append((item, said))
        if said == "given" and self.battery:
            battery, self.battery = self.battery, None
            battery.start()

    def kill(self) -> None:
        """End all of its processes at once, as an empty battery does."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def close(self) -> None:
        """Close it as people do, so that all it has is on the disk."""
        with suppress(Exception):
            self.browser.new_browser_cdp_session().send("Browser.close")
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
        self.kill()


# ---- What it holds ----


def store(page: Any, name: str) -> list[dict[str, Any]]:
    """All that a store of its database holds."""
    return page.evaluate(STATEMENTS.replace("STORE", json.dumps(name)))


def remember(page: Any, key: str, value: Any) -> None:
    """Write something into its database's odds and ends."""
    _change(page, "meta", f"put({json.dumps(value)}, {json.dumps(key)})")


def spoil_keys(page: Any) -> None:
    """The server has another secret key than when it gave this phone the keys it has."""
    for owner in store(page, "owners"):
        _change(page, "owners", f"put({json.dumps(owner | {'key': 'none:of:theirs'})})")


def forget_drafts(page: Any) -> None:
    """What she had begun to choose is gone."""
    _change(page, "drafts", "clear()")


def _change(page: Any, name: str, how: str) -> None:
    page.evaluate(CHANGE.replace("STORE", json.dumps(name)).replace("HOW", how))


def waiting(page: Any) -> list[dict[str, Any]]:
    return [one for one in store(page, "statements") if one.get("waiting")]


def is_kept(page: Any, *lessons: str, frame: bool = True) -> bool:
    """Whether lessons and the pages around them are on the phone, and its worker works."""
    wanted = {f"/en/{lesson}kept.json" for lesson in lessons} | ({"/en/kept.json"} if frame else set())
    has_worker = page.evaluate("() => navigator.serviceWorker.getRegistration('/').then((one) => Boolean(one?.active))")
    return has_worker and wanted <= {row["address"] for row in store(page, "kept") if row.get("complete")}


def opened(page: Any, address: str) -> None:
    """Go there, and wait until its scripts have begun."""
    page.goto(address)
    page.locator("body[data-started]").wait_for()


def take(page: Any, network: Network, module: str) -> None:
    """Take a module along, as people do."""
    opened(page, f"{network.url}/en/{module}")
    page.locator("[data-ask]").click()
    page.locator("[data-offer] .go").click()
    page.locator("[data-taken]:visible").wait_for()


def offline_answer(page, network, question):
    """Answer a question that the phone cannot send now. Returns the answer's uuid."""
    opened(page, f"{network.url}/en/{question.path}")
    had = {one["uuid"] for one in store(page, "statements")}
    answer(page, question)
    page.locator("[data-is=phone]:visible").wait_for()
    (uuid,) = {one["uuid"] for one in store(page, "statements")} - had
    return uuid


def send_all(page, network):
    """Send what waits, by hand if need be."""
    opened(page, f"{network.url}/en/my-phone/")

    def is_sent():
        page.evaluate("() => document.querySelector('[data-send]:not([hidden])')?.click()")  # unless it is sent meanwhile
        return not waiting(page)

    until(is_sent)
