"""A whole site of its own for as long as it is needed: data in a temporary folder, gunicorn on a free loopback port.

Tests and measurements share it. Nothing of the caller's environment reaches it, but where programs and temporary files are.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH")
LOG = "server.log"
PATIENCE = 90  # seconds to wait for the first answer, on a busy machine


class NoServer(RuntimeError):
    """The site could not be set up or did not start. Says why: the end of its log."""


@dataclass
class Site:
    """A running site. ``env`` is its whole environment, for ``manage.py`` commands on the same data.

    ``application``: what gunicorn serves; ``under``: a command that runs gunicorn, as strace does.
    """

    url: str
    var_dir: Path
    env: dict[str, str]
    application: str = "config.wsgi"
    under: Sequence[str] = ()
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def host(self) -> str:
        """Name and port, as in the Host header."""
        return urlsplit(self.url).netloc

    @property
    def pid(self) -> int:
        """The process that gunicorn's others come from; 0 before the first start."""
        return self._process.pid if self._process else 0

    def workers(self) -> list[int]:
        """The processes that answer, while there are any."""
        with suppress(OSError):
            return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]
        return []

    def start(self) -> None:
        """Serve, at the same address as before. Returns at the first good answer; raises NoServer."""
        with _listener(urlsplit(self.url).port or 0) as listener:
            self._process = _start(self, listener)  # it has its own copy: should it end, connecting fails instead of waiting
        _wait(self.url, self._process, self.var_dir / LOG)

    def kill(self) -> None:
        """End all of its processes at once, as a power cut does (kill -9)."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def stop(self) -> None:
        """End it, by its own process group: at once is good enough, nobody waits for an answer any more."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        try:
            with suppress(subprocess.TimeoutExpired):
                if self._process:
                    self._process.wait(timeout=10)
        finally:
            self.kill()  # what is left of it, if anything

    def log_tail(self, lines: int = 30) -> str:
        """The last lines that the server wrote."""
        return _tail(self.var_dir / LOG, lines)

    def manage(self, *words: str) -> str:
        """Run a management command on this site. Returns what it printed; raises NoServer with it, if it failed."""
        return _manage(self.env, *words)


@contextmanager
def running_site(
    *,
    database_url: str | None = None,
    env: dict[str, str] | None = None,
    within: Path | None = None,
    application: str = "config.wsgi",
    under: Sequence[str] = (),
) -> Iterator[Site]:
    """Set up a site and serve it until the block ends; then nothing of it is left.

    Without ``database_url`` it has an SQLite of its own; with one, that database is empty and the caller's to remove.
    ``env`` is laid over the site's environment; its data are in a folder ``within`` another. Raises NoServer.
    """
    with (
        tempfile.TemporaryDirectory(prefix="onward-site-", dir=within, ignore_cleanup_errors=True) as folder,
        _listener() as holder,  # never listens: it keeps the port for us while the server is away
    ):
        url = f"http://127.0.0.1:{holder.getsockname()[1]}"
        whole = _environment(Path(folder), url, database_url) | (env or {})
        site = Site(url, Path(folder), whole, application, under)
        site.manage("set_up")
        try:
            site.start()
            yield site
        finally:
            site.stop()


def _environment(folder: Path, url: str, database_url: str | None) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    ours = {
        "ONWARD_ENV": "development",
        "VAR_DIR": str(folder),
        "BASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return kept | ours | ({"DATABASE_URL": database_url} if database_url else {})


@contextmanager
def _listener(port: int = 0) -> Iterator[socket.socket]:
    """A socket on a port of ours, or a free one. The server inherits it, so nobody can take the port in between."""
    with socket.socket() as listener:
        for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
            listener.setsockopt(socket.SOL_SOCKET, option, 1)
        listener.bind(("127.0.0.1", port))
        yield listener


def _manage(env: dict[str, str], *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-4000:]
        raise NoServer(f"“manage.py {' '.join(words)}” ended with {done.returncode}:\n{said}")
    return done.stdout


def _start(site: Site, listener: socket.socket) -> subprocess.Popen[bytes]:
    command = [*site.under, sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", site.application]
    with (site.var_dir / LOG).open("ab") as written:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=site.env | {"BIND": f"fd://{listener.fileno()}"},
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return at its first good answer."""
    last, until = "it never answered", time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        try:
            connection.request("GET", "/")
            status = connection.getresponse().status
            if status < 400:
                return
            last = f"it answered {status}"
        except (OSError, http.client.HTTPException) as error:
            last = f"{type(error).__name__}: {error}"
        finally:
            connection.close()
        time.sleep(0.1)
    ended = f"it ended with {process.returncode}" if process.poll() is not None else last
    raise NoServer(f"The server at {url} did not start: {ended}. The end of its log:\n{_tail(log)}")


def _tail(path: Path, lines: int = 30) -> str:
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return "\n".join(text.splitlines()[-lines:]) or "(the log is empty)"
