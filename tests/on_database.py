"""Run a command with its database: ``python -m tests.on_database [postgres] -- COMMAND``.

Without a name the command runs as it is (SQLite, or what DATABASE_URL says). ``postgres`` starts a throw-away PostgreSQL on a
free port, runs the command with DATABASE_URL set, and removes it. Debian's server is used, and installed if we are root.
"""

import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


def find_server() -> str | None:
    """The folder with initdb and postgres, newest version last found first; or None."""
    folders = [
        os.path.dirname(path) for path in [shutil.which("initdb") or "", *glob.glob("/usr/lib/postgresql/*/bin/initdb")] if path
    ]
    return (
        sorted(folders, key=lambda folder: [int(part) for part in folder.split("/") if part.isdigit()])[-1] if folders else None
    )


def install_server() -> str:
    """Install PostgreSQL where we may. Raises SystemExit saying what is missing."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "postgresql"]):
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    if not (found := find_server()):
        sys.exit(
            "No PostgreSQL server here. Install one (Debian: apt install postgresql), or set DATABASE_URL to a running one."
        )
    return found


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server of our own on the loopback address. ``durable``: it may be killed and loses nothing."""

    programs: str
    home: str
    port: int
    user: str | None
    durable: bool = False
    under: Sequence[str] = ()  # a command that runs the server, as strace does

    @property
    def url(self) -> str:
        """What DATABASE_URL says."""
        return f"postgres://onward@127.0.0.1:{self.port}/onward"

    @property
    def pid(self) -> int:
        """The process that the server's others come from."""
        return int(Path(f"{self.home}/data/postmaster.pid").read_text().split()[0])

    def run(self, *command: str, quiet: bool = False) -> None:
        """Run one of its programs. Raises CalledProcessError."""
        subprocess.run(
            command,
            user=self.user,
            cwd=self.home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if quiet else None,
            check=True,
            env={"PATH": f"{self.programs}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"},
        )

    def create(self) -> None:
        """Make its data folder."""
        self.run("initdb", "-D", "data", "-U", "onward", "-A", "trust", "-E", "UTF8", *([] if self.durable else ["--no-sync"]))

    def start(self, *, quiet: bool = False) -> None:
        """Serve. Returns when it takes connections; raises CalledProcessError."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.home} -c max_connections=50"
        if not self.durable:
            options += " -c fsync=off -c full_page_writes=off"
        self.run(*self.under, "pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start", quiet=quiet)

    def stop(self) -> None:
        """End it at once, as it does in trouble: what was committed is found in its log at the next start."""
        self.run("pg_ctl", "-D", "data", "-m", "immediate", "stop")


@contextmanager
def throw_away_postgres(*, durable: bool = False, under: Sequence[str] = ()) -> Iterator[Postgres]:
    """A PostgreSQL of our own with an empty database, until the block ends."""
    folder = find_server() or install_server()
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    with tempfile.TemporaryDirectory(prefix="onward-postgres-") as home:
        if user:
            shutil.chown(home, user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = Postgres(folder, home, port, user, durable, under)
        server.create()
        server.start()
        try:
            server.run("createdb", "-h", home, "-p", str(port), "-U", "onward", "onward")
            yield server
        finally:
            server.stop()


def main(words: list[str]) -> int:
    names, command = words[: words.index("--")], words[words.index("--") + 1 :]
    if not names:
        return subprocess.run(command, check=False).returncode
    if names != ["postgres"]:
        sys.exit(f"DB is “{' '.join(names)}”; it is postgres, or nothing for SQLite.")
    with throw_away_postgres() as server:
        return subprocess.run(command, check=False, env={**os.environ, "DATABASE_URL": server.url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
