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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH")
LOG = "server.log"
PATIENCE = 90  # seconds to wait for the first answer, on a busy machine


class NoServer(RuntimeError):
    """The site could not be set up or did not start. Says why: the end of its log."""


@dataclass(frozen=True)
class Site:
    """A running site. ``env`` is its whole environment, for ``manage.py`` commands on the same data."""

    url: str
    var_dir: Path
    pid: int
    env: dict[str, str]

    @property
    def host(self) -> str:
        """Name and port, as in the Host header."""
        return urlsplit(self.url).netloc

    def log_tail(self, lines: int = 30) -> str:
        """The last lines that the server wrote."""
        return _tail(self.var_dir / LOG, lines)

    def manage(self, *words: str) -> str:
        """Run a management command on this site. Returns what it printed; raises NoServer with it, if it failed."""
        return _manage(self.env, *words)


@contextmanager
def running_site(*, database_url: str | None = None, env: dict[str, str] | None = None) -> Iterator[Site]:
    """Set up a site and serve it until the block ends; then nothing of it is left.

    Without ``database_url`` it has an SQLite of its own; with one, that database is empty and the caller's to remove.
    ``env`` is laid over the site's environment. Raises NoServer.
    """
    with tempfile.TemporaryDirectory(prefix="onward-site-", ignore_cleanup_errors=True) as folder, _listener() as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        whole = _environment(Path(folder), url, database_url) | (env or {})
        _manage(whole, "set_up")
        process = _start(whole, Path(folder) / LOG, listener)
        try:
            listener.close()  # the server has its own copy; should it end, connecting fails instead of waiting
            _wait(url, process, Path(folder) / LOG)
            yield Site(url, Path(folder), process.pid, whole)
        finally:
            _stop(process)


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
def _listener() -> Iterator[socket.socket]:
    """A socket on a free port. The server inherits it, so nobody can take the port in between."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        yield listener


def _manage(env: dict[str, str], *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-4000:]
        raise NoServer(f"“manage.py {' '.join(words)}” ended with {done.returncode}:\n{said}")
    return done.stdout


def _start(env: dict[str, str], log: Path, listener: socket.socket) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
    with log.open("wb") as written:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=env | {"BIND": f"fd://{listener.fileno()}"},
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
            if status == 200:
                return
            last = f"it answered {status}"
        except (OSError, http.client.HTTPException) as error:
            last = f"{type(error).__name__}: {error}"
        finally:
            connection.close()
        time.sleep(0.1)
    ended = f"it ended with {process.returncode}" if process.poll() is not None else last
    raise NoServer(f"The server at {url} did not start: {ended}. The end of its log:\n{_tail(log)}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server, by its own process group: at once is good enough, nobody waits for an answer any more."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # what is left of it, if anything
        process.wait()


def _tail(path: Path, lines: int = 30) -> str:
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return "\n".join(text.splitlines()[-lines:]) or "(the log is empty)"
