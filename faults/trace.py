"""What strace wrote down, as events in their order; and whether what was answered had been synced before."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = "recvfrom,recvmsg,read,sendto,sendmsg,write,writev,pwrite64,pwritev,fsync,fdatasync"
RECEIVED, SENT = ("recvfrom", "recvmsg", "read"), ("sendto", "sendmsg", "write", "writev")
WRITTEN, SYNCED = ("pwrite64", "pwritev", "write", "writev"), ("fsync", "fdatasync")
BEGUN = re.compile(r'(?P<pid>\d+) +(?P<call>\w+)\(\d+(?:<(?P<file>.*?)>(?=[,) ]))?(?:[^"]*"(?P<data>(?:[^"\\]|\\.)*)")?.*')
RESUMED = re.compile(r'(?P<pid>\d+) +<\.\.\. (?P<call>\w+) resumed>(?:"(?P<data>(?:[^"\\]|\\.)*)")?.*')
RESULT = re.compile(r"\) += (-?\d+)[^\"]*$")
REQUEST, ANSWER = "POST /sync/ ", "HTTP/1.1 200 "
COMMIT, COMMITTED = r"Q\0\0\0\vCOMMIT", r"C\0\0\0\vCOMMIT"  # as PostgreSQL's protocol says it, and strace writes it
WAL_OF_SQLITE, WAL_OF_POSTGRES = "-wal", "/pg_wal/"
WEAKEST_FIRST = NOBODY, ANOTHER, SAME = "nobody", "another", "the same"  # who synced a commit
QUIET = 0.5  # seconds after which a trace has been written to its end


@dataclass(frozen=True)
class Call:
    """A system call. ``begun`` and ``ended``: places in the trace; ``ended`` is None if it never did."""

    pid: int
    name: str
    file: str
    data: str
    begun: int
    ended: int | None
    result: int | None

    def has(self, words: str) -> bool:
        """Whether what it carried begins so."""
        return self.data.startswith(words)

    def synced(self, wal: str) -> bool:
        """Whether it brought the database's log to the disk."""
        return self.name in SYNCED and wal in self.file and self.result == 0


@dataclass(frozen=True)
class Found:
    """``synced``: by the same process; ``by_others``: only by another process, which PostgreSQL's group commit allows."""

    answers: int
    synced: int
    by_others: int = 0
    commits: int = 0

    @property
    def good(self) -> bool:
        return 0 < self.answers == self.synced + self.by_others


def strace(out: Path) -> list[str]:
    """The command that runs another one and traces it with all its children, as its grandchild: the other keeps its number."""
    return [
        "strace",
        "-D",
        "-f",
        "-yy",
        "-s",
        "40",
        "--seccomp-bpf",
        "-e",
        f"trace={CALLS}",
        "-e",
        "signal=none",
        "-o",
        str(out),
    ]


def written(path: Path) -> list[Call]:
    """The calls of a trace whose processes have ended. Waits until strace has written it down."""
    size = -1
    while size != path.stat().st_size:
        size = path.stat().st_size
        time.sleep(QUIET)
    return list(calls(path.read_text(errors="replace").splitlines()))


def calls(lines: Iterable[str]) -> Iterator[Call]:
    """In the order in which they ended."""
    open_calls: dict[int, tuple[int, str, str, str]] = {}
    for place, line in enumerate(lines):
        if found := RESUMED.match(line):
            begun, name, file, data = open_calls.pop(int(found["pid"]), (place, found["call"], "", ""))
            data = found["data"] or data
        elif found := BEGUN.match(line):
            begun, name, file, data = place, found["call"], found["file"] or "", found["data"] or ""
            if line.endswith("<unfinished ...>"):
                open_calls[int(found["pid"])] = begun, name, file, data
                continue
        else:
            continue
        result = RESULT.search(line)
        yield Call(int(found["pid"]), name, file, data, begun, place, int(result[1]) if result else None)
    for pid, (begun, name, file, data) in open_calls.items():
        yield Call(pid, name, file, data, begun, None, None)


def of_sqlite(trace: Sequence[Call]) -> Found:
    """Between each request's arrival and the first byte of its answer, its thread wrote to the log and synced it after that."""
    answers = synced = 0
    for between in _answered(trace):
        answers += 1
        writes = [call for call in between if call.name in WRITTEN and call.file.endswith(WAL_OF_SQLITE)]
        if writes and any(call.synced(WAL_OF_SQLITE) and call.begun > writes[-1].begun for call in between):
            synced += 1
    return Found(answers, synced)


def of_postgres(trace: Sequence[Call], server: Sequence[Call]) -> Found:
    """Each answer came after PostgreSQL said “committed” in its thread, and that came after a sync of PostgreSQL's log.

    The sync began after PostgreSQL had got that COMMIT, and ended before it answered. If it is by the same process, it
    covers the commit. Another's does too, by PostgreSQL's own rules; the trace alone cannot tell.
    """
    said, commits = _commits(server), 0
    heard: dict[int, set[str]] = defaultdict(set)  # by whom the commits were synced that each answer rests on
    for call in sorted(trace, key=lambda call: call.begun):
        if call.name in RECEIVED and call.has(COMMITTED):
            commits += 1
            found = said.get(_mirrored(call.file))
            heard[call.begun].add(found.pop(0) if found else NOBODY)
    counted = Counter(
        min({who for call in between for who in heard.get(call.begun, ())} or {NOBODY}, key=WEAKEST_FIRST.index)
        for between in _answered(trace)
    )
    return Found(counted.total(), counted[SAME], counted[ANOTHER], commits)


def _commits(server: Sequence[Call]) -> dict[str, list[str]]:
    """Who synced each commit, by connection: “the same” process as committed, only “another”, or “nobody”."""
    asked: dict[int, int] = {}
    said: dict[str, list[str]] = defaultdict(list)
    syncs = [call for call in server if call.synced(WAL_OF_POSTGRES) and call.ended is not None]
    for call in sorted(server, key=lambda call: call.begun):
        if call.name in RECEIVED and call.has(COMMIT) and call.ended is not None:
            asked[call.pid] = call.ended
        elif call.name in SENT and call.has(COMMITTED) and call.pid in asked:
            since = asked.pop(call.pid)
            by = {sync.pid for sync in syncs if since < sync.begun and (sync.ended or 0) < call.begun}
            said[call.file].append(SAME if call.pid in by else ANOTHER if by else NOBODY)
    return said


def _mirrored(file: str) -> str:
    """A connection as its other end names it."""
    return re.sub(r"\[(.+)->(.+)\]", r"[\2->\1]", file)


def _answered(trace: Sequence[Call]) -> Iterator[list[Call]]:
    """For each answer 200 to a parcel, what its thread did since the parcel's first byte came."""
    since: dict[int, list[Call]] = {}
    for call in sorted(trace, key=lambda call: call.begun):
        if call.name in RECEIVED and call.has(REQUEST):
            since[call.pid] = []
        elif call.name in SENT and call.has(ANSWER) and call.pid in since:
            yield since.pop(call.pid)
        elif call.pid in since:
            since[call.pid].append(call)
