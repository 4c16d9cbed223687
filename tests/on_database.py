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
from collections.abc import Iterator
from contextlib import contextmanager


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


@contextmanager
def throw_away_postgres() -> Iterator[str]:
    """A PostgreSQL of our own on the loopback address. Yields its DATABASE_URL."""
    folder = find_server() or install_server()
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    with tempfile.TemporaryDirectory(prefix="onward-postgres-") as home:
        if user:
            shutil.chown(home, user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]

        def run(program: str, *words: str) -> None:
            subprocess.run(
                [f"{folder}/{program}", *words],
                user=user,
                cwd=home,
                stdout=subprocess.DEVNULL,
                check=True,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            )

        data = f"{home}/data"
        run("initdb", "-D", data, "-U", "onward", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -k {home} -c fsync=off -c full_page_writes=off -c max_connections=50"
        )
        run("pg_ctl", "-D", data, "-w", "-l", f"{home}/log", "-o", options, "start")
        try:
            run("createdb", "-h", home, "-p", str(port), "-U", "onward", "onward")
            yield f"postgres://onward@127.0.0.1:{port}/onward"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def main(words: list[str]) -> int:
    names, command = words[: words.index("--")], words[words.index("--") + 1 :]
    if not names:
        return subprocess.run(command, check=False).returncode
    if names != ["postgres"]:
        sys.exit(f"DB is “{' '.join(names)}”; it is postgres, or nothing for SQLite.")
    with throw_away_postgres() as url:
        return subprocess.run(command, check=False, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
